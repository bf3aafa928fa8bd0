package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.membership.core.Founders.INTRUSION;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.accuse;
import static org.testudo.membership.core.Founders.bring;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.operation;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
import static org.testudo.membership.core.Founders.signature;
import static org.testudo.membership.core.Founders.slot;
import static org.testudo.membership.core.Founders.viewKey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.Contradicted;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.ReportOrdered;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.notice.ViewKeyRetired;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.notice.ViewKeysWanted;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.core.MembershipMessage.Held;
import org.testudo.membership.core.MembershipMessage.Signatures;
import org.testudo.membership.core.MembershipMessage.ViewSignature;

class MembershipCoreTest {
    private static final Founders FOUR = Founders.four();
    private static final ViewRecord FIRST = FOUR.genesis.firstView(FOUR.life);
    private static final Request INTRUSION_AT_CAROL = report(sensor("s-carol", 5), "carol", INTRUSION);

    private final MembershipCore core = core("alice");
    private Duration elapsed = Duration.ZERO;

    @Test
    void bringsItsFirstViewKeysAtOnce() {
        assertThat(on(new Event.Installed<>(FIRST)))
                .satisfiesExactly(
                        action -> assertThat(action)
                                .isEqualTo(new Action.Announce<>(new HoldsState(HoldsState.MEMBERSHIP, true))),
                        action -> assertThat(command(action)).isEqualTo(new Command.ViewKeys(0, keys(0, 16))));
    }

    @Test
    void slotWithoutCommandIsPassedOnAsItIs() {
        var slot = slot(1, 0, NOON, operation("bob", "x"));

        assertThat(on(new Event.Delivered<>(slot))).containsExactly(new Action.Deliver<>(slot));
    }

    /** AB-14: the ordering below waits for an answer, whatever the command was. */
    @Test
    void commandThatChangesNothingReleasesTheSlot() {
        on(new Event.Installed<>(FIRST));
        Request nonsense = new Request(origin("bob"), 1, RequestClass.CONTROL, new byte[] {77});

        assertThat(on(new Event.Delivered<>(slot(1, 0, NOON, nonsense, operation("bob", "x")))))
                .containsExactly(
                        new Action.Deliver<>(slot(1, 0, NOON, operation("bob", "x"))), new Action.Release<>(1));
    }

    @Test
    void viewIsInstalledAfterTheDeliveriesOfItsLastSlotAndSignedWithTheKeyOfTheViewThatEnds() {
        intoViewOne();

        var actions = on(new Event.Delivered<>(slot(2, 1, NOON, operation("bob", "x"), INTRUSION_AT_CAROL)));

        assertThat(actions).hasSize(6);
        assertThat(announced(actions, Judged.class)).singleElement().matches(Judged::effective);
        assertThat(actions.get(1)).isEqualTo(new Action.Deliver<>(slot(2, 1, NOON, operation("bob", "x"))));
        assertThat(actions.get(2)).isEqualTo(new Action.Announce<>(new ReportOrdered(INTRUSION_AT_CAROL.origin(), 1)));
        ViewRecord next = ((Action.Install<?>) actions.get(3)).view();
        assertThat(next.excluded(member("carol"))).isTrue();
        assertThat(actions.get(4)).isEqualTo(new Action.Multicast<>(new ViewSignature(1, next.digest())));
        assertThat(actions.get(5)).isInstanceOf(Action.ArmTimer.class);
    }

    /** GM-11: only after its signature is out may the key go. */
    @Test
    void keyOfTheViewThatEndedIsRetiredOnceTheOwnSignatureIsMade() {
        intoViewOne();
        Digest next = exclude();

        assertThat(announced(on(signed("bob", 1, next)), ViewKeyRetired.class)).isEmpty();
        assertThat(announced(on(signed("alice", 1, next)), ViewKeyRetired.class))
                .containsExactly(new ViewKeyRetired(1));
        assertThat(on(signed("alice", 1, next))).isEmpty();
    }

    @Test
    void statementKeyIsNeverRetired() {
        Digest next = intoViewOne();

        assertThat(announced(on(signed("alice", 0, next)), ViewKeyRetired.class))
                .isEmpty();
    }

