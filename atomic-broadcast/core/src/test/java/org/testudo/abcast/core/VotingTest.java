package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.ClockDiffers;
import org.testudo.kernel.notice.Contradicted;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.notice.OwnClockOff;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** What a member votes for: AB-2, AB-4, AB-21, AB-27. */
class VotingTest {
    private final Table table = new Table();

    private Digest held(int member, long number) {
        Request request = new Request(Table.origin(member), number, RequestClass.APPLICATION, new byte[] {1});
        table.says(member, OwnRequest.of(request, table.lives), 2);
        table.passAll();
        table.loseAll();
        return request.digest();
    }

    private void proposes(long slot, Instant time, Digest... requests) {
        Value value = new Value(slot, 0, time, List.of(requests));
        table.says(0, new Header(0, 0, slot, value.digest()), 2);
        table.says(0, value, 2);
        table.pass(each -> each.from() == 0);
    }

    private List<Long> preparedSlots() {
        return table.from(2, Prepare.class).stream()
                .map(each -> each.proposal().message().slot())
                .distinct()
                .toList();
    }

    @Test
    void freshProposalsAreVotedInTheOrderOfSlots() {
        Digest first = held(1, 1);
        Digest second = held(1, 2);

        proposes(2, table.wallClock(), second);
        assertThat(preparedSlots()).isEmpty();

        proposes(1, table.wallClock(), first);
        assertThat(preparedSlots()).containsExactly(1L, 2L);
    }

    /** GM-12: its state is not the group's, so its vote stands for nothing. */
    @Test
    void memberWhoseStateIsContradictedVotesNoMore() {
        Digest first = held(1, 1);
        table.happens(2, new Event.Noticed<>(new Contradicted(1, Digest.ZERO, first)));

        proposes(1, table.wallClock(), first);

        assertThat(preparedSlots()).isEmpty();
    }

    @Test
    void freshProposalThatIsOutOfSequenceIsNotPrepared() {
        held(1, 1);
        Digest second = held(1, 2);

        proposes(1, table.wallClock(), second);

        assertThat(preparedSlots()).isEmpty();
    }

    @Test
    void proposalOfAnotherThanTheLeaderIsNotPrepared() {
        Value value = new Value(1, 0, table.wallClock(), List.of(held(1, 1)));

        table.says(3, new Header(0, 0, 1, value.digest()), 2);
        table.says(3, value, 2);
        table.pass(each -> each.from() == 3);

        assertThat(preparedSlots()).isEmpty();
    }

    @Test
    void proposalOfAnotherBirthEpochIsNotPrepared() {
        Value value = new Value(1, 3, table.wallClock(), List.of(held(1, 1)));

        table.says(0, new Header(0, 0, 1, value.digest()), 2);
        table.says(0, value, 2);
        table.pass(each -> each.from() == 0);

        assertThat(preparedSlots()).isEmpty();
    }

    /** AB-27: "A fresh proposal is prepared only within the skew bound of the voter's clock." */
    @Test
    void freshProposalOfAFarTimeIsNotPrepared() {
        proposes(1, table.wallClock().plusSeconds(6), held(1, 1));
        assertThat(preparedSlots()).isEmpty();

        table.wait(Duration.ofSeconds(2), 2);
        assertThat(preparedSlots()).containsExactly(1L);
    }

