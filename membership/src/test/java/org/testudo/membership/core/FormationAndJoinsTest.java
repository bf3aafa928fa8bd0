package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.testudo.membership.core.Founders.INTRUSION;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.START;
import static org.testudo.membership.core.Founders.by;
import static org.testudo.membership.core.Founders.certificate;
import static org.testudo.membership.core.Founders.chain;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.form;
import static org.testudo.membership.core.Founders.join;
import static org.testudo.membership.core.Founders.key;
import static org.testudo.membership.core.Founders.keysOf;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.operation;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
import static org.testudo.membership.core.Founders.signature;
import static org.testudo.membership.core.Founders.slot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Retired;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.view.ViewRecord;

/** GM-3, GM-15, GM-21, GM-23: how a group forms, and how starts come into it. */
class FormationAndJoinsTest {
    private static final Founders FOUR = Founders.four();

    @Test
    void groupIsFormedOfTheStartsThatItsOneCommandNames() {
        MembershipState state = FOUR.unformed();
        ViewRecord zero = state.record();

        ViewRecord one = state.apply(slot(1, 0, NOON, form("alice", "bob", "dave")))
                .next()
                .orElseThrow();

        assertThat(one.id()).isEqualTo(1);
        assertThat(one.previous()).isEqualTo(zero.digest());
        assertThat(one.life().forming()).isFalse();
        assertThat(one.life().genesis()).isEqualTo(zero.life().genesis());
        assertThat(names(one)).containsExactly("alice", "bob", "dave");
        assertThat(one.seats().get(2)).isEmpty();
        assertThat(one.reason()).isEqualTo("formed by alice, bob, dave");
        assertThat(one.charter()).isEqualTo(zero.charter());
        Occupant dave = one.occupant(member("dave")).orElseThrow();
        assertThat(dave.incarnation()).isEqualTo(START);
        assertThat(dave.active()).isTrue();
        assertThat(dave.viewKey()).contains(keysOf("dave", START).get(0));
        assertThat(state.keysLeft(member("dave"))).isEqualTo(15);
    }

    @Test
    void otherStartsFormAnotherLife() {
        List<Announcement> later = Stream.of("alice", "bob", "dave")
                .map(name -> new Announcement(origin(name, START + 1), keysOf(name, START), signature()))
                .toList();
        Request other = new Request(origin("alice"), 1, RequestClass.FORMATION, new Command.Form(later).encode());

        ViewRecord one = FOUR.formed("alice", "bob", "dave").record();
        ViewRecord two = FOUR.unformed().apply(slot(1, 0, NOON, other)).next().orElseThrow();

        assertThat(one.life()).isNotEqualTo(two.life());
    }

    static Stream<Arguments> noFormation() {
        Announcement stranger = new Announcement(origin("mallory", START), keysOf("mallory", START), signature());
        Announcement standby = new Announcement(origin("sam", START), keysOf("sam", START), signature());
        Announcement stolen =
                new Announcement(Origin.of(member("dave"), key("carol"), START), keysOf("dave", START), signature());
        return Stream.of(
                arguments("two of four are no quorum", form("alice", "bob")),
                arguments("a stranger is no founder", with(stranger)),
                arguments("a standby is no founder", with(standby)),
                arguments("a founder's name with another key is no founder", with(stolen)),
                arguments("other commands form nothing", by("alice", new Command.Retire())));
    }

