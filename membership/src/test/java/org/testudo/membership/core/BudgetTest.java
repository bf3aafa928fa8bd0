package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.testudo.membership.core.Founders.INTRUSION;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.accuse;
import static org.testudo.membership.core.Founders.by;
import static org.testudo.membership.core.Founders.chain;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.join;
import static org.testudo.membership.core.Founders.key;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.operation;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
import static org.testudo.membership.core.Founders.slot;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.RevocationJudged;
import org.testudo.kernel.notice.Stripped;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/** GM-19: how many may be excluded on accusations at a time, and what becomes of who must not go yet. */
class BudgetTest {
    /** Q is 4 and f is 1: the floor would let two go. */
    private static final Founders SIX = Founders.six();
    /** Q is 3: the floor lets one go. */
    private static final Founders FOUR = Founders.four();

    private static final String PENDING = "pending, since the budget is spent";
    private static final String STRIPPED = "stripped, since fewer than 3 seats could vote without it";

    private static Request intrusion(String target) {
        return report(sensor("s-" + target, 5), target, INTRUSION);
    }

    private static Request[] accusedByFour(String target) {
        return accusedBy(target, "alice", "bob", "carol", "dave");
    }

    private static Request[] accusedBy(String target, String... accusers) {
        return Stream.of(accusers).map(accuser -> accuse(accuser, target)).toArray(Request[]::new);
    }

    private static RevocationList sensors(String... revoked) {
        List<Revocation> entries = new ArrayList<>();
        for (String name : revoked) {
            Bearer bearer = new Bearer(new Principal(Principal.Kind.SENSOR, name), key(name));
            entries.add(new Revocation(BigInteger.valueOf(2_000 + entries.size()), Optional.of(bearer)));
        }
        return new RevocationList(1, entries);
    }

    private static Request crl(long number, String... revoked) {
        List<Revocation> entries = new ArrayList<>();
        for (String name : revoked) {
            Bearer bearer = new Bearer(Principal.of(member(name)), key(name));
            entries.add(new Revocation(BigInteger.valueOf(1_000 + entries.size()), Optional.of(bearer)));
        }
        RevocationList list = new RevocationList(number, entries);
        return command(origin("alice"), new Command.Revoke(list, new byte[] {1, 2}));
    }

    /** After frank's seat has fallen vacant by the first command: who is out by the second, who waits, and the last verdict. */
    static Stream<Arguments> second() {
        Request retire = command(origin("frank"), new Command.Retire());
        return Stream.of(
                row("a report after a report is pending", intrusion("frank"), "", PENDING, intrusion("erin")),
                row("Q accusations after a report are, too", intrusion("frank"), "", PENDING, accusedByFour("erin")),
                row("fewer accusations have no effect", intrusion("frank"), "", "not enough", accuse("alice", "erin")),
                row("a report after evidence is", SIX.convict("alice", "frank", 1), "", PENDING, intrusion("erin")),
                row("a report after a departure is", retire, "", PENDING, intrusion("erin")),
                row(
                        "evidence is not budgeted",
                        intrusion("frank"),
                        "erin",
                        "excluded: evidence",
                        SIX.convict("alice", "erin", 1)),
                row(
                        "nor is false evidence against its bearer",
                        intrusion("frank"),
                        "erin",
                        "excluded: evidence: brought false evidence",
                        falseEvidence(SIX, "erin", "bob")),
                row("nor is a CRL", intrusion("frank"), "erin", "excluded: certificate revoked", crl(1, "erin")),
                row(
                        "evidence against whom an accusation is pending",
                        intrusion("frank"),
                        "erin",
                        "excluded: evidence",
                        intrusion("erin"),
                        SIX.convict("alice", "erin", 1)));
    }

    private static Arguments row(String name, Request first, String out, String verdict, Request... second) {
        return arguments(name, first, out, verdict, second);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("second")
    void whileOneSeatOfSixIsVacant(String name, Request first, String out, String verdict, Request[] second) {
        MembershipState state = SIX.stateInViewOne();
        state.apply(slot(2, 1, NOON, first));
        assertThat(names(state.record())).doesNotContain("frank");

        Outcome outcome = applied(state, 3, NOON, second);

        boolean excluded = state.record().excluded(member("erin"));
        assertThat(excluded).isEqualTo(out.equals("erin"));
        assertThat(last(outcome.judged()).verdict()).startsWith(verdict);
        boolean pending = verdict.equals(PENDING);
        assertThat(state.waiting()).isEqualTo(pending ? List.of(member("erin")) : List.of());
        if (!excluded) assertThat(state.active(member("erin"))).isEqualTo(!pending);
    }

    @Test
    void whoIsAccusedBeyondTheBudgetIsInactiveAndTheRecordSaysWhy() {
        MembershipState state = SIX.stateInViewOne();

        Outcome outcome = applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));

