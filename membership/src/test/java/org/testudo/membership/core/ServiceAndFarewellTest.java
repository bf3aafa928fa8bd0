package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.by;
import static org.testudo.membership.core.Founders.chain;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.operation;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.signature;
import static org.testudo.membership.core.Founders.slot;
import static org.testudo.membership.core.Founders.viewKey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Departed;
import org.testudo.kernel.notice.DepartureWanted;
import org.testudo.kernel.notice.HeardBy;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.NotHeardBy;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.core.MembershipMessage.ViewSignature;

/** GM-7, GM-14: when a member serves, and how long one that has gone still does, through the core. */
class ServiceAndFarewellTest {
    private static final Founders FOUR = Founders.four();

    private final MembershipCore core = new MembershipCore(
            FOUR.genesis,
            FOUR.genesis.firstView(FOUR.life),
            origin("dave"),
            IntStream.range(0, 16).mapToObj(i -> viewKey("dave", i)).toList());

    private Duration elapsed = Duration.ZERO;
    private ViewRecord view = FOUR.genesis.firstView(FOUR.life);

    private <N> List<N> on(Event<MembershipMessage> event, Class<N> announced) {
        List<Action<MembershipMessage>> actions = core.on(new Tick(elapsed, NOON), event);
        for (Action<MembershipMessage> action : actions) {
            if (action instanceof Action.Install<MembershipMessage> it) view = it.view();
        }
        return actions.stream()
                .filter(Action.Announce.class::isInstance)
                .map(action -> ((Action.Announce<?>) action).notice())
                .filter(announced::isInstance)
                .map(announced::cast)
                .toList();
    }

    private <N> List<N> on(SlotDelivery slot, Class<N> announced) {
        return on(new Event.Delivered<>(slot), announced);
    }

    private void inService() {
        on(new Event.Installed<>(view), Object.class);
        assertThat(on(slot(1, 0, NOON, FOUR.everyonesKeys()), ServiceBegun.class))
                .hasSize(1);
    }

    private List<ServiceSuspended> suspect(String name) {
        return on(
                new Event.Noticed<>(new Suspected(member(name), "silent", Duration.ofSeconds(1))),
                ServiceSuspended.class);
    }

    private List<ServiceResumed> restore(String name) {
        return on(new Event.Noticed<>(new Restored(member(name))), ServiceResumed.class);
    }

    /** GM-7: "the other refuses service, says so, and rejoins by itself when healed". */
    @Test
    void serviceIsSuspendedWithoutAQuorumInHearingAndResumedWithIt() {
        inService();

        assertThat(suspect("alice")).isEmpty(); // three of four are enough
        assertThat(suspect("bob"))
                .extracting(ServiceSuspended::describe)
                .singleElement()
                .asString()
                .contains("hears of 2 of the 3 seats");
        assertThat(suspect("carol")).isEmpty(); // said once

        assertThat(restore("carol")).isEmpty();
        assertThat(restore("bob")).hasSize(1);
        assertThat(restore("alice")).isEmpty();
    }

    /** GM-7: it hears all, and nothing of it reaches them. Up to f may lie. */
    @Test
    void serviceIsSuspendedWhereNoQuorumHearsThisMember() {
        inService();

        assertThat(on(new Event.Noticed<>(new NotHeardBy(member("alice"))), ServiceSuspended.class))
                .isEmpty();
        assertThat(on(new Event.Noticed<>(new NotHeardBy(member("bob"))), ServiceSuspended.class))
                .extracting(ServiceSuspended::describe)
                .singleElement()
                .asString()
                .contains("is heard by 2 of the 3 seats that are needed, and hears of 4");
        assertThat(suspect("bob")).isEmpty(); // the same two
        assertThat(restore("bob")).isEmpty();
        assertThat(on(new Event.Noticed<>(new HeardBy(member("bob"))), ServiceResumed.class))
                .hasSize(1);
    }

    /** GM-19: an application must know that nothing it asks for is done. */
    @Test
    void strippedMemberServesNoMore() {
        inService();
        on(slot(2, 1, NOON, FOUR.convict("alice", "carol", 1)), Object.class);

        List<ServiceSuspended> told = on(slot(3, 2, NOON, FOUR.convict("alice", "dave", 1)), ServiceSuspended.class);

        assertThat(told).singleElement().satisfies(it -> {
            assertThat(it.why()).contains("nothing that it asks for is done any more");
            assertThat(it.strippedAfter()).hasValue(3);
        });
        assertThat(restore("carol")).isEmpty();
        assertThat(suspect("alice")).isEmpty();
    }