    /** GM-12: Q distinct seats, also when a relay brings one's signature twice. */
    @Test
    void viewIsCertifiedOnceByQDistinctSeats() {
        Digest next = intoViewOne();

        on(signed("alice", 0, next));
        on(signed("bob", 0, next));
        on(signed("bob", 0, next));
        var twice = on(held("carol", 0, next, false, "alice", "bob"));
        var third = on(held("carol", 0, next, false, "dave"));
        var fourth = on(signed("carol", 0, next));

        assertThat(announced(twice, ViewCertified.class)).isEmpty();
        assertThat(announced(third, ViewCertified.class)).singleElement().satisfies(notice -> {
            assertThat(notice.certificate().record().digest()).isEqualTo(next);
            assertThat(notice.certificate().signatures())
                    .extracting(ViewCertificate.SeatSignature::seat)
                    .containsExactly(0, 1, 3);
            assertThat(notice.certificate().claims(FIRST, 3)).hasSize(3);
        });
        assertThat(fourth).isEmpty();
    }

    @Test
    void signaturesOverAnotherRecordAreReportedAndNotCounted() {
        Digest next = intoViewOne();
        Digest other = Digest.of(new byte[] {1});

        var dispute = on(signed("bob", 0, other));
        on(signed("alice", 0, next));
        var third = on(signed("carol", 0, next));

        assertThat(announced(dispute, ViewDisputed.class))
                .containsExactly(new ViewDisputed(1, member("bob"), other, next));
        assertThat(announced(third, ViewCertified.class)).isEmpty();
        assertThat(announced(on(signed("dave", 0, next)), ViewCertified.class)).hasSize(1);
    }

    /** GM-12: else a faulty seat could keep from one member the certificate that all others hold. */
    @Test
    void signatureThatAgreesCountsThoughItsSeatSignedAnotherRecordFirst() {
        Digest next = intoViewOne();
        on(signed("bob", 0, Digest.of(new byte[] {1})));
        on(signed("alice", 0, next));

        var served = on(held("carol", 0, next, false, "bob", "carol"));
        var again = on(signed("bob", 0, Digest.of(new byte[] {2})));

        assertThat(announced(served, ViewCertified.class)).hasSize(1);
        assertThat(again).isEmpty();
    }

    @Test
    void signaturesThatComeBeforeTheRecordCountOnceItIsKnown() {
        Digest next = intoViewOneOf(core("bob"));
        Digest wrong = Digest.of(new byte[] {1});

        for (String early : List.of("bob", "carol"))
            assertThat(on(signed(early, 0, next))).isEmpty();
        assertThat(on(signed("dave", 0, wrong))).isEmpty();
        var actions = on(new Event.Delivered<>(slot(1, 0, NOON, FOUR.everyonesKeys())));

        assertThat(announced(actions, ViewDisputed.class)).hasSize(1);
        assertThat(announced(on(signed("alice", 0, next)), ViewCertified.class)).hasSize(1);
    }

    /** GM-12: f+1 seats that signed one other record are more than may be faulty. */
    @Test
    void memberWhoseRecordACorrectMemberContradictsStopsActing() {
        intoViewOne();
        Digest next = exclude();
        Digest other = Digest.of(new byte[] {1});

        var first = on(signed("bob", 1, other));
        var second = on(signed("dave", 1, other));

        assertThat(announced(first, Refused.class)).isEmpty();
        assertThat(announced(second, Contradicted.class)).containsExactly(new Contradicted(2, other, next));
        assertThat(announced(second, Refused.class))
                .singleElement()
                .satisfies(notice -> assertThat(notice.why()).contains("another record of view 2"));
        assertThat(on(timer())).isEmpty();
        assertThat(on(new Event.Noticed<>(new ViewKeysReady(keys(16, 16))))).isEmpty();
        assertThat(announced(on(signed("carol", 1, other)), Refused.class)).isEmpty();
    }

    @Test
    void memberThatIsContradictedBeforeItKnowsItsRecordDoesNotSignIt() {
        intoViewOne();
        Digest other = Digest.of(new byte[] {1});
        on(signed("bob", 1, other));
        on(signed("dave", 1, other));

        var actions = on(new Event.Delivered<>(slot(2, 1, NOON, INTRUSION_AT_CAROL)));

        assertThat(actions).noneMatch(Action.Multicast.class::isInstance);
        assertThat(announced(actions, Contradicted.class)).hasSize(1);
        assertThat(announced(actions, Refused.class)).hasSize(1);
    }

    @Test
    void fMembersContradictNobody() {
        intoViewOne();
        exclude();

        var one = on(signed("bob", 1, Digest.of(new byte[] {1})));
        var another = on(signed("dave", 1, Digest.of(new byte[] {2})));

        assertThat(announced(one, Contradicted.class)).isEmpty();
        assertThat(announced(another, Contradicted.class)).isEmpty();
    }