    private static Request with(Announcement last) {
        List<Announcement> starts = Stream.concat(
                        Stream.of("alice", "bob")
                                .map(name -> new Announcement(origin(name, START), keysOf(name, START), signature())),
                        Stream.of(last))
                .toList();
        return new Request(origin("alice"), 1, RequestClass.FORMATION, new Command.Form(starts).encode());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void noFormation(String name, Request request) {
        MembershipState state = FOUR.unformed();

        Outcome outcome = state.apply(slot(1, 0, NOON, request));

        assertThat(outcome.next()).isEmpty();
        assertThat(state.record().id()).isZero();
    }

    @Test
    void lateFounderGetsItsOwnSeatInactive() {
        MembershipState state = FOUR.formed("alice", "bob", "dave");

        ViewRecord next =
                state.apply(slot(2, 1, NOON, join("carol", 150))).next().orElseThrow();

        Occupant carol = next.seats().get(2).orElseThrow();
        assertThat(carol.member()).isEqualTo(member("carol"));
        assertThat(carol.incarnation()).isEqualTo(150);
        assertThat(carol.active()).isFalse();
        assertThat(carol.viewKey()).contains(keysOf("carol", 150).get(0));
        assertThat(carol.certificate()).isEqualTo(certificate("carol"));
        assertThat(next.reason()).isEqualTo("carol joined");
        assertThat(state.joining(member("carol"))).isTrue();
    }

    /** GM-17: by its own word, once its back-off is over. */
    @Test
    void joinerIsActiveOnceItSaysThatItHasCaughtUp() {
        MembershipState state = FOUR.formed("alice", "bob", "dave");
        state.apply(slot(2, 1, NOON, join("carol", 150)));

        Outcome early = state.apply(slot(3, 2, NOON.plusMillis(999), by("carol", 150, new Command.Reactivate())));
        Outcome due = state.apply(slot(4, 2, NOON.plusSeconds(1), by("carol", 150, new Command.Reactivate())));

        assertThat(early.next()).isEmpty();
        assertThat(due.next()
                        .orElseThrow()
                        .occupant(member("carol"))
                        .orElseThrow()
                        .active())
                .isTrue();
        assertThat(due.next().orElseThrow().reason()).isEqualTo("carol active again");
        assertThat(state.joining(member("carol"))).isFalse();
    }

    @Test
    void newStartOfAMemberTakesItsOwnSeatAndTheKeysOfTheFormerCountForNothing() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");

        ViewRecord next =
                state.apply(slot(2, 1, NOON, join("dave", 101))).next().orElseThrow();
        Outcome former = state.apply(slot(3, 2, NOON, by("dave", new Command.Retire())));

        Occupant dave = next.occupant(member("dave")).orElseThrow();
        assertThat(dave.incarnation()).isEqualTo(101);
        assertThat(dave.viewKey()).contains(keysOf("dave", 101).get(0));
        assertThat(dave.active()).isFalse();
        assertThat(next.reason()).isEqualTo("dave joined (new start)");
        assertThat(former.next()).isEmpty();
        assertThat(state.departing(member("dave"))).isFalse();
    }

    static Stream<Arguments> noJoin() {
        Origin stolen = Origin.of(member("sam"), key("alice"), 200);
        return Stream.of(
                arguments("the same start again", join("dave", START)),
                arguments("an earlier start", join("dave", START - 1)),
                arguments("a stranger", join("mallory", 200)),
                arguments("a name with another key", command(stolen, new Command.Join(keysOf("sam", 200)))),
                arguments("no keys", command(origin("sam", 200), new Command.Join(List.of()))),
                arguments("a sensor", command(sensor("s-dave", 200), new Command.Join(keysOf("dave", 200)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void noJoin(String name, Request request) {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");

        Outcome outcome = state.apply(slot(2, 1, NOON.plusSeconds(9), request));

        assertThat(outcome.next()).isEmpty();
    }

    /** GM-6: neither its name nor its place comes back. */
    @Test
    void excludedMemberCannotJoin() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));

        Outcome outcome = state.apply(slot(3, 2, NOON.plusSeconds(9), join("carol", 999)));

        assertThat(names(state.record())).containsExactly("alice", "bob", "dave");
        assertThat(outcome.next()).isEmpty();
    }

    /** Else each start of a member in a loop of crashes, or of a hostile one, would use up a key of every seat. */
    @Test
    void eachStartOfAMemberWaitsTwiceAsLongAsTheOneBefore() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, join("dave", 101)));

