package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.testudo.membership.core.Founders.INTRUSION;
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
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
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
                ofFour("fewer standbys than seats", resize(7, 2, "sam", "tess"), "it names 2 standbys for 3 new seats"),
                ofFour("more standbys than seats", resize(5, 1, "sam", "tess"), "it names 2 standbys for 1 new seats"),
                ofFour("one twice", resize(6, 1, "sam", "sam"), "it names a member twice"),
                ofFour("one that sits", resize(5, 1, "bob"), "bob is no standby"),
                ofFour("one of whom nobody knows", resize(5, 1, "mallory"), "mallory is no standby"),
                ofFour("too many faulty", resize(6, 2, "sam", "tess"), "6 seats of which 2 may be faulty are no group"),
                ofFour("the size that it has", resize(4, 1), "it has that size already"),
                ofSeven(
                        "too few go",
                        resize(4, 1, "alice"),
                        "it names 1 members for 3 seats that fall away, of which 1"),
                ofSeven("too many go", resize(6, 1, "alice", "bob"), "it names 2 members for 1 seats that fall away"),
                ofSeven("one goes that holds no seat", resize(5, 1, "alice", "grace"), "grace holds no seat"),
                ofSeven("somebody goes and no seat does", resize(7, 1, "alice"), "it names 1 members for 0 seats"));
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
        assertThat(state.resizing()).isEmpty();
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

    /** Whatever the present size asks for: from this slot on the new one counts. */
    @Test
    void setsAreCountedByTheNewSize() {
        MembershipState state = fourWithStandbys();
        applied(state, 9, NOON, instruct(1, resize(7, 2, "sam", "tess", "uma"), "olga", "otto"));

        Outcome three = applied(state, 10, NOON, accuse("alice", "bob"), accuse("carol", "bob"), accuse("dave", "bob"));
        Outcome five = applied(state, 11, NOON, accuseBy("sam", "bob"), accuseBy("tess", "bob"));

        assertThat(three.next()).isEmpty();
        assertThat(five.next().orElseThrow().excluded(member("bob"))).isTrue();
        Outcome second = applied(state, 12, NOON, report(sensor("s-carol", 5), "carol", INTRUSION));
        assertThat(second.next().orElseThrow().excluded(member("carol")))
                .as("the budget is 2 now")
                .isTrue();
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

        assertThat(judged(asked).verdict()).isEqualTo("waits: sam is no ready standby");
        assertThat(asked.notices()).contains(new ResizeDelayed(7, 2, "sam is no ready standby"));
        assertThat(three.next().orElseThrow().quorum().seats()).isEqualTo(7);
        assertThat(three.next().orElseThrow().reason()).startsWith("resized to 7 seats of which 2 may be faulty" + BY);
        assertThat(state.resizing()).isEmpty();
    }

    /** Q of 7 is 5: with two of four that have yet to catch up, three standbys are just enough, two of five seats are not. */
    @Test
    void resizeWaitsWhileTooFewOfTheNewSeatsWouldBeReady() {
        MembershipState state = fourWithStandbys();
        applied(state, 9, NOON, join("alice", 300), join("bob", 300));

        Outcome five = applied(state, 10, NOON, instructBy("carol", 1, resize(5, 1, "sam")));
        assertThat(judged(five).verdict()).isEqualTo("waits: fewer than 4 seats of it would be ready");
        Outcome seven = applied(state, 11, NOON, instructBy("carol", 2, resize(7, 2, "sam", "tess", "uma")));

        assertThat(seven.next().orElseThrow().quorum().seats()).isEqualTo(7);
        assertThat(state.resizing()).as("in the place of what waited before").isEmpty();
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
                .isEqualTo("resized to 4 seats of which 1 may be faulty, without alice, grace, carol" + BY);
        assertThat(state.letGo(origin("alice"))).isTrue();
        assertThat(state.letGo(origin("bob"))).isFalse();
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

    /** Three of the four that would be left have yet to catch up. */
    @Test
    void fewerSeatsWaitForTheOthersToBeReady() {
        MembershipState state = Founders.sevenWithOperators().stateInViewOne();
        applied(state, 2, NOON, join("dave", 300), join("erin", 300));

        Outcome asked = applied(state, 3, NOON, instruct(1, resize(4, 1, "alice", "bob", "carol"), "olga", "otto"));
        Outcome back = applied(state, 4, NOON.plusSeconds(9), by("dave", 300, new Command.Reactivate()));

        assertThat(asked.next()).isEmpty();
        assertThat(judged(asked).verdict()).isEqualTo("waits: fewer than 3 seats of it would be ready");
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
        assertThat(state.resizing()).isPresent();

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