    /** AB-27: a quorum took what this member's clock is too far from, so its own is wrong. */
    @Test
    void memberWhoseClockIsWrongIsToldByWhatTheOthersDecide() {
        table.clockOff(2, Duration.ofHours(1));
        table.submit(1, "x");

        table.talk(Duration.ofSeconds(1), 0, 1, 2, 3);

        assertThat(table.texts(2)).containsExactly("x");
        assertThat(table.notices(2, OwnClockOff.class)).singleElement().satisfies(notice -> {
            assertThat(notice.by()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            assertThat(notice.describe()).contains("own-clock-off=", "bound=5000ms", "set the clock");
        });
        for (int other : new int[] {0, 1, 3}) {
            assertThat(table.notices(other, OwnClockOff.class)).isEmpty();
            assertThat(table.notices(other, ClockDiffers.class)).isEmpty();
        }
    }

    /** AB-27: nobody votes for what it proposes, and the next leader is another. */
    @Test
    void leaderWhoseClockIsWrongIsReplacedAndNamed() {
        table.clockOff(0, Duration.ofHours(-1));
        table.submit(1, "x");

        table.talk(Duration.ofSeconds(5), 0, 1, 2, 3);

        assertThat(table.texts(2)).containsExactly("x");
        assertThat(table.notices(0, OwnClockOff.class))
                .singleElement()
                .satisfies(
                        notice -> assertThat(notice.by()).isBetween(Duration.ofMinutes(-61), Duration.ofMinutes(-59)));
        for (int other : new int[] {1, 2, 3}) {
            assertThat(table.notices(other, OwnClockOff.class)).isEmpty();
            assertThat(table.notices(other, ClockDiffers.class)).singleElement().satisfies(notice -> {
                assertThat(notice.leader()).isEqualTo(Table.member(0));
                assertThat(notice.by()).isBetween(Duration.ofMinutes(-61), Duration.ofMinutes(-59));
            });
        }
    }

    /** One that a leader shows another time than the others does not take its own clock for wrong. */
    @Test
    void liarCannotMakeAMemberDoubtItsClock() {
        Request request = new Request(Table.origin(1), 1, RequestClass.APPLICATION, new byte[] {1});
        proposes(1, table.wallClock().plusSeconds(60), held(1, 1));

        Value decided = new Value(1, 0, table.wallClock(), List.of(request.digest()));
        Signed<Header> header = table.sign(0, new Header(0, 0, 1, decided.digest()));
        QuorumCertificate certificate = table.certificate(QuorumCertificate.Kind.COMMITTED, header, 0, 1, 3);
        table.says(1, new Decided(certificate, decided, List.of(table.sign(request))), 2);
        table.pass(each -> each.from() == 1);

        assertThat(table.deliveries(2)).hasSize(1);
        assertThat(table.notices(2, OwnClockOff.class)).isEmpty();
    }

    /** AB-27: a leader cannot fill everyone's log with empty batches. */
    @Test
    void emptyBatchIsPreparedOnlyAfterSomeIdleTime() {
        proposes(1, table.wallClock());
        proposes(2, table.wallClock());

        assertThat(preparedSlots()).containsExactly(1L);
    }

    @Test
    void idleLeaderProposesAnEmptyBatchSoThatAgreedTimeGoesOn() {
        table.talk(Duration.ofSeconds(1), 0, 1, 2, 3);

        assertThat(table.deliveries(3)).hasSizeBetween(1, 3);
        assertThat(table.last(3).requests()).isEmpty();
        assertThat(Duration.between(table.last(3).agreedTime(), table.wallClock()))
                .isLessThan(Duration.ofSeconds(1));
        assertThat(table.last(1).agreedTime()).isEqualTo(table.last(3).agreedTime());
    }

    /** Window of AB-28: no vote beyond the last delivered slot plus W. */
    @Test
    void votesGoNoFurtherThanAWindowBeyondWhatIsDelivered() {
        int window = AbcastSimulations.settings().window();
        List<Digest> requests = new ArrayList<>();
        for (long number = 1; number <= window + 3; number++) requests.add(held(1, number));
        for (int i = 0; i < requests.size(); i++) proposes(i + 1, table.wallClock(), requests.get(i));

        assertThat(preparedSlots()).hasSize(window).endsWith((long) window);
    }

    /** Else a leader and a client of its mind could make everyone gather gigabytes. */
    @Test
    void valueOfMoreBytesThanABatchMayHaveIsNotGathered() {
        List<Digest> requests = new ArrayList<>();
        for (long number = 1; number <= 4; number++) {
            Request large = new Request(
                    Table.origin(1), number, RequestClass.APPLICATION, new byte[AbcastSettings.BATCH_BYTES - 1000]);
            table.says(1, OwnRequest.of(large, table.lives), 2);
            requests.add(large.digest());
        }
        table.passAll();

        proposes(1, table.wallClock(), requests.toArray(Digest[]::new));
        table.wait(Duration.ofMillis(100), 2);
        assertThat(preparedSlots()).isEmpty();
        assertThat(table.from(2, Fetch.class)).isEmpty();

        Value value = new Value(1, 0, table.wallClock(), requests);
        Signed<Header> header = table.sign(0, new Header(0, 0, 1, value.digest()));
        table.says(3, new Decided(table.certificate(QuorumCertificate.Kind.COMMITTED, header, 0, 1, 3), value), 2);
        table.pass(each -> each.from() == 3);
        assertThat(table.deliveries(2)).hasSize(1); // what Q have voted for is taken whatever its size
    }

    /** AB-4: "leader change on proof at once". AB-2: "equivocation convicts". */
    @Test
    void leaderThatContradictsItselfIsConvictedAndLeftAtOnce() {
        Digest request = held(1, 1);
        Value one = new Value(1, 0, table.wallClock(), List.of(request));
        table.says(0, new Header(0, 0, 1, one.digest()), 1, 2);
        table.says(0, new Header(0, 0, 1, Value.empty(1).digest()), 3);
        table.says(0, one, 1, 2);

        table.pass(each -> each.from() == 0 || each.content() instanceof Prepare || each.content() instanceof Proof);
        assertThat(table.underWay(EpochChange.class)).isNotEmpty();
        table.pass(each -> each.from() != 0);

        for (int i = 1; i < 4; i++) {
            assertThat(table.notices(i, Misbehaved.class)).singleElement().satisfies(it -> {
                assertThat(it.member()).isEqualTo(Table.member(0));
                assertThat(it.evidence()).isInstanceOf(Contradiction.class);
            });
            assertThat(table.notices(i, EpochEntered.class)).anyMatch(it -> it.epoch() == 1);
        }
    }

    @Test
    void voterThatContradictsItselfIsConvicted() {
        Header one = new Header(0, 0, 1, Digest.of(new byte[] {1}));
        Header other = new Header(0, 0, 1, Digest.of(new byte[] {2}));

        table.says(3, new Prepare(table.sign(0, one)), 2);
        table.says(3, new Prepare(table.sign(0, other)), 2);
        table.pass(each -> each.from() == 3);

        assertThat(table.notices(2, Misbehaved.class))
                .anyMatch(it -> it.member().equals(Table.member(3)));
    }

    /** AD-9: "a resent statement with equal content" is never evidence. */
    @Test
    void repetitionConvictsNobody() {
        Header header = new Header(0, 0, 1, Digest.of(new byte[] {1}));
        for (int i = 0; i < 3; i++) {
            table.says(0, header, 2);
            table.says(3, new Prepare(table.sign(0, header)), 2);
            table.says(3, new EpochChange(0, 1, List.of()), 2);
        }
        table.passAll();

        assertThat(table.notices(2, Misbehaved.class)).isEmpty();
    }

    @Test
    void twoEpochChangesIntoOneEpochConvict() {
        QuorumCertificate certificate = table.certificate(
                QuorumCertificate.Kind.PREPARED, table.sign(0, new Header(0, 0, 1, Digest.ZERO)), 0, 1, 2);
        table.says(3, new EpochChange(0, 1, List.of()), 2);
        table.says(3, new EpochChange(0, 1, List.of(certificate)), 2);
        table.passAll();

        assertThat(table.notices(2, Misbehaved.class))
                .anyMatch(it -> it.member().equals(Table.member(3)));
    }
}
