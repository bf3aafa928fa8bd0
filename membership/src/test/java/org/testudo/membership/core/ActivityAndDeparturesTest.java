package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.INTRUSION;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.START;
import static org.testudo.membership.core.Founders.by;
import static org.testudo.membership.core.Founders.chain;
import static org.testudo.membership.core.Founders.join;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
import static org.testudo.membership.core.Founders.slot;
import static org.testudo.membership.core.Founders.suspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.DepartureDelayed;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** GM-17, GM-18, GM-20: who rests, for how long, and who may go. */
class ActivityAndDeparturesTest {
    private static final String[] FOUR = {"alice", "bob", "carol", "dave"};
    private static final String[] SEVEN = {"alice", "bob", "carol", "dave", "erin", "frank", "grace"};

    private final MembershipState four = Founders.four().formed(FOUR);
    private final MembershipState seven = Founders.seven().formed(SEVEN);

    private static List<String> inactive(ViewRecord record) {
        return record.occupants().stream()
                .filter(occupant -> !occupant.active())
                .map(Occupant::member)
                .map(MemberId::name)
                .toList();
    }

    @Test
    void suspicionsByOneMoreThanFDeactivate() {
        Outcome one = four.apply(slot(2, 1, NOON, suspect("alice", "bob"), suspect("alice", "bob")));
        ViewRecord next =
                four.apply(slot(3, 1, NOON, suspect("carol", "bob"))).next().orElseThrow();

        assertThat(one.next()).isEmpty();
        assertThat(inactive(next)).containsExactly("bob");
        assertThat(names(next)).containsExactly(FOUR);
        assertThat(next.reason()).isEqualTo("bob inactive: suspected by alice, carol");
    }

    @Test
    void nobodySuspectsItselfOutOfTheRotation() {
        assertThat(four.apply(slot(2, 1, NOON, suspect("bob", "bob"), suspect("alice", "bob")))
                        .next())
                .isEmpty();
    }

    @Test
    void suspicionThatWasTakenBackDoesNotCount() {
        Outcome outcome = four.apply(slot(
                2,
                1,
                NOON,
                suspect("alice", "bob"),
                by("alice", new Command.Withdraw(member("bob"), START)),
                suspect("carol", "bob")));

        assertThat(outcome.next()).isEmpty();
    }

    @Test
    void suspicionCountsForThirtySecondsOfAgreedTime() {
        four.apply(slot(2, 1, NOON, suspect("alice", "bob")));
        assertThat(four.apply(slot(3, 1, NOON.plusSeconds(31), suspect("carol", "bob")))
                        .next())
                .isEmpty();
        assertThat(four.apply(slot(4, 1, NOON.plusSeconds(61), suspect("dave", "bob")))
                        .next())
                .isPresent();
    }

    @Test
    void suspicionOfAFormerStartSaysNothingAboutThePresentOne() {
        four.apply(slot(2, 1, NOON, suspect("alice", "dave")));
        four.apply(slot(3, 1, NOON, join("dave", 101)));
        four.apply(slot(4, 2, NOON.plusSeconds(1), by("dave", 101, new Command.Reactivate())));

        assertThat(four.apply(slot(5, 3, NOON.plusSeconds(1), suspect("carol", "dave")))
                        .next())
                .isEmpty();
    }

    /** Else one correct member's slip would let a faulty one deactivate again and again. */
    @Test
    void wordsThatHadTheirEffectAreUsedUp() {
        four.apply(slot(2, 1, NOON, suspect("alice", "bob"), suspect("carol", "bob")));
        four.apply(slot(3, 2, NOON.plusSeconds(1), by("bob", new Command.Reactivate())));

        assertThat(inactive(four.record())).isEmpty();
        assertThat(four.apply(slot(4, 3, NOON.plusSeconds(1), suspect("carol", "bob")))
                        .next())
                .isEmpty();
    }

    @Test
    void backOffDoublesWithEachDeactivation() {
        Instant now = NOON;
        long slot = 2;
        for (long backOff : List.of(1, 2, 4, 8)) {
            four.apply(slot(slot++, four.record().id(), now, suspect("alice", "bob"), suspect("carol", "bob")));
            assertThat(four.notBefore(member("bob"))).isEqualTo(now.plusSeconds(backOff));
            now = now.plusSeconds(backOff);
            four.apply(slot(slot++, four.record().id(), now, by("bob", new Command.Reactivate())));
            assertThat(inactive(four.record())).isEmpty();
        }
    }

