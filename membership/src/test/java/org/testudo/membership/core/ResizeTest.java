package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.accuse;
import static org.testudo.membership.core.Founders.by;
import static org.testudo.membership.core.Founders.chain;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.instruct;
import static org.testudo.membership.core.Founders.join;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.slot;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.notice.ResizeDelayed;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/** GM-3, GM-18: operators give the group more seats, or fewer. */
class ResizeTest {
    private static final String BY = " by operators olga, otto, instruction 1";

    private static Act.Resize resize(int seats, int maxFaulty, String... names) {
        return new Act.Resize(
                seats, maxFaulty, Stream.of(names).map(Founders::member).toList());
    }

    /** What cannot be, of four with three ready standbys, or of seven with one, of which Grace's seat is vacant. */
    static Stream<Arguments> flaws() {
        return Stream.of(
                ofFour(
                        "more names than seats",
                        resize(5, 1, "sam", "tess"),
                        "it names 2 members for a change of 1 seats"),
                ofFour(
                        "too few seats for the founders",
                        resize(1, 0),
                        "at least 2 of the 4 founders have to keep a seat"),
                ofFour("more seats than names", resize(8, 2), "the roster has 7 names for 8 seats"),
                ofFour("one twice", resize(6, 1, "sam", "sam"), "it names a member twice"),
                ofFour("one that sits", resize(5, 1, "bob"), "bob is no standby"),
                ofFour("one of whom nobody knows", resize(5, 1, "mallory"), "mallory is no standby"),
                ofFour("too many faulty", resize(6, 2, "sam", "tess"), "6 seats of which 2 may be faulty are no group"),
                ofFour("the size that it has", resize(4, 1), "it has that size already"),
                ofSeven("too many go", resize(6, 1, "alice", "bob"), "it names 2 members for a change of 1 seats"),
                ofSeven(
                        "too few founders would be left to tell the life",
                        resize(4, 1, "alice", "bob", "carol"),
                        "alice has to stay: no more than 3 founders may be without a seat"),
                ofSeven("one goes that holds no seat", resize(5, 1, "alice", "grace"), "grace holds no seat"),
                ofSeven(
                        "somebody goes and no seat does",
                        resize(7, 1, "alice"),
                        "it names 1 members for a change of 0"));
    }

    private static Arguments ofFour(String name, Act.Resize act, String verdict) {
        return arguments(name, fourWithStandbys(), act, verdict);
    }

