package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;

/** When a member has waited long enough for its leader: AB-4, AB-17, AB-19, AB-20. */
class ComplaintTest {
    private final Table table = new Table(AbcastSimulations.settings(1 << 24, 1000), new AbcastRules());

    private void heldByOthers(RequestClass kind) {
        table.submit(1, kind, "request");
        table.pass(each -> each.content() instanceof OwnRequest && each.to() != 0);
        table.loseAll();
    }

    private boolean complains(int member) {
        return !table.from(member, Complaint.class).isEmpty();
    }

    @Test
    void memberComplainsWhenTheHeadOfAnOriginWaitsTooLong() {
        heldByOthers(RequestClass.APPLICATION);

        table.wait(Duration.ofMillis(80), 2);
        assertThat(complains(2)).isFalse();
        table.wait(Duration.ofMillis(60), 2);
        assertThat(complains(2)).isTrue();
    }

    @Test
    void requestBehindAGapIsNobodysFault() {
        table.submit(1, "first");
        table.loseAll();
        table.submit(1, "second");
        table.pass(each -> each.content() instanceof OwnRequest);
        table.loseAll();

        table.wait(Duration.ofSeconds(1), 2);

        assertThat(complains(2)).isFalse();
    }

    /** f+1 complaints hold one of a correct member; fewer may all be of liars. */
    @Test
    void oneComplainerMovesNobodyAndTwoMoveAll() {
        table.says(3, new Complaint(0, 0), 0, 1, 2);
        table.passAll();
        assertThat(table.underWay(EpochChange.class)).isEmpty();

        table.says(3, new Complaint(0, 5), 0, 1, 2);
        table.passAll();
        assertThat(table.underWay(EpochChange.class)).isEmpty();

        table.says(2, new Complaint(0, 0), 0, 1);
        table.pass(each -> each.content() instanceof Complaint);
        assertThat(table.from(0, EpochChange.class)).isNotEmpty();
        assertThat(table.from(1, EpochChange.class)).isNotEmpty();
    }

    @Test
    void complainerGoesOnVoting() {
        heldByOthers(RequestClass.APPLICATION);
        table.wait(Duration.ofMillis(150), 2);
        assertThat(complains(2)).isTrue();
        table.loseAll();

        table.submit(0, "another");
        table.passAll();

        assertThat(table.texts(2)).contains("another");
    }

    @Test
    void silentLeaderIsReplacedAndTheRequestDelivered() {
        table.submit(1, "request");
        table.talk(Duration.ofSeconds(1), 1, 2, 3);

        for (int i = 1; i < 4; i++) assertThat(table.texts(i)).containsExactly("request");
        assertThat(table.last(2).birthEpoch()).isEqualTo(1);
    }

    /** AB-20: the control bound is shorter, and every holder relays. */
    @Test
    void commandWaitsLessLongAndIsRelayedByEveryHolder() {
        heldByOthers(RequestClass.CONTROL);

        table.wait(Duration.ofMillis(115), 2, 3);

        assertThat(complains(2)).isTrue();
        assertThat(table.from(2, Relay.class)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(table.from(3, Relay.class)).hasSizeGreaterThanOrEqualTo(3);
    }

    /** AB-20: "Holding a valid command that would vacate the leader's seat is a complaint". */
    @Test
    void evidenceAgainstTheLeaderIsAComplaintAtOnce() {
        Evidence evidence = new Contradiction(
                Nested.claim(table.sign(0, new Header(0, 0, 1, Digest.ZERO))),
                Nested.claim(table.sign(0, new Header(0, 0, 1, Value.empty(1).digest()))));
        Command convict = new Command.Convict(Table.member(0), 1, evidence);

        table.happens(1, new Event.Submitted<>(new Payload.Own(RequestClass.CONTROL, convict.encode())));
        table.pass(each -> each.content() instanceof OwnRequest && each.to() == 2);
        table.loseAll();
        table.wait(Duration.ofMillis(70), 2);

        assertThat(complains(2)).isTrue();
    }

    @Test
    void evidenceThatProvesNothingIsNoReasonToComplain() {
        Evidence evidence = new Contradiction(
                Nested.claim(table.sign(0, new Header(0, 0, 1, Digest.ZERO))),
                Nested.claim(table.sign(0, new Header(0, 0, 1, Digest.ZERO))));
        Command convict = new Command.Convict(Table.member(0), 1, evidence);

        table.happens(1, new Event.Submitted<>(new Payload.Own(RequestClass.CONTROL, convict.encode())));
        table.pass(each -> each.content() instanceof OwnRequest && each.to() == 2);
        table.loseAll();
        table.wait(Duration.ofMillis(70), 2);

        assertThat(complains(2)).isFalse();
    }

    /** A client that floods the leader with openings, but not this member, must not turn it against the leader. */
    @Test
    void openingOfAClientWaitsAnewWheneverAnotherOfTheSameClientIsServed() {
        open(7, 2);
        for (int i = 0; i < 5; i++) {
            table.wait(Duration.ofMillis(60), 2);
            table.lose(each -> each.content() instanceof Relay || each.content() instanceof Status);
            open(100 + i, 0, 1, 2, 3);
            table.pass(each -> !(each.content() instanceof Complaint));
        }

        assertThat(complains(2)).isFalse();
        assertThat(table.deliveries(2)).hasSize(5);
    }

    /** Else a client that opens too many sessions could have one leader after the other deposed. */
    @Test
    void requestOfASessionThatHasEndedIsNobodysFault() {
        Origin client = SequencesTest.client("anna", 1);
        open(1, 0, 1, 2, 3);
        table.passAll();
        Request operation = new Request(client, 2, RequestClass.APPLICATION, new byte[] {1});
        table.says(3, new Relay(List.of(table.sign(operation))), 2); // and the leader never has it
        table.pass(each -> each.content() instanceof Relay);
        for (long session = 2; session <= Sessions.MAX_OPEN_PER_CLIENT + 1; session++) {
            open(session, 0, 1, 2, 3);
            table.passAll();
        }
        table.loseAll();

        table.wait(Duration.ofSeconds(1), 2);

        assertThat(complains(2)).isFalse();
        assertThat(table.core(2).held()).isZero();
    }

    private void open(long session, int... holders) {
        Relay relay = new Relay(List.of(table.sign(SequencesTest.opening(SequencesTest.client("anna", session)))));
        table.says(3, relay, holders);
        table.pass(each -> each.content() instanceof Relay);
    }
}