    @Test
    void backOffHalvesWithEveryFiveMinutesOfActivityAndHasItsBounds() {
        Activity activity = new Activity();
        MemberId bob = member("bob");
        Instant now = NOON;
        for (int i = 0; i < 12; i++) {
            activity.deactivate(bob, now);
            now = activity.notBefore(bob);
            activity.reactivate(bob, now);
        }
        activity.deactivate(bob, now);
        assertThat(Duration.between(now, activity.notBefore(bob))).isEqualTo(Activity.MOST);
        now = activity.notBefore(bob);
        activity.reactivate(bob, now);
        now = now.plus(Activity.HALVING.multipliedBy(2)).plusSeconds(1);
        activity.deactivate(bob, now);
        assertThat(Duration.between(now, activity.notBefore(bob))).isEqualTo(Activity.MOST.dividedBy(4));
        now = activity.notBefore(bob);
        activity.reactivate(bob, now);
        now = now.plus(Duration.ofDays(300));
        activity.deactivate(bob, now);
        assertThat(Duration.between(now, activity.notBefore(bob))).isEqualTo(Activity.LEAST);
    }

    /** GM-17: however many conspire, at most f seats are out of the rotation. */
    @Test
    void deactivatingOneMoreThanFReactivatesTheLongest() {
        seven.apply(slot(2, 1, NOON, chorus("alice")));
        seven.apply(slot(3, 2, NOON, chorus("bob")));

        ViewRecord next = seven.apply(slot(4, 3, NOON, chorus("carol"))).next().orElseThrow();

        assertThat(inactive(next)).containsExactly("bob", "carol");
        assertThat(next.reason()).endsWith("; alice active again: too many are not");
    }

    /** It cannot be active while it is away. */
    @Test
    void whoDisconnectedIsTheLastToBeReactivatedForOthers() {
        seven.apply(slot(2, 1, NOON, by("alice", new Command.Disconnect())));
        seven.apply(slot(3, 2, NOON, chorus("bob")));

        ViewRecord next = seven.apply(slot(4, 3, NOON, chorus("carol"))).next().orElseThrow();

        assertThat(inactive(next)).containsExactly("alice", "carol");
    }

    private static org.testudo.kernel.order.Request[] chorus(String target) {
        return List.of("erin", "frank", "grace").stream()
                .map(each -> suspect(each, target))
                .toArray(org.testudo.kernel.order.Request[]::new);
    }

    @Test
    void disconnectedMemberKeepsItsSeatAndComesBackByItsWord() {
        ViewRecord gone = four.apply(slot(2, 1, NOON, by("dave", new Command.Disconnect())))
                .next()
                .orElseThrow();
        ViewRecord back = four.apply(slot(3, 2, NOON.plusSeconds(1), by("dave", new Command.Reactivate())))
                .next()
                .orElseThrow();

        assertThat(inactive(gone)).containsExactly("dave");
        assertThat(gone.reason()).isEqualTo("dave disconnected");
        assertThat(inactive(back)).isEmpty();
    }

    /** Each view uses up a key of every seat: who goes again and again would leave the others without a voice (GM-11, GM-17). */
    @Test
    void whoHasGoneMakesNoViewByGoingAgain() {
        four.apply(slot(2, 1, NOON, by("dave", new Command.Disconnect())));

        Outcome again = four.apply(slot(3, 2, NOON, by("dave", new Command.Disconnect())));
        Outcome tooEarly = four.apply(
                slot(4, 2, NOON, by("dave", new Command.Reactivate()), by("dave", new Command.Disconnect())));
        Outcome back = four.apply(slot(5, 2, NOON.plusSeconds(1), by("dave", new Command.Reactivate())));
        Outcome gone = four.apply(slot(6, 3, NOON.plusSeconds(1), by("dave", new Command.Disconnect())));

        assertThat(again.next()).isEmpty();
        assertThat(again.notices()).isEmpty();
        assertThat(tooEarly.next()).isEmpty();
        assertThat(back.next()).isPresent();
        assertThat(gone.next()).isPresent();
    }