        ViewRecord next = outcome.next().orElseThrow();
        assertThat(next.occupant(member("erin")).orElseThrow().active()).isFalse();
        assertThat(next.reason()).startsWith("frank excluded, sensor s-frank: 1:9000101");
        assertThat(next.reason()).contains("; erin inactive: accused, sensor s-erin: 1:9000101");
        assertThat(outcome.judged()).extracting(Judged::effective).containsExactly(true, false);
        assertThat(state.atTheFloor().waiting()).singleElement().satisfies(it -> {
            assertThat(it.why()).isEqualTo(Budget.SPENT);
            assertThat(it.condemns()).isFalse();
        });
    }

    /** It is not convicted: what it asks for is done, but for its return. */
    @Test
    void whoIsAccusedBeyondTheBudgetIsHeardAndDoesNotComeBackByItsWord() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));

        Outcome word = applied(state, 3, NOON.plusSeconds(60), command(origin("erin"), new Command.Reactivate()));
        Request operation = operation("erin", "still here");

        assertThat(word.next()).isEmpty();
        assertThat(state.passed(slot(4, state.record().id(), NOON, operation)).requests())
                .containsExactly(operation);
    }

    /** GM-17 goes first: at most f are inactive, and who is merely suspected comes back before who is accused. */
    @Test
    void accusedRestWithinTheBoundOfTheInactive() {
        Founders seven = Founders.seven();
        MembershipState state = seven.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("grace"));
        applied(state, 3, NOON, suspect("alice", "dave"), suspect("bob", "dave"), suspect("carol", "dave"));
        applied(state, 4, NOON, intrusion("erin"), intrusion("carol"));
        assertThat(inactive(state)).containsExactly("carol", "erin");

        applied(state, 5, NOON, intrusion("bob"));
        Outcome later = applied(state, 6, NOON, intrusion("bob"));

        assertThat(inactive(state)).containsExactly("bob", "carol");
        assertThat(state.waiting()).containsExactly(member("erin"), member("carol"), member("bob"));
        assertThat(later.next()).as("and does not flap").isEmpty();
    }

    @Test
    void pendingAccusationHasItsEffectWhenTheSeatIsRefilledAndTheNewcomerIsActive() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));

        applied(state, 3, NOON, join("sam", 200));
        assertThat(state.record().excluded(member("erin")))
                .as("sam has yet to catch up")
                .isFalse();
        Outcome active = applied(state, 4, NOON.plusSeconds(9), by("sam", 200, new Command.Reactivate()));

        assertThat(names(active.next().orElseThrow())).containsExactly("alice", "bob", "carol", "dave", "sam");
        assertThat(last(active.judged()).verdict()).startsWith("excluded: sensor s-erin");
        assertThat(state.waiting()).isEmpty();
    }

    /** What a standby takes at once is charged until the standby has been active, and no longer than the window. */
    @Test
    void seatTakenAtOnceCountsUntilTheStandbyIsActiveOrTheWindowIsOver() {
        MembershipState active = standbyTook(intrusion("frank"));
        MembershipState over = standbyTook(intrusion("frank"));
        MembershipState within = standbyTook(intrusion("frank"));

        applied(active, 5, NOON.plusSeconds(9), by("sam", 200, new Command.Reactivate()));
        verdictOnErin(active, NOON.plusSeconds(9), "excluded");
        verdictOnErin(over, NOON.plus(Budget.WINDOW).plusMillis(1), "excluded");
        verdictOnErin(within, NOON.plus(Budget.WINDOW), PENDING);
    }

    /** Having somebody rest makes the newcomer active, for want of a better one: that says nothing of whether it works. */
    @Test
    void newcomerThatIsActiveForWantOfABetterOneHasNotRefilledTheSeat() {
        MembershipState state = standbyTook(intrusion("frank"));
        verdictOnErin(state, NOON, PENDING);
        assertThat(state.active(member("sam"))).isTrue();
        assertThat(state.record().excluded(member("erin"))).isFalse();

        applied(state, 7, NOON.plusSeconds(9), by("sam", 200, new Command.Reactivate()));

        assertThat(state.record().excluded(member("erin"))).isTrue();
    }

    /** GM-17: a word that does not bring it back yet refills nothing either, or whoever joins would say it at once. */
    @Test
    void newcomersWordBeforeItsBackOffIsOverRefillsNothing() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"));
        applied(state, 3, NOON, join("sam", 200));

        applied(state, 4, NOON, by("sam", 200, new Command.Reactivate()));
        verdictOnErin(state, NOON, PENDING);

        applied(state, 7, NOON.plusSeconds(9), by("sam", 200, new Command.Reactivate()));
        assertThat(state.record().excluded(member("erin"))).isTrue();
    }

    /** Neither do exclusions by evidence wait for the budget, nor are they charged to it. */
    @Test
    void seatTakenAtOnceAfterAConvictionIsNotCharged() {
        verdictOnErin(standbyTook(SIX.convict("alice", "frank", 1)), NOON, "excluded");
        verdictOnErin(standbyTook(crl(1, "frank")), NOON, "excluded");
    }

    private static MembershipState standbyTook(Request excludesFrank) {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, join("sam", 200));
        applied(state, 3, NOON, by("sam", 200, new Command.Ready(2, chain(2))));
        applied(state, 4, NOON, excludesFrank);
        assertThat(names(state.record())).containsExactly("alice", "bob", "carol", "dave", "erin", "sam");
        return state;
    }

    private static void verdictOnErin(MembershipState state, Instant agreedTime, String verdict) {
        Request report = report(sensor("s-erin", 5), "erin", Founders.certificate("erin"), agreedTime, INTRUSION);
        Outcome outcome = applied(state, 6, agreedTime, report);
        assertThat(last(outcome.judged()).verdict()).startsWith(verdict);
    }

    @Test
    void convictedMemberAtTheFloorIsStripped() {
        MembershipState state = FOUR.stateInViewOne();
        applied(state, 2, NOON, FOUR.convict("alice", "dave", 1));

        Outcome outcome = applied(state, 3, NOON, FOUR.convict("alice", "carol", 1), operation("carol", "after"));

        ViewRecord next = outcome.next().orElseThrow();
        Occupant carol = next.occupant(member("carol")).orElseThrow();
        assertThat(carol.active()).isFalse();
        assertThat(carol.viewKey()).as("its votes count").isPresent();
        assertThat(next.reason()).startsWith("carol inactive: stripped, evidence: ");
        assertThat(last(outcome.judged()).verdict()).startsWith(STRIPPED);
        assertThat(outcome.notices()).filteredOn(Stripped.class::isInstance).singleElement();
        assertThat(outcome.rest().requests()).isEmpty();
        assertThat(state.stripped(member("carol"))).isTrue();
    }

    /** In slots without commands, too, and whatever it asks of the membership but for its vote. */
    @Test
    void whatAStrippedMemberAsksForIsSkipped() {
        MembershipState state = stripped();
        Request other = operation("bob", "done");
        assertThat(state.passed(slot(5, state.record().id(), NOON, operation("carol", "no"), other))
                        .requests())
                .containsExactly(other);

        Outcome outcome = applied(
                state,
                6,
                NOON.plus(Activity.MOST),
                operation("carol", "no"),
                FOUR.convict("carol", "bob", 1),
                accuse("carol", "bob"),
                suspect("carol", "alice"),
                command(origin("carol"), new Command.Reactivate()),
                Founders.bring("carol", 16, 8));

        assertThat(outcome.next()).isEmpty();
        assertThat(outcome.judged()).isEmpty();
        assertThat(outcome.rest().requests()).isEmpty();
        assertThat(state.keysLeft(member("carol"))).isEqualTo(21);
    }

    @Test
    void whatAStrippedMemberHadSaidOfOthersNoLongerCounts() {
        MembershipState state = FOUR.stateInViewOne();
        applied(state, 2, NOON, suspect("carol", "alice"), FOUR.convict("alice", "dave", 1));
        applied(state, 3, NOON, FOUR.convict("alice", "carol", 1));

        assertThat(applied(state, 4, NOON, suspect("bob", "alice")).next()).isEmpty();
        assertThat(state.active(member("alice"))).isTrue();
    }

    /** Others come back in its place: its rest is for good. */
    @Test
    void strippedMemberIsNotReactivatedForOthers() {
        Founders seven = Founders.seven();
        MembershipState state = seven.stateInViewOne();
        applied(state, 2, NOON, seven.convict("alice", "frank", 1), seven.convict("alice", "grace", 1));
        applied(state, 3, NOON, seven.convict("alice", "erin", 1));

        applied(state, 4, NOON, suspect("alice", "dave"), suspect("bob", "dave"), suspect("carol", "dave"));
        applied(state, 5, NOON, suspect("alice", "carol"), suspect("bob", "carol"), suspect("dave", "carol"));

        assertThat(state.stripped(member("erin"))).isTrue();
        assertThat(inactive(state)).containsExactly("carol", "erin");
    }

    @Test
    void strippedMemberStartsAgainAndStaysStripped() {
        MembershipState state = stripped();

        Outcome joined = applied(state, 5, NOON.plusSeconds(9), join("carol", 300));
        applied(state, 6, NOON.plusSeconds(30), by("carol", 300, new Command.Reactivate()));

        assertThat(joined.next()).isPresent();
        assertThat(state.joining(member("carol")))
                .as("it says that it has caught up")
                .isFalse();
        assertThat(inactive(state)).containsExactly("carol");
        assertThat(state.stripped(member("carol"))).isTrue();
    }

    @Test
    void readyStandbyTakesTheSeatOfAStrippedMember() {
        MembershipState state = FOUR.stateInViewOne();
        applied(state, 2, NOON, join("bob", 300), join("sam", 200));
        applied(state, 3, NOON, FOUR.convict("alice", "carol", 1));
        assertThat(state.stripped(member("carol")))
                .as("bob has yet to catch up")
                .isTrue();

        Outcome ready = applied(state, 4, NOON, by("sam", 200, new Command.Ready(2, chain(2))));

        assertThat(names(ready.next().orElseThrow())).containsExactly("alice", "bob", "sam", "dave");
        assertThat(state.waiting()).isEmpty();
    }

    @Test
    void strippedMemberGoesWhenAnotherSeatIsFilled() {
        MembershipState state = stripped();
        applied(state, 5, NOON, join("sam", 200));
        assertThat(names(state.record())).as("dave's seat is vacant").containsExactly("alice", "bob", "carol", "sam");

        Outcome outcome = applied(state, 6, NOON.plusSeconds(9), by("sam", 200, new Command.Reactivate()));

        assertThat(names(outcome.next().orElseThrow())).containsExactly("alice", "bob", "sam");
        assertThat(outcome.next().orElseThrow().excluded(member("carol"))).isTrue();
        assertThat(state.stripped(member("carol"))).isFalse();
    }

    /** GM-19: only the convicted are stripped; it rests, and serves on. */
    @Test
    void accusationWithinTheBudgetIsPendingAtTheFloor() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, join("alice", 300), join("bob", 300), join("carol", 300));

        Outcome outcome = applied(state, 3, NOON, intrusion("frank"));
        Request operation = operation("frank", "still here");

        assertThat(last(outcome.judged()).verdict()).startsWith("pending, since fewer than 4 seats");
        assertThat(state.stripped(member("frank"))).isFalse();
        assertThat(inactive(state)).containsExactly("frank");
        assertThat(state.passed(slot(4, state.record().id(), NOON, operation)).requests())
                .containsExactly(operation);
        assertThat(state.atTheFloor().waiting()).singleElement().satisfies(it -> {
            assertThat(it.why()).startsWith("fewer than 4 seats");
            assertThat(it.condemns()).isFalse();
        });

        applied(state, 5, NOON.plusSeconds(9), back("alice"), back("bob"));
        assertThat(state.record().excluded(member("frank"))).isTrue();
    }

    /** Its seat does as little as a vacant one, and one that evidence has emptied counts as well. */
    @Test
    void seatThatIsStrippedOnEvidenceIsSpent() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, join("alice", 300), join("bob", 300));
        applied(state, 3, NOON, SIX.convict("carol", "frank", 1));
        assertThat(state.stripped(member("frank"))).isTrue();

        Outcome outcome = applied(state, 4, NOON, intrusion("alice"));

        assertThat(last(outcome.judged()).verdict())
                .startsWith(PENDING + " (vacant, stripped or newly taken seats: 1 of 1)");
        assertThat(names(state.record())).contains("alice");
    }

    /** A report counts while its sensor does. */
    @Test
    void pendingReportIsVoidWhenItsSensorIsRevoked() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));

        applied(state, 3, NOON, command(origin("alice"), new Command.Revoke(sensors("s-dave"), new byte[] {1})));
        assertThat(state.waiting()).containsExactly(member("erin"));
        RevocationList both = new RevocationList(2, sensors("s-dave", "s-erin").entries());
        applied(state, 4, NOON, command(origin("alice"), new Command.Revoke(both, new byte[] {1})));

        assertThat(state.waiting()).isEmpty();
        applied(state, 5, NOON.plusSeconds(60), command(origin("erin"), new Command.Reactivate()));
        assertThat(inactive(state)).isEmpty();
    }

    /** What a quorum has said does not hang on a sensor that said the same before. */
    @Test
    void pendingWordOfAQuorumOutlivesTheSensorThatSpokeBefore() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));
        applied(state, 3, NOON, accusedByFour("erin"));

        applied(state, 4, NOON, command(origin("alice"), new Command.Revoke(sensors("s-erin"), new byte[] {1})));

        assertThat(state.waiting()).containsExactly(member("erin"));
    }

    @Test
    void pendingReportIsVoidWhenThePolicyEnforcesNothing() {
        Founders seven = Founders.sevenWithOperator();
        MembershipState state = seven.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("grace"), intrusion("erin"));
        assertThat(state.waiting()).containsExactly(member("erin"));

        applied(state, 3, NOON, Founders.instruct(1, new Act.SetPolicy(Policy.standard(false)), "olga"));

        assertThat(state.waiting()).isEmpty();
    }

    /** AD-11: it goes on to enforce, and leaves this alert alone. */
    @Test
    void pendingReportIsVoidWhenThePolicyLeavesItsAlertAlone() {
        MembershipState state = reportedBeyondTheBudget(INTRUSION);

        applied(state, 3, NOON, Founders.instruct(1, new Act.SetPolicy(sparing(INTRUSION.rule())), "olga"));

        assertThat(state.waiting()).isEmpty();
        applied(state, 4, NOON.plusSeconds(60), command(origin("erin"), new Command.Reactivate()));
        assertThat(inactive(state)).isEmpty();
    }

    @Test
    void pendingReportStandsWhileThePolicyActsOnItsAlert() {
        MembershipState state = reportedBeyondTheBudget(INTRUSION);

        applied(state, 3, NOON, Founders.instruct(1, new Act.SetPolicy(sparing("another rule")), "olga"));

        assertThat(state.waiting()).containsExactly(member("erin"));
    }

    /** Each stands for itself, of whichever the first was. */
    @Test
    void ofSeveralReportsThoseStandOnWhichThePolicyActs() {
        Alert other = alert("1:9000102");
        MembershipState state = reportedBeyondTheBudget(INTRUSION, other);

        applied(state, 3, NOON, Founders.instruct(1, new Act.SetPolicy(sparing(INTRUSION.rule())), "olga"));
        assertThat(state.atTheFloor().waiting())
                .singleElement()
                .satisfies(it -> assertThat(it.cause()).startsWith("sensor s-erin: 1:9000102"));

        applied(state, 4, NOON, Founders.instruct(2, new Act.SetPolicy(sparing("1:90001*")), "olga"));
        assertThat(state.waiting()).isEmpty();
    }

    /** A bound: the sensor belongs to the member, so it loses nothing but what it says itself. */
    @Test
    void ofReportsOfOneWhoWaitsTheFirstEightAreKept() throws Exception {
        Alert[] alerts = Stream.iterate(1, each -> each + 1)
                .limit(Exclusions.MOST_REPORTS + 1)
                .map(each -> alert("rule " + each))
                .toArray(Alert[]::new);
        MembershipState state = reportedBeyondTheBudget(alerts);
        MembershipState other = reportedBeyondTheBudget(alerts[0]);
        other.restore(List.of(), state.share());
        assertThat(other.share().content()).isEqualTo(state.share().content());

        Policy.Rule[] allButTheLast = Stream.of(alerts)
                .limit(Exclusions.MOST_REPORTS)
                .map(each -> spares(each.rule()))
                .toArray(Policy.Rule[]::new);
        applied(other, 3, NOON, Founders.instruct(1, new Act.SetPolicy(sparing(allButTheLast)), "olga"));

        assertThat(other.waiting()).isEmpty();
    }

    /** What operators change of the policy is nothing to what a quorum has said. */
    @Test
    void pendingWordOfAQuorumOutlivesThePolicy() {
        Founders seven = Founders.sevenWithOperator();
        MembershipState state = seven.stateInViewOne();
        applied(state, 2, NOON, seven.convict("bob", "grace", 1), join("alice", 300), intrusion("erin"));
        applied(state, 3, NOON, by("alice", 300, new Command.Accuse(member("erin"), 1, "it floods")));
        applied(state, 4, NOON, accusedBy("erin", "bob", "carol", "dave", "frank"));
        assertThat(state.atTheFloor().waiting())
                .singleElement()
                .satisfies(it -> assertThat(it.cause()).startsWith("accused by"));

        applied(state, 5, NOON, Founders.instruct(1, new Act.SetPolicy(sparing(INTRUSION.rule())), "olga"));

        assertThat(state.waiting()).containsExactly(member("erin"));
    }

    /** Erin, of seven of which two are out. */
    private static MembershipState reportedBeyondTheBudget(Alert... alerts) {
        Founders seven = Founders.sevenWithOperator();
        MembershipState state = seven.stateInViewOne();
        List<Request> reports =
                new ArrayList<>(List.of(seven.convict("alice", "frank", 1), seven.convict("alice", "grace", 1)));
        for (Alert each : alerts) reports.add(report(sensor("s-erin", 5), "erin", each));
        applied(state, 2, NOON, reports.toArray(Request[]::new));
        assertThat(state.waiting()).containsExactly(member("erin"));
        assertThat(state.stripped(member("erin"))).isFalse();
        return state;
    }

    private static Alert alert(String rule) {
        return new Alert(
                INTRUSION.product(),
                rule,
                INTRUSION.category(),
                INTRUSION.text(),
                INTRUSION.severity(),
                INTRUSION.outcome(),
                INTRUSION.role());
    }

    private static Policy sparing(String rule) {
        return sparing(spares(rule));
    }

    /** That which enforces by default, but for these rules of a sensor. */
    private static Policy sparing(Policy.Rule... spared) {
        List<Policy.Rule> rules = new ArrayList<>(List.of(spared));
        rules.addAll(Policy.standard(true).rules());
        return new Policy(true, rules, Policy.Effect.LOG);
    }

    private static Policy.Rule spares(String rule) {
        return new Policy.Rule(
                Optional.of(rule), Optional.empty(), Optional.empty(), Optional.empty(), Policy.Effect.LOG);
    }

    /** GM-17: it was called back while it was merely accused; from now on it does not lead. */
    @Test
    void whoWasCalledBackWhileItWasPendingRestsWhenItIsStripped() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));
        applied(state, 3, NOON, intrusion("dave"));
        applied(state, 4, NOON, join("alice", 300), join("bob", 300));
        assertThat(state.active(member("erin"))).as("dave rests in its place").isTrue();

        applied(state, 5, NOON, SIX.convict("carol", "erin", 1));

        assertThat(state.stripped(member("erin"))).isTrue();
        assertThat(inactive(state)).containsExactly("erin");
    }

    @Test
    void whoIsPendingWaitsForTheFloorWhenTheBudgetHasRoom() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));
        applied(state, 3, NOON, intrusion("dave"));
        applied(state, 4, NOON, join("alice", 300), join("bob", 300));
        applied(state, 5, NOON, join("sam", 200));
        assertThat(state.active(member("erin"))).as("dave rests in its place").isTrue();

        applied(state, 6, NOON.plusSeconds(9), by("sam", 200, new Command.Reactivate()));
        assertThat(state.record().excluded(member("erin"))).isFalse();
        assertThat(state.stripped(member("erin"))).isFalse();
        assertThat(inactive(state)).containsExactly("dave");
        applied(state, 7, NOON.plusSeconds(9), back("alice"));

        assertThat(state.record().excluded(member("erin"))).isTrue();
    }

    /** It is for good for all of them, also for more than f; but somebody leads. */
    @Test
    void howeverManyAreStrippedAllRestButTheLast() {
        MembershipState state = stripped();
        applied(state, 5, NOON, FOUR.convict("alice", "bob", 1));
        assertThat(inactive(state)).containsExactly("bob", "carol");

        Outcome last = applied(state, 6, NOON, falseEvidence(FOUR, "alice", "bob"));

        assertThat(state.stripped(member("alice"))).isTrue();
        assertThat(last.next()).isEmpty();
        assertThat(inactive(state)).containsExactly("bob", "carol");
    }

    /** GM-17: f rest already and do not come back, so nothing would change but a view. The word stands until there is room. */
    @Test
    void suspicionMakesNoViewWhileTheSeatsThatMayRestAreThoseOfTheStripped() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, join("alice", 300), join("bob", 300), join("carol", 300));
        applied(state, 3, NOON, SIX.convict("erin", "frank", 1));
        assertThat(inactive(state)).containsExactly("frank");
        long views = state.record().id();

        applied(state, 4, NOON, suspect("erin", "dave"), by("bob", 300, new Command.Suspect(member("dave"), 1)));
        applied(state, 5, NOON, suspect("erin", "dave"), by("bob", 300, new Command.Suspect(member("dave"), 1)));

        assertThat(state.record().id()).isEqualTo(views);
        assertThat(inactive(state)).containsExactly("frank");

        applied(state, 6, NOON.plusSeconds(9), back("alice"), back("bob"));
        assertThat(state.record().excluded(member("frank"))).isTrue();
        applied(state, 7, NOON.plusSeconds(9), suspect("erin", "dave"));
        assertThat(inactive(state)).contains("dave");
    }

    /** Nor does going for a while, over and over, wear out the view keys of all. */
    @Test
    void whoIsCalledBackAtOnceMakesNoViewByGoing() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));

        for (int slot = 3; slot < 6; slot++)
            assertThat(applied(state, slot, NOON, command(origin("dave"), new Command.Disconnect()))
                            .next())
                    .isEmpty();

        assertThat(state.disconnected(member("dave"))).isTrue();
        assertThat(inactive(state)).containsExactly("erin");
        assertThat(wishes(state)).as("its word that it is there").containsExactly(new Command.Reactivate());

        assertThat(applied(state, 6, NOON, command(origin("dave"), new Command.Reactivate()))
                        .next())
                .isEmpty();
        assertThat(state.disconnected(member("dave")))
                .as("counts for the floor")
                .isFalse();
        assertThat(wishes(state)).isEmpty();
    }

    /** GM-17: a view each time it goes, so it is not gone any more only after its back-off. */
    @Test
    void whoIsAccusedAndHadGoneSaysThatItIsThereOncePerBackOff() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));
        applied(state, 3, NOON, command(origin("erin"), new Command.Disconnect()));
        Request there = command(origin("erin"), new Command.Reactivate());

        applied(state, 4, NOON, there);
        assertThat(state.disconnected(member("erin"))).isTrue();
        applied(state, 5, NOON.plusSeconds(60), there);

        assertThat(state.disconnected(member("erin"))).isFalse();
        assertThat(inactive(state)).containsExactly("erin");
    }

    /** What dave asks for, whose detector suspects nobody. */
    private static List<Command> wishes(MembershipState state) {
        OwnWishes wishes = new OwnWishes(origin("dave"), List.of(), state, new Suspects());
        wishes.caughtUp(true);
        return wishes.due(Duration.ZERO);
    }

    /** GM-24: they have signed it; it does not matter who brings it, and perhaps nobody else can. */
    @Test
    void strippedMemberBringsWhatOperatorsTell() {
        Founders seven = Founders.sevenWithOperator();
        MembershipState state = seven.stateInViewOne();
        applied(state, 2, NOON, seven.convict("alice", "frank", 1), seven.convict("alice", "grace", 1));
        applied(state, 3, NOON, seven.convict("alice", "erin", 1));
        assertThat(state.stripped(member("erin"))).isTrue();
        Request told = Founders.instruct(1, new Act.Pin(member("alice")), "olga");

        Outcome outcome = applied(
                state, 4, NOON, command(origin("erin"), told.command(seven.life).orElseThrow()));

        assertThat(outcome.inForce()).hasSize(1);
        assertThat(outcome.next().orElseThrow().reason()).startsWith("alice pinned by operators olga");
    }

    /** SICP-11: what the authority may not do at once it does not do one after the other either. */
    @Test
    void authorityAloneDoesNotStripOneMemberAfterTheOther() {
        MembershipState state = FOUR.stateInViewOne();
        applied(state, 2, NOON, FOUR.convict("alice", "dave", 1));
        applied(state, 3, NOON, crl(2, "carol"));
        assertThat(state.stripped(member("carol")))
                .as("dave's seat is not vacant for a CRL")
                .isTrue();

        Outcome next = applied(state, 4, NOON, crl(3, "bob"));
        Outcome all = applied(state, 5, NOON, crl(4, "dave", "carol", "bob"));
        Outcome same = applied(state, 6, NOON, crl(5, "dave", "carol"));

        assertThat(next.notices())
                .containsExactly(
                        new RevocationJudged(
                                4,
                                3,
                                "it revokes [bob], and [carol] are stripped already, more than 1: that needs operators' approval"));
        assertThat(all.revoked()).isEmpty();
        assertThat(state.stripped(member("bob"))).isFalse();
        assertThat(same.revoked()).as("nobody else is cut off by it").isPresent();
    }

    /** SICP-11: neither does it exclude one member and strip the next. */
    @Test
    void authorityAloneCutsOffTheNextWhenTheSeatOfTheLastIsTaken() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, crl(1, "frank"));
        Outcome refused = applied(state, 3, NOON, crl(2, "frank", "erin"));
        assertThat(refused.revoked()).isEmpty();
        assertThat(refused.notices())
                .containsExactly(
                        new RevocationJudged(
                                3,
                                2,
                                "it revokes [erin], and nobody has taken the seats of [frank], more than 1: that needs operators' approval"));
        applied(state, 4, NOON, join("sam", 200));

        Outcome taken = applied(state, 5, NOON, crl(2, "frank", "erin"));

        assertThat(taken.revoked()).isPresent();
        assertThat(state.record().excluded(member("erin"))).isTrue();
    }

    @Test
    void seatOfTheExcludedThatWasTakenAndLeftAgainIsNotCounted() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, crl(1, "frank"));
        applied(state, 3, NOON, join("sam", 200));
        applied(state, 4, NOON, command(origin("sam", 200), new Command.Retire()));

        assertThat(applied(state, 5, NOON, crl(2, "erin")).revoked()).isPresent();
    }

    /** GM-20: it was said of the incarnation that sat then. */
    @Test
    void pendingAccusationIsVoidWithTheIncarnationOfItsTarget() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));
        assertThat(state.waiting()).containsExactly(member("erin"));

        applied(state, 3, NOON.plusSeconds(9), join("erin", 300));
        assertThat(state.waiting()).isEmpty();
        applied(state, 4, NOON.plusSeconds(30), by("erin", 300, new Command.Reactivate()), join("sam", 200));
        applied(state, 5, NOON.plusSeconds(60), by("sam", 200, new Command.Reactivate()));

        assertThat(inactive(state)).isEmpty();
        assertThat(state.record().excluded(member("erin"))).isFalse();
    }

    @Test
    void pendingAccusationIsVoidWhenItsTargetHasLeft() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"), intrusion("erin"));

        applied(state, 3, NOON, command(origin("erin"), new Command.Retire()));

        assertThat(names(state.record())).containsExactly("alice", "bob", "carol", "dave");
        assertThat(state.waiting()).isEmpty();
    }

    /** Else two friends on the roster would renew the budget by taking turns. */
    @Test
    void newcomerThatLeavesLeavesThePlaceAsItWas() {
        MembershipState left = friendComesAndGoes(command(origin("sam", 200), new Command.Retire()));
        MembershipState convicted = friendComesAndGoes(crl(1, "sam"));
        MembershipState later = friendComesAndGoes(command(origin("sam", 200), new Command.Retire()));
        for (MembershipState each : List.of(left, convicted, later)) applied(each, 5, NOON, join("tess", 201));

        verdictOnErin(left, NOON, PENDING);
        verdictOnErin(convicted, NOON, PENDING);
        verdictOnErin(later, NOON.plus(Budget.WINDOW).plusMillis(1), "excluded");
    }

    private static MembershipState friendComesAndGoes(Request goes) {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, intrusion("frank"));
        applied(state, 3, NOON, join("sam", 200));
        assertThat(names(state.record())).contains("sam");
        applied(state, 4, NOON, goes);
        assertThat(names(state.record())).containsExactly("alice", "bob", "carol", "dave", "erin");
        return state;
    }

    /** Its place is charged when it goes, as if it had gone at once. */
    @Test
    void whoWaitedForTheFloorLeavesAChargedPlace() {
        MembershipState state = SIX.stateInViewOne();
        applied(state, 2, NOON, join("alice", 300), join("bob", 300), join("carol", 300));
        applied(state, 3, NOON, intrusion("frank"));
        assertThat(state.waiting()).containsExactly(member("frank"));

        applied(state, 4, NOON.plusSeconds(9), back("alice"), back("bob"));
        applied(state, 5, NOON.plusSeconds(9), join("sam", 200));

        assertThat(names(state.record())).containsExactly("alice", "bob", "carol", "dave", "erin", "sam");
        verdictOnErin(state, NOON.plusSeconds(9), PENDING);
    }

    /** AB-23: whoever goes on in a certified state decides as the others do. */
    @Test
    void budgetAndWhatWaitsAreInTheCheckpoint() throws Exception {
        MembershipState state = standbyTook(intrusion("frank"));
        MembershipState other = standbyTook(intrusion("frank"));
        Outcome outcome = applied(
                state,
                5,
                NOON,
                intrusion("erin"),
                SIX.convict("alice", "dave", 1),
                SIX.convict("alice", "carol", 1),
                SIX.convict("alice", "bob", 1));

        ViewRecord next = outcome.next().orElseThrow();
        other.restore(List.of(new ViewCertificate(next, List.of())), state.share());

        assertThat(other.share().content()).isEqualTo(state.share().content());
        assertThat(other.waiting()).containsExactly(member("erin"), member("bob"));
        assertThat(other.stripped(member("bob"))).isTrue();
        assertThat(other.stripped(member("erin"))).isFalse();
        verdictOnErin(other, NOON, PENDING);
    }

    /** Carol, at the floor since dave is out. */
    private static MembershipState stripped() {
        MembershipState state = FOUR.stateInViewOne();
        applied(state, 2, NOON, FOUR.convict("alice", "dave", 1));
        applied(state, 3, NOON, FOUR.convict("alice", "carol", 1));
        assertThat(state.stripped(member("carol"))).isTrue();
        return state;
    }

    private static Request back(String name) {
        return by(name, 300, new Command.Reactivate());
    }

    private static Request falseEvidence(Founders group, String by, String target) {
        return Founders.convict(by, target, group.statement(target, 1, "one"), group.statement(target, 1, "one"));
    }

    private static Request suspect(String by, String target) {
        return command(origin(by), new Command.Suspect(member(target), 1));
    }

    private static Outcome applied(MembershipState state, long slot, Instant agreedTime, Request... requests) {
        return state.apply(slot(slot, state.record().id(), agreedTime, requests));
    }

    private static List<String> inactive(MembershipState state) {
        return state.record().occupants().stream()
                .filter(occupant -> !occupant.active())
                .map(Occupant::member)
                .map(MemberId::name)
                .sorted()
                .toList();
    }

    private static <T> T last(List<T> values) {
        return values.get(values.size() - 1);
    }
}