    private static Arguments ofSeven(String name, Act.Resize act, String verdict) {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();
        applied(state, 2, NOON, command(origin("grace"), new Command.Retire()));
        return arguments(name, state, act, verdict);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flaws")
    void whatCannotBeHasNoEffect(String name, MembershipState state, Act.Resize act, String verdict) {
        long view = state.record().id();

        Outcome outcome = applied(state, 9, NOON, instruct(1, act, "olga", "otto"));

        assertThat(judged(outcome).verdict()).startsWith("no effect: " + verdict);
        assertThat(judged(outcome).taken()).as("its number is used up").isTrue();
        assertThat(state.record().id()).isEqualTo(view);
        assertThat(state.atTheFloor().resize()).isEmpty();
    }

    @Test
    void readyStandbysTakeTheNewSeats() {
        MembershipState state = fourWithStandbys();

        ViewRecord next = applied(state, 9, NOON, instruct(1, resize(7, 2, "tess", "sam", "uma"), "olga", "otto"))
                .next()
                .orElseThrow();

        assertThat(names(next)).containsExactly("alice", "bob", "carol", "dave", "tess", "sam", "uma");
        assertThat(next.quorum().seats()).isEqualTo(7);
        assertThat(next.quorum().maxFaulty()).isEqualTo(2);
        assertThat(next.quorum().intersecting()).isEqualTo(5);
        assertThat(next.standbys()).isEmpty();
        assertThat(next.occupants()).allMatch(each -> each.viewKey().isPresent());
        assertThat(next.occupants())
                .filteredOn(each -> !each.active())
                .as("at most f rest")
                .hasSize(2);
        assertThat(next.reason())
                .startsWith("resized to 7 seats of which 2 may be faulty" + BY + "; tess takes the seat; sam takes");
    }

    /** GM-15, GM-18: those named come first, then the others that are ready, in the order of their admission. */
    @Test
    void standbysThatNobodyNamedFillTheRest() {
        assertThat(seatsOf(resize(7, 2))).containsExactly("alice", "bob", "carol", "dave", "sam", "tess", "uma");
        assertThat(seatsOf(resize(7, 2, "uma"))).containsExactly("alice", "bob", "carol", "dave", "uma", "sam", "tess");
        assertThat(seatsOf(resize(5, 1))).containsExactly("alice", "bob", "carol", "dave", "sam");
        assertThat(seatsOf(resize(5, 1, "tess"))).containsExactly("alice", "bob", "carol", "dave", "tess");
    }

    private static List<String> seatsOf(Act.Resize act) {
        MembershipState state = fourWithStandbys();
        return names(
                applied(state, 9, NOON, instruct(1, act, "olga", "otto")).next().orElseThrow());
    }

    /** Whatever the present size asks for: from this slot on the new one counts. */
    @Test
    void setsAreCountedByTheNewSize() {
        MembershipState state = fourWithStandbys();
        applied(state, 9, NOON, instruct(1, resize(7, 2, "sam", "tess", "uma"), "olga", "otto"));

        Outcome three = applied(state, 10, NOON, accuse("alice", "bob"), accuse("carol", "bob"), accuse("dave", "bob"));
        Outcome five = applied(state, 11, NOON, accuseBy("sam", "bob"), accuseBy("tess", "bob"));

        assertThat(three.next()).isEmpty();
        assertThat(five.next().orElseThrow().excluded(member("bob"))).isTrue();
    }

    @Test
    void resizeWaitsForItsStandbysIsReportedAndHappensByItself() {
        MembershipState state = Founders.fourWithOperators().stateInViewOne();
        applied(state, 2, NOON, join("sam", 200), join("tess", 200), join("uma", 200));

        Outcome asked = applied(state, 3, NOON, instruct(1, resize(7, 2, "sam", "tess", "uma"), "olga", "otto"));
        Outcome two = applied(state, 4, NOON, ready("sam"), ready("tess"));
        assertThat(asked.next()).isEmpty();
        assertThat(two.next()).isEmpty();
        Outcome three = applied(state, 5, NOON, ready("uma"));

        assertThat(judged(asked).verdict()).isEqualTo("waits, since sam is no ready standby");
        assertThat(asked.notices()).contains(new ResizeDelayed(7, 2, "sam is no ready standby"));
        assertThat(three.next().orElseThrow().quorum().seats()).isEqualTo(7);
        assertThat(three.next().orElseThrow().reason()).startsWith("resized to 7 seats of which 2 may be faulty" + BY);
        assertThat(state.atTheFloor().resize()).isEmpty();
    }

    /** Its status says for what, whatever that is by now. */
    @Test
    void resizeWaitsUntilEnoughStandbysAreReady() {
        MembershipState state = Founders.fourWithOperators().stateInViewOne();
        FloorWatch watch = new FloorWatch();
        watch.look(state);
        applied(state, 2, NOON, join("sam", 200), join("tess", 200), join("uma", 200));

        Outcome asked = applied(state, 3, NOON, instruct(1, resize(6, 1), "olga", "otto"));
        assertThat(judged(asked).verdict()).isEqualTo("waits, since 0 standbys are ready for 2 new seats");
        assertThat(watch.look(state).orElseThrow().texts())
                .containsExactly(
                        "resize to 6 seats of which 1 may be faulty waits, since 0 standbys are ready for 2 new"
                                + " seats");
        applied(state, 4, NOON, ready("uma"));
        assertThat(state.atTheFloor().resize())
                .contains(new ResizeDelayed(6, 1, "1 standbys are ready for 2 new seats"));
        Outcome two = applied(state, 5, NOON, ready("sam"));

        assertThat(names(two.next().orElseThrow())).containsExactly("alice", "bob", "carol", "dave", "sam", "uma");
        assertThat(watch.look(state)).contains(new AtTheFloor(List.of()));
    }

    /** A standby that is named and takes a seat, or is out, before its resize comes about does not hold it up. */
    @Test
    void whoIsNamedAndCannotComeAnyMoreIsPassedOver() {
        MembershipState state = Founders.fourWithOperators().stateInViewOne();
        applied(state, 2, NOON, join("sam", 200), join("tess", 200), join("uma", 200));
        applied(state, 3, NOON, instruct(1, resize(5, 1, "sam"), "olga", "otto"));

        applied(state, 4, NOON, command(origin("dave"), new Command.Retire()));
        applied(state, 5, NOON, ready("sam"));
        assertThat(names(state.record())).as("in the seat of dave").containsExactly("alice", "bob", "carol", "sam");
        ViewRecord five = applied(state, 6, NOON, ready("tess")).next().orElseThrow();
        assertThat(names(five)).containsExactly("alice", "bob", "carol", "sam", "tess");

        applied(state, 7, NOON, instruct(2, resize(6, 1, "uma"), "olga", "otto"));
        applied(state, 8, NOON, instruct(3, new Act.Exclude(member("uma")), "olga", "otto"), join("dave", 300));
        ViewRecord six = applied(state, 9, NOON, by("dave", 300, new Command.Ready(3, chain(3))))
                .next()
                .orElseThrow();
        assertThat(names(six)).containsExactly("alice", "bob", "carol", "sam", "tess", "dave");
    }

    /** Q of 7 is 5: with two of four that have yet to catch up, three standbys are just enough, two of five seats are not. */
    @Test
    void resizeWaitsWhileTooFewOfTheNewSeatsWouldBeReady() {
        MembershipState state = fourWithStandbys();
        applied(state, 9, NOON, join("alice", 300), join("bob", 300));

        Outcome five = applied(state, 10, NOON, instructBy("carol", 1, resize(5, 1, "sam")));
        assertThat(judged(five).verdict()).isEqualTo("waits, since fewer than 4 of its seats would be ready");
        Outcome seven = applied(state, 11, NOON, instructBy("carol", 2, resize(7, 2, "sam", "tess", "uma")));

        assertThat(seven.next().orElseThrow().quorum().seats()).isEqualTo(7);
        assertThat(state.atTheFloor().resize())
                .as("in the place of what waited before")
                .isEmpty();
    }

    @Test
    void membersThatAreNamedGoAndTheOthersKeepTheirOrder() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();

        ViewRecord next = applied(state, 2, NOON, instruct(1, resize(4, 1, "alice", "grace", "carol"), "olga", "otto"))
                .next()
                .orElseThrow();

        assertThat(names(next)).containsExactly("bob", "dave", "erin", "frank");
        assertThat(next.quorum().intersecting()).isEqualTo(3);
        assertThat(next.startSeat()).as("who sits next to the leader, Alice").isZero();
        assertThat(next.exclusions()).isEmpty();
        assertThat(next.reason())
                .isEqualTo("resized to 4 seats of which 1 may be faulty, without grace, carol, alice" + BY);
        assertThat(state.letGo(origin("alice"))).isTrue();
        assertThat(state.letGo(origin("bob"))).isFalse();
        assertThat(state.starts().gone(origin("alice")))
                .as("of a life that is given nobody is gone")
                .isFalse();
    }