    @Test
    void retiredMemberVacatesItsSeatAndAReadyStandbyTakesIt() {
        four.apply(slot(2, 1, NOON, join("sam", 200)));
        four.apply(slot(3, 2, NOON, by("sam", 200, new Command.Ready(2, chain(2)))));

        ViewRecord next = four.apply(slot(4, 2, NOON, by("bob", new Command.Retire())))
                .next()
                .orElseThrow();

        assertThat(names(next)).containsExactly("alice", "sam", "carol", "dave");
        assertThat(next.excluded(member("bob"))).isFalse();
        assertThat(next.reason()).isEqualTo("bob retired; sam takes the seat");
    }

    /** GM-18: three of four are Q. */
    @Test
    void departureBelowTheFloorWaitsAndHappensWhenTheFloorAllows() {
        four.apply(slot(2, 1, NOON, by("dave", new Command.Retire())));

        Outcome asked = four.apply(slot(3, 2, NOON, by("carol", new Command.Disconnect())));
        assertThat(four.atTheFloor().waiting())
                .extracting(Object::toString)
                .containsExactly(
                        "departure of carol (for a while) waits, since fewer than 3 seats could vote without it");
        Outcome joined = four.apply(slot(4, 2, NOON, join("dave", 101)));
        Outcome ready = four.apply(slot(5, 3, NOON.plusSeconds(1), by("dave", 101, new Command.Reactivate())));

        assertThat(asked.next()).isEmpty();
        assertThat(asked.notices())
                .containsExactly(new DepartureDelayed(member("carol"), "fewer than 3 seats could vote without it"));
        assertThat(inactive(joined.next().orElseThrow())).containsExactly("dave");
        assertThat(ready.next().orElseThrow().reason()).isEqualTo("dave active again; carol disconnected");
        assertThat(four.departing(member("carol"))).isFalse();
        assertThat(four.atTheFloor().waiting()).isEmpty();
    }

    @Test
    void whoWantsToBeActiveStays() {
        four.apply(slot(2, 1, NOON, by("dave", new Command.Retire())));
        four.apply(slot(3, 2, NOON, by("carol", new Command.Retire())));
        assertThat(four.departing(member("carol"))).isTrue();

        four.apply(slot(4, 2, NOON, by("carol", new Command.Reactivate())));

        assertThat(four.departing(member("carol"))).isFalse();
    }

    @Test
    void wishOfAFormerStartIsVoid() {
        four.apply(slot(2, 1, NOON, by("dave", new Command.Retire())));
        four.apply(slot(3, 2, NOON, by("carol", new Command.Retire())));
        four.apply(slot(4, 2, NOON, join("carol", 101)));

        assertThat(four.departing(member("carol"))).isFalse();
        assertThat(names(four.record())).containsExactly("alice", "bob", "carol");
    }

    /** Whoever is to be excluded does not get away as one that left of its own will. */
    @Test
    void exclusionThatWaitsComesBeforeTheWishToRetire() {
        four.apply(slot(2, 1, NOON, by("dave", new Command.Retire())));
        four.apply(slot(3, 2, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));
        four.apply(slot(4, 3, NOON, by("carol", new Command.Retire())));
        assertThat(four.waiting()).containsExactly(member("carol"));

        four.apply(slot(5, 3, NOON, join("dave", 101)));
        four.apply(slot(6, 4, NOON.plusSeconds(1), by("dave", 101, new Command.Reactivate())));

        assertThat(four.record().excluded(member("carol"))).isTrue();
        assertThat(names(four.record())).containsExactly("alice", "bob", "dave");
    }

    /** A seat that has yet to catch up cannot be counted on. */
    @Test
    void joiningSeatIsNotReadyForTheFloor() {
        four.apply(slot(2, 1, NOON, join("dave", 101)));

        Outcome early = four.apply(slot(3, 2, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));
        Outcome ready = four.apply(slot(4, 3, NOON.plusSeconds(1), by("dave", 101, new Command.Reactivate())));

        assertThat(names(early.next().orElseThrow())).contains("carol");
        assertThat(ready.next().orElseThrow().excluded(member("carol"))).isTrue();
    }
}