    /** GM-21: what founders signed in a former life of the group is signed with the same keys, and may be shown again. */
    @Test
    void signaturesOfViewZeroContradictNobody() {
        intoViewOne();
        Digest other = Digest.of(new byte[] {1});

        for (String each : List.of("bob", "carol", "dave"))
            assertThat(announced(on(signed(each, 0, other)), Contradicted.class))
                    .isEmpty();
        assertThat(on(timer())).isNotEmpty();
    }

    @Test
    void asksForWhatItLacksUntilItHoldsACertificate() {
        Digest next = intoViewOne();
        on(signed("alice", 0, next));

        assertThat(on(timer()).get(0)).isEqualTo(new Action.Multicast<>(signatures(0, next, true, "alice")));
        on(signed("bob", 0, next));
        on(signed("carol", 0, next));
        assertThat(on(timer())).isEmpty();
    }

    @Test
    void answersWhoLacksSignaturesButNotMoreOftenThanItWouldAskItself() {
        Digest next = intoViewOne();
        for (String each : List.of("alice", "bob", "carol")) on(signed(each, 0, next));

        assertThat(on(held("dave", 0, next, true, "bob")))
                .containsExactly(
                        new Action.Send<>(member("dave"), signatures(0, next, false, "alice", "bob", "carol")));
        for (int i = 0; i < 3; i++)
            assertThat(on(held("dave", 0, next, true, "bob"))).hasSize(1);
        assertThat(on(held("dave", 0, next, true, "bob"))).isEmpty();
        elapsed = elapsed.plusMillis(200);
        assertThat(on(held("dave", 0, next, true, "bob"))).hasSize(1);
        elapsed = elapsed.plusMillis(200);
        assertThat(on(held("dave", 0, next, true, "alice", "bob", "carol"))).isEmpty();
        assertThat(on(held("dave", 0, next, false, "bob"))).isEmpty();
        assertThat(on(held("dave", 7, next, true, "bob"))).isEmpty();
    }

    @Test
    void strangersSignaturesCountForNothing() {
        Digest next = intoViewOne();

        for (String each : List.of("erin", "frank", "grace"))
            assertThat(on(signed(each, 0, next))).isEmpty();
        assertThat(on(held("erin", 0, next, true))).isEmpty();
    }

    @Test
    void bringsNewKeysWhenFourAreLeftAndNotTwiceAtATime() {
        MembershipCore few = core("alice", keys(0, 5));
        on(few, new Event.Installed<>(FIRST));

        Request[] all = FOUR.everyonesKeys();
        all[0] = bring("alice", 0, 5);
        var first = on(few, new Event.Delivered<>(slot(1, 0, NOON, all)));
        var again = on(few, new Event.Delivered<>(slot(2, 1, NOON, accuse("bob", "carol"))));
        var ready = on(few, new Event.Noticed<>(new ViewKeysReady(keys(5, 16))));

        assertThat(announced(first, ViewKeysWanted.class)).containsExactly(new ViewKeysWanted(16));
        assertThat(announced(again, ViewKeysWanted.class)).isEmpty();
        assertThat(command(ready.get(0))).isEqualTo(new Command.ViewKeys(5, keys(5, 16)));
    }

    /** AB-21: a report that a full pool refused is handed down again, or all later ones of its sensor would wait for ever. */
    @Test
    void reportIsSubmittedEachTimeItComes() {
        intoViewOne();
        Accused report = new Accused(
                member("carol"),
                "x",
                new Payload.Relayed(INTRUSION_AT_CAROL.signed(Lives.only(FOUR.life), signature())));

        assertThat(on(new Event.Noticed<>(report))).containsExactly(new Action.Submit<>(report.payload()));
        assertThat(on(new Event.Noticed<>(report))).containsExactly(new Action.Submit<>(report.payload()));
    }

    @Test
    void ownAccusationOfWhoIsAlreadyOutIsNotSubmitted() {
        intoViewOne();
        byte[] body = accuse("alice", "carol").body();
        Accused own = new Accused(member("carol"), "x", new Payload.Own(RequestClass.CONTROL, body));

        assertThat(on(new Event.Noticed<>(own))).hasSize(1);
        assertThat(on(new Event.Noticed<>(own))).isEmpty();
        on(new Event.Delivered<>(slot(2, 1, NOON, accuse("alice", "carol"))));
        assertThat(on(new Event.Noticed<>(own))).hasSize(1);
        exclude(3);
        Accused late = new Accused(member("carol"), "x", new Payload.Own(RequestClass.CONTROL, new byte[] {1}));
        assertThat(on(new Event.Noticed<>(late))).isEmpty();
    }