    @Test
    void vacantSeatsFallAwayForTheRest() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();
        applied(state, 2, NOON, command(origin("dave"), new Command.Retire()));

        ViewRecord next = applied(state, 3, NOON, instruct(1, resize(5, 1, "frank"), "olga", "otto"))
                .next()
                .orElseThrow();

        assertThat(names(next)).containsExactly("alice", "bob", "carol", "erin", "grace");
        assertThat(next.seats()).hasSize(5);
    }

    /** Vacant seats fall away first, then those of inactive members, then the last ones. */
    @Test
    void ofSeatsThatNobodyNamedThoseOfTheLeastUseFallAway() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();
        applied(state, 2, NOON, command(origin("bob"), new Command.Retire()));
        applied(state, 3, NOON, suspect("alice"), suspect("dave"), suspect("erin"));
        assertThat(state.active(member("carol"))).isFalse();

        ViewRecord six = resized(state, 4, resize(6, 1));
        ViewRecord five = resized(state, 5, resize(5, 1));
        ViewRecord four = resized(state, 6, resize(4, 1));

        assertThat(names(six)).containsExactly("alice", "carol", "dave", "erin", "frank", "grace");
        assertThat(names(five)).containsExactly("alice", "dave", "erin", "frank", "grace");
        assertThat(names(four)).containsExactly("alice", "dave", "erin", "frank");
    }

    /** GM-21: Q of four founders are three; two that have none and a faulty one could form another group. */
    @Test
    void ofFourFoundersThreeKeepTheirSeats() {
        MembershipState state = fourWithStandbys();
        applied(state, 9, NOON, instruct(1, resize(7, 2), "olga", "otto"));

        Outcome two = applied(state, 10, NOON, instruct(2, resize(4, 1, "alice", "bob"), "olga", "otto"));
        ViewRecord one = resized(state, 11, resize(4, 1, "alice"), 3);

        assertThat(judged(two).verdict())
                .isEqualTo("no effect: alice has to stay: no more than 1 founders may be without a seat");
        assertThat(names(one)).containsExactly("bob", "carol", "dave", "sam");
        assertThat(names(resized(state, 12, resize(3, 0), 4))).containsExactly("bob", "carol", "dave");
    }

    /** A size that bears more faulty members is one for fewer founders without a seat, whatever was before. */
    @Test
    void whoLetFoundersGoCannotGrowToMoreFaultyOnes() {
        MembershipState state = fourWithStandbys();
        ViewRecord two = resized(state, 9, resize(2, 0), 1);
        assertThat(two.seats()).hasSize(2);

        Outcome four = applied(state, 10, NOON, instruct(2, resize(4, 1), "olga", "otto"));

        assertThat(judged(four).verdict()).isEqualTo("waits, since no more than 1 founders may be without a seat");
    }

    @Test
    void ofTwoResizesInASlotTheSecondWaitsForTheNext() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();

        Outcome both =
                applied(state, 2, NOON, instructBy("dave", 1, resize(6, 1)), instructBy("erin", 2, resize(5, 1)));
        ViewRecord then = applied(state, 3, NOON).next().orElseThrow();

        assertThat(both.next().orElseThrow().seats()).hasSize(6);
        assertThat(then.seats()).hasSize(5);
    }

    private static Request suspect(String by) {
        return by(by, 1, new Command.Suspect(member("carol"), 1));
    }

    private static ViewRecord resized(MembershipState state, long slot, Act.Resize act) {
        return resized(state, slot, act, slot - 3);
    }

    private static ViewRecord resized(MembershipState state, long slot, Act.Resize act, long number) {
        return applied(state, slot, NOON, instructBy("dave", number, act))
                .next()
                .orElseThrow();
    }

    /** Three of the four that would be left have yet to catch up. */
    @Test
    void fewerSeatsWaitForTheOthersToBeReady() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();
        applied(state, 2, NOON, join("dave", 300), join("erin", 300));

        Outcome asked = applied(state, 3, NOON, instruct(1, resize(4, 1, "alice", "bob", "carol"), "olga", "otto"));
        Outcome back = applied(state, 4, NOON.plusSeconds(9), by("dave", 300, new Command.Reactivate()));

        assertThat(asked.next()).isEmpty();
        assertThat(judged(asked).verdict()).isEqualTo("waits, since fewer than 3 of its seats would be ready");
        assertThat(names(back.next().orElseThrow())).containsExactly("dave", "erin", "frank", "grace");
    }

    @Test
    void anotherNumberOfFaultyMembersAlone() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();

        ViewRecord next = applied(state, 2, NOON, instruct(1, resize(7, 1), "olga", "otto"))
                .next()
                .orElseThrow();

        assertThat(next.quorum().intersecting()).isEqualTo(5);
        assertThat(next.quorum().oneCorrect()).isEqualTo(2);
    }

    @Test
    void operatorsWithdrawWhatWaits() {
        MembershipState state = Founders.fourWithOperators().stateInViewOne();
        applied(state, 2, NOON, join("sam", 200));
        applied(state, 3, NOON, instruct(1, resize(5, 1, "sam"), "olga", "otto"));
        assertThat(state.atTheFloor().resize()).isPresent();

        Outcome withdrawn = applied(state, 4, NOON, instruct(2, resize(4, 1), "olga", "otto"));
        applied(state, 5, NOON, ready("sam"));

        assertThat(judged(withdrawn).verdict()).isEqualTo("what waited is withdrawn");
        assertThat(state.record().quorum().seats()).isEqualTo(4);
    }

    /** GM-23: by a new start, as everybody who has no place in the group. */
    @Test
    void whoWasLetGoComesBackAsAStandbyByANewStart() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();
        applied(state, 2, NOON, instruct(1, resize(4, 1, "alice", "bob", "carol"), "olga", "otto"));

        applied(state, 3, NOON, join("alice", 1));
        assertThat(state.standby(member("alice"))).as("the same start").isEmpty();
        applied(state, 4, NOON, join("alice", 300));
        applied(state, 5, NOON, by("alice", 300, new Command.Ready(3, chain(3))));
        Outcome more = applied(state, 6, NOON, instructBy("dave", 2, resize(5, 1, "alice")));

        assertThat(names(more.next().orElseThrow())).containsExactly("dave", "erin", "frank", "grace", "alice");
    }

    /** AB-23. */
    @Test
    void whatWaitsIsInTheCheckpoint() throws Exception {
        MembershipState state = Founders.fourWithOperators().stateInViewOne();
        MembershipState other = Founders.fourWithOperators().stateInViewOne();
        ViewRecord two = applied(state, 2, NOON, join("sam", 200)).next().orElseThrow();
        applied(state, 3, NOON, instruct(1, resize(5, 1, "sam"), "olga", "otto"));

        other.restore(List.of(new ViewCertificate(two, List.of())), state.share());
        applied(other, 4, NOON, ready("sam"));

        assertThat(other.record().quorum().seats()).isEqualTo(5);
    }

    private static MembershipState fourWithStandbys() {
        MembershipState state = Founders.fourWithOperators().stateInViewOne();
        applied(state, 2, NOON, join("sam", 200), join("tess", 200), join("uma", 200));
        applied(state, 3, NOON, ready("sam"), ready("tess"), ready("uma"));
        assertThat(state.record().occupants()).extracting(Occupant::active).doesNotContain(false);
        return state;
    }

    private static Request ready(String name) {
        return by(name, 200, new Command.Ready(2, chain(2)));
    }

    private static Request accuseBy(String by, String target) {
        return by(by, 200, new Command.Accuse(member(target), 1, "it floods"));
    }

    private static Request instructBy(String bearer, long number, Act act) {
        Command.Operate command = (Command.Operate) instruct(number, act, "olga", "otto")
                .command(Founders.fourWithOperators().life)
                .orElseThrow();
        return command(origin(bearer), command);
    }

    private static InstructionJudged judged(Outcome outcome) {
        return outcome.notices().stream()
                .filter(InstructionJudged.class::isInstance)
                .map(InstructionJudged.class::cast)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static Outcome applied(MembershipState state, long slot, Instant agreedTime, Request... requests) {
        return state.apply(slot(slot, state.record().id(), agreedTime, requests));
    }
}