    /** GM-19, AB-8: it may learn so from a state that it is given. */
    @Test
    void memberThatWasStrippedWhileItWasAwayServesNoMore() {
        inService();

        assertThat(given(2))
                .singleElement()
                .satisfies(it -> assertThat(it.strippedAfter()).hasValue(3));
    }

    /** GM-19: a new start of it is not taken for one that will serve. */
    @Test
    void memberThatIsStrippedBeforeItServesSaysSo() {
        on(new Event.Installed<>(view), Object.class);

        assertThat(given(1)).hasSize(1);
        assertThat(suspect("alice")).isEmpty();
        assertThat(restore("alice")).isEmpty();
    }

    /** Is given the state after slot 3, in which it is stripped, and the certificates of all views from this one on. */
    private List<ServiceSuspended> given(int firstView) {
        MembershipState others = FOUR.stateInViewOne();
        List<ViewCertificate> views = new ArrayList<>();
        views.add(new ViewCertificate(others.record(), List.of()));
        others.apply(slot(2, 1, NOON, FOUR.convict("alice", "carol", 1)));
        views.add(new ViewCertificate(others.record(), List.of()));
        others.apply(slot(3, 2, NOON, FOUR.convict("alice", "dave", 1)));
        views.add(new ViewCertificate(others.record(), List.of()));
        TreeMap<String, Snapshot> shares = new TreeMap<>(Map.of(HoldsState.MEMBERSHIP, others.share()));
        StateRestored given = new StateRestored(3, chain(3), NOON, shares, views.subList(firstView - 1, 3), 0);
        return on(new Event.Noticed<>(given), ServiceSuspended.class);
    }

    /** GM-7: who never came into service has none to suspend. */
    @Test
    void memberThatIsNotInServiceSuspendsNothing() {
        on(new Event.Installed<>(view), Object.class);

        assertThat(suspect("alice")).isEmpty();
        assertThat(suspect("bob")).isEmpty();
    }

    /** GM-14: until the next view is certified and has ordered something; it may be one of the few that can bring others there. */
    @Test
    void whoRetiresServesUntilTheNextViewIsCertifiedAndHasOrdered() {
        inService();
        on(new Event.Noticed<>(new DepartureWanted(true)), Object.class);
        assertThat(on(slot(2, 1, NOON, by("dave", 1, new Command.Retire())), Departed.class))
                .isEmpty();
        assertThat(view.occupant(member("dave"))).isEmpty();
        ViewRecord next = view;

        assertThat(on(slot(3, 2, NOON, operation("bob", "x")), Departed.class)).isEmpty();
        for (String name : List.of("alice", "bob"))
            assertThat(on(signed(name, next), Departed.class)).isEmpty();
        on(signed("carol", next), Object.class);

        assertThat(later(Duration.ofMillis(500))).containsExactly(new Departed(true, 2));
        assertThat(later(Duration.ofSeconds(6))).isEmpty();
    }

    /** GM-14: it may be alone, and goes after some seconds. */
    @Test
    void whoRetiresAndHearsNothingGoesAfterFiveSeconds() {
        inService();
        on(new Event.Noticed<>(new DepartureWanted(true)), Object.class);
        on(slot(2, 1, NOON, by("dave", 1, new Command.Retire())), Departed.class);

        assertThat(later(Duration.ofMillis(4_900))).isEmpty();
        assertThat(later(Duration.ofMillis(200))).containsExactly(new Departed(true, 2));
    }

    private List<Departed> later(Duration time) {
        elapsed = elapsed.plus(time);
        return on(new Event.TimerFired<>(new TimerId("own-wishes")), Departed.class);
    }

    private static Event<MembershipMessage> signed(String name, ViewRecord next) {
        long ended = next.id() - 1;
        return new Event.Received<>(new Signed<>(
                Principal.of(member(name)),
                ViewCertificate.header(FOUR.life, ended),
                new ViewSignature(ended, next.digest()),
                signature()));
    }
}