        assertThat(state.apply(slot(3, 2, NOON.plusMillis(999), join("dave", 102)))
                        .next())
                .isEmpty();
        assertThat(state.apply(slot(4, 2, NOON.plusSeconds(1), join("dave", 103)))
                        .next())
                .isPresent();
        assertThat(state.apply(slot(5, 3, NOON.plusMillis(2_999), join("dave", 104)))
                        .next())
                .isEmpty();
        assertThat(state.apply(slot(6, 3, NOON.plusSeconds(3), join("dave", 105)))
                        .next())
                .isPresent();
    }

    /** GM-23: with a journal a start goes on under its number, under which it can never sit again; another one is needed. */
    @Test
    void startThatRetiredAndGoesOnSaysSoAndStops() {
        var core = new MembershipCore(
                FOUR.genesis, FOUR.genesis.firstView(), origin("dave", START), keysOf("dave", START));
        var said = new java.util.ArrayList<Object>();
        for (SlotDelivery each : List.of(
                slot(1, 0, NOON, form("alice", "bob", "carol", "dave")),
                slot(2, 1, NOON, operation("alice", "x")),
                slot(3, 1, NOON, by("dave", new Command.Retire())),
                slot(4, 2, NOON, operation("alice", "y")))) {
            if (said.isEmpty()) core.on(new Tick(Duration.ZERO, NOON), new Event.Installed<>(FOUR.genesis.firstView()));
            said.add(each.slot());
            core.on(new Tick(Duration.ZERO, NOON), new Event.Delivered<>(each)).stream()
                    .filter(Action.Announce.class::isInstance)
                    .map(action -> ((Action.Announce<?>) action).notice())
                    .filter(Retired.class::isInstance)
                    .forEach(said::add);
        }

        assertThat(said).containsExactly(1L, 2L, 3L, new Retired(2), 4L);
    }

    @Test
    void startIsGoneOnlyOnceItHasHadItsPlace() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");

        assertThat(state.starts().gone(origin("sam", 200)))
                .as("has not come yet")
                .isFalse();
        state.apply(slot(2, 1, NOON, join("sam", 200)));
        assertThat(state.starts().gone(origin("sam", 200)))
                .as("waits for a seat")
                .isFalse();
        assertThat(state.starts().gone(origin("sam", 201)))
                .as("a later start of it")
                .isFalse();
        assertThat(state.starts().gone(origin("dave", START))).as("sits").isFalse();
        state.apply(slot(3, 2, NOON, by("dave", new Command.Retire())));
        assertThat(state.starts().gone(origin("dave", START))).isTrue();
        assertThat(state.starts().gone(origin("dave", START + 1))).isFalse();
    }

    /** Whoever kept a signed request to join cannot seat a start that has ended. */
    @Test
    void startThatRetiredDoesNotComeBackByAnOldRequest() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, by("dave", new Command.Retire())));
        assertThat(names(state.record())).containsExactly("alice", "bob", "carol");

        assertThat(state.apply(slot(3, 2, NOON.plusSeconds(9), join("dave", START)))
                        .next())
                .isEmpty();
        assertThat(state.apply(slot(4, 2, NOON.plusSeconds(9), join("dave", START + 1)))
                        .next())
                .isPresent();
    }

    @Test
    void whoFindsNoVacantSeatIsAdmittedAsStandby() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");

        ViewRecord next = state.apply(slot(2, 1, NOON, join("sam", 200))).next().orElseThrow();

        assertThat(next.standbys()).containsExactly(new Standby(origin("sam", 200), certificate("sam"), false));
        assertThat(next.reason()).isEqualTo("sam admitted as standby");
        assertThat(names(next)).containsExactly("alice", "bob", "carol", "dave");
    }

    @Test
    void readyStandbyTakesTheSeatInTheViewThatVacatesIt() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, join("sam", 200)));
        Outcome ready = state.apply(slot(3, 2, NOON, by("sam", 200, new Command.Ready(2, chain(2)))));

        ViewRecord next = state.apply(slot(4, 2, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)))
                .next()
                .orElseThrow();

        assertThat(ready.next()).isEmpty();
        Occupant sam = next.seats().get(2).orElseThrow();
        assertThat(sam.member()).isEqualTo(member("sam"));
        assertThat(sam.incarnation()).isEqualTo(200);
        assertThat(sam.active()).isFalse();
        assertThat(sam.sensors()).extracting(sensor -> sensor.id()).containsExactly("s-sam");
        assertThat(next.standbys()).isEmpty();
        assertThat(next.reason()).startsWith("carol excluded, sensor s-carol").endsWith("; sam takes the seat");
    }

    @Test
    void standbyThatIsNotReadyTakesNoSeatUntilItIs() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, join("sam", 200)));

        ViewRecord without = state.apply(slot(3, 2, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)))
                .next()
                .orElseThrow();
        ViewRecord with = state.apply(slot(4, 3, NOON, by("sam", 200, new Command.Ready(3, chain(3)))))
                .next()
                .orElseThrow();

        assertThat(without.seats().get(2)).isEmpty();
        assertThat(with.seats().get(2).map(Occupant::member)).contains(member("sam"));
    }

    static Stream<Arguments> notReady() {
        return Stream.of(
                arguments("a chain that is not the group's", by("sam", 200, new Command.Ready(2, chain(7)))),
                arguments("a slot to come", by("sam", 200, new Command.Ready(9, chain(9)))),
                arguments("another start", by("sam", 201, new Command.Ready(2, chain(2)))),
                arguments("somebody else", by("tess", 200, new Command.Ready(2, chain(2)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void notReady(String name, Request request) {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, join("sam", 200)));
        state.apply(slot(3, 2, NOON, request));

        ViewRecord next = state.apply(slot(4, 2, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)))
                .next()
                .orElseThrow();

        assertThat(next.seats().get(2)).isEmpty();
    }

    /** GM-15: it may have stopped following since. */
    @Test
    void readinessLapsesAfterAThousandSlots() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, join("sam", 200)));
        state.apply(slot(3, 2, NOON, by("sam", 200, new Command.Ready(3, chain(3)))));
        for (long slot = 4; slot < 3 + History.LENGTH; slot++) state.passed(slot(slot, 2, NOON));

        ViewRecord next = state.apply(slot(3 + History.LENGTH, 2, NOON, by("bob", new Command.Retire())))
                .next()
                .orElseThrow();

        assertThat(names(next)).containsExactly("alice", "carol", "dave");
        assertThat(next.standbys()).extracting(Standby::ready).containsExactly(false);
    }

    @Test
    void standbysTakeSeatsInTheOrderOfTheirAdmission() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        state.apply(slot(2, 1, NOON, join("tess", 200), join("sam", 200)));
        state.apply(slot(
                3,
                2,
                NOON,
                by("sam", 200, new Command.Ready(2, chain(2))),
                by("tess", 200, new Command.Ready(2, chain(2)))));

        ViewRecord next = state.apply(slot(4, 2, NOON, by("alice", new Command.Retire())))
                .next()
                .orElseThrow();

        assertThat(names(next)).containsExactly("tess", "bob", "carol", "dave");
        assertThat(next.standbys()).extracting(Standby::origin).containsExactly(origin("sam", 200));
    }

    /** A founder that restarted before the group had formed may have voted twice in view 0, and did no wrong (GM-21). */
    @Test
    void nothingSignedInViewZeroConvicts() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        var header = new StatementHeader.ViewBound(FOUR.genesis.forming(), 0, 0, 1, StatementTypes.PREPARE);
        var bob = org.testudo.api.Principal.of(member("bob"));
        Evidence evidence = new Contradiction(
                new Claim.SignedBy(bob, header, new byte[] {1}, signature()),
                new Claim.SignedBy(bob, header, new byte[] {2}, signature()));

        Outcome outcome = state.apply(slot(2, 1, NOON, by("alice", new Command.Convict(member("bob"), 0, evidence))));

        assertThat(outcome.next()).isEmpty();
        assertThat(outcome.judged()).noneMatch(Judged::effective);
    }

    /** Else an equivocator need only start again before the evidence is ordered. */
    @Test
    void newStartDoesNotWashAwayWhatTheFormerDid() {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        var header = new StatementHeader.ViewBound(state.record().life(), 1, 0, 2, StatementTypes.PREPARE);
        var dave = org.testudo.api.Principal.of(member("dave"));
        Evidence evidence = new Contradiction(
                new Claim.SignedBy(dave, header, new byte[] {1}, signature()),
                new Claim.SignedBy(dave, header, new byte[] {2}, signature()));
        state.apply(slot(2, 1, NOON, join("dave", 101)));

        Outcome outcome =
                state.apply(slot(3, 2, NOON, by("alice", new Command.Convict(member("dave"), START, evidence))));

        assertThat(outcome.next().orElseThrow().excluded(member("dave"))).isTrue();
    }

    /** The record is what the chain certifies, so it must say all that governs the view (GM-10). */
    @Test
    void recordReadsBackAsItWasWritten() throws Exception {
        MembershipState state = FOUR.formed("alice", "bob", "carol", "dave");
        ViewRecord record =
                state.apply(slot(2, 1, NOON, join("sam", 200))).next().orElseThrow();

        byte[] bytes = org.testudo.kernel.wire.WireWriter.bytes(record::write);
        ViewRecord read = org.testudo.kernel.wire.WireReader.whole(bytes, ViewRecord::read);

        assertThat(read).isEqualTo(record);
        assertThat(Optional.of(read.digest())).contains(record.digest());
        assertThat(record.charter().roster()).isNotEqualTo(Digest.ZERO);
    }
}