    @Test
    void excludedMemberSaysSoAndSignsNothingMore() {
        MembershipCore carol = core("carol");
        intoViewOneOf(carol);

        var actions = on(carol, new Event.Delivered<>(slot(2, 1, NOON, INTRUSION_AT_CAROL)));

        assertThat(actions).noneMatch(Action.Multicast.class::isInstance);
        assertThat(announced(actions, ViewKeyRetired.class)).as("GM-11").containsExactly(new ViewKeyRetired(2));
        assertThat(announced(actions, Refused.class))
                .singleElement()
                .satisfies(notice -> assertThat(notice.why()).startsWith("excluded in view 2: sensor s-carol"));
        assertThat(on(carol, timer())).isEmpty();
    }

    @Test
    void unreadablePolicyIsRefusedAtTheStart() {
        Genesis broken = new Genesis(
                "test", Digest.ZERO, FOUR.genesis.quorum(), FOUR.genesis.members(), List.of(), List.of(), new byte[] {7
                });

        assertThatThrownBy(() -> new MembershipCore(broken, FIRST, origin("alice"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("policy");
    }

    /** GM-8: its own command went through the order, so a quorum is there and reaches it. */
    @Test
    void saysOnceThatTheGroupIsInService() {
        on(new Event.Installed<>(FIRST));

        var others = on(new Event.Delivered<>(slot(1, 0, NOON, bring("bob", 0, 16))));
        var own = on(new Event.Delivered<>(slot(2, 0, NOON, bring("alice", 0, 16))));
        var later = on(new Event.Delivered<>(slot(3, 0, NOON, accuse("alice", "bob"))));

        assertThat(announced(others, ServiceBegun.class)).isEmpty();
        assertThat(announced(own, ServiceBegun.class)).containsExactly(new ServiceBegun(0, 2));
        assertThat(announced(later, ServiceBegun.class)).isEmpty();
    }

    private static MembershipCore core(String name) {
        return core(name, keysOf(name, 0, 16));
    }

    private static MembershipCore core(String name, List<StatementKey> keys) {
        return new MembershipCore(FOUR.genesis, FIRST, origin(name), keys);
    }

    private static List<StatementKey> keys(int from, int count) {
        return keysOf("alice", from, count);
    }

    private static List<StatementKey> keysOf(String name, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> viewKey(name, i))
                .toList();
    }

    private Digest intoViewOne() {
        return intoViewOneOf(core);
    }

    private Digest intoViewOneOf(MembershipCore some) {
        on(some, new Event.Installed<>(FIRST));
        return installed(on(some, new Event.Delivered<>(slot(1, 0, NOON, FOUR.everyonesKeys()))));
    }

    private Digest exclude() {
        return exclude(2);
    }

    private Digest exclude(long slot) {
        return installed(on(new Event.Delivered<>(slot(slot, 1, NOON, INTRUSION_AT_CAROL))));
    }

    private static Digest installed(List<Action<MembershipMessage>> actions) {
        return actions.stream()
                .filter(Action.Install.class::isInstance)
                .map(action -> ((Action.Install<?>) action).view().digest())
                .findFirst()
                .orElseThrow();
    }

    private List<Action<MembershipMessage>> on(Event<MembershipMessage> event) {
        return on(core, event);
    }

    private List<Action<MembershipMessage>> on(MembershipCore some, Event<MembershipMessage> event) {
        return some.on(new Tick(elapsed, NOON), event);
    }

    private static Event<MembershipMessage> timer() {
        return new Event.TimerFired<>(new TimerId("view-signatures"));
    }

    private static Event<MembershipMessage> signed(String name, long view, Digest next) {
        return new Event.Received<>(new Signed<>(
                Principal.of(member(name)),
                ViewCertificate.header(FOUR.life, view),
                new ViewSignature(view, next),
                signature()));
    }

    private static Event<MembershipMessage> held(String from, long view, Digest next, boolean wanted, String... names) {
        return new Event.Received<>(new Unsigned<>(member(from), signatures(view, next, wanted, names)));
    }

    private static Signatures signatures(long view, Digest next, boolean wanted, String... names) {
        List<Held> held = new ArrayList<>();
        for (String name : names) held.add(new Held(member(name), signature()));
        return new Signatures(view, next, wanted, held);
    }

    private static Command command(Action<MembershipMessage> action) {
        try {
            return Command.decode(((Payload.Own) ((Action.Submit<?>) action).payload()).body(), FOUR.life);
        } catch (org.testudo.kernel.wire.MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private static <N> List<N> announced(List<Action<MembershipMessage>> actions, Class<N> kind) {
        return actions.stream()
                .filter(Action.Announce.class::isInstance)
                .map(action -> ((Action.Announce<?>) action).notice())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
