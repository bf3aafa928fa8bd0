package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.testudo.membership.core.Founders.ATTEMPT;
import static org.testudo.membership.core.Founders.INTRUSION;
import static org.testudo.membership.core.Founders.NOON;
import static org.testudo.membership.core.Founders.accuse;
import static org.testudo.membership.core.Founders.bring;
import static org.testudo.membership.core.Founders.certificate;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.convict;
import static org.testudo.membership.core.Founders.key;
import static org.testudo.membership.core.Founders.member;
import static org.testudo.membership.core.Founders.names;
import static org.testudo.membership.core.Founders.operation;
import static org.testudo.membership.core.Founders.origin;
import static org.testudo.membership.core.Founders.report;
import static org.testudo.membership.core.Founders.sensor;
import static org.testudo.membership.core.Founders.slot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** GM-3, GM-13: one slot's commands, folded. */
class MembershipStateTest {
    private static final Founders FOUR = Founders.four();

    /** What is asked in one slot of view 1, who is out by it, and how the last verdict begins; empty: nothing is judged. */
    static Stream<Arguments> commands() {
        Origin watcher = sensor("s-carol", 5);
        Origin stranger = new Origin(new Principal(Principal.Kind.MEMBER, "mallory"), key("mallory"), 1);
        Origin formerLife = Origin.of(member("alice"), key("alice"), 2);
        Origin stolenName = Origin.of(member("alice"), key("carol"), 1);
        Origin client = new Origin(new Principal(Principal.Kind.CLIENT, "alice"), key("alice"), 1);
        Origin asSensor = new Origin(new Principal(Principal.Kind.SENSOR, "alice"), key("alice"), 1);
        Command accusation = new Command.Accuse(member("bob"), 1, "it floods");
        return Stream.of(
                row(
                        "an intrusion reported by the watcher excludes",
                        "carol",
                        "excluded: sensor s-carol",
                        report(watcher, "carol", INTRUSION)),
                row("an attempt is logged", "", "log: sensor s-carol: 1:9000100", report(watcher, "carol", ATTEMPT)),
                row(
                        "a sensor has no say about another seat",
                        "",
                        "sensor s-carol has no authority",
                        report(watcher, "bob", INTRUSION)),
                row(
                        "a made-up sensor has no say",
                        "",
                        "sensor s-eve has no authority",
                        report(sensor("s-eve", 5), "bob", INTRUSION)),
                row(
                        "a sensor's name with another key has no say",
                        "",
                        "sensor s-carol has no authority",
                        report(new Origin(watcher.principal(), key("alice"), 5), "carol", INTRUSION)),
                row(
                        "a member cannot report as a sensor",
                        "",
                        "sensor carol has no authority",
                        report(origin("carol"), "bob", INTRUSION)),
                row("a client cannot report", "", "sensor alice has no authority", report(client, "bob", INTRUSION)),
                row(
                        "another certificate is not the target's",
                        "",
                        "sensor s-carol names another certificate",
                        report(watcher, "carol", certificate("old carol"), NOON, INTRUSION)),
                row(
                        "what was observed long ago has no effect",
                        "",
                        "sensor s-carol saw it at",
                        report(watcher, "carol", certificate("carol"), NOON.minusSeconds(31), INTRUSION)),
                row(
                        "what was observed in the future has no effect",
                        "",
                        "sensor s-carol saw it at",
                        report(watcher, "carol", certificate("carol"), NOON.plusSeconds(91), INTRUSION)),
                row(
                        "a report on nobody has no effect",
                        "",
                        "sensor s-carol has no authority",
                        report(watcher, "mallory", INTRUSION)),
                row("one accuser excludes nobody", "", "not enough; accused by [alice]", accuse("alice", "bob")),
                row(
                        "one accuser, however often, excludes nobody",
                        "",
                        "not enough; accused by [alice]",
                        accuse("alice", "bob"),
                        accuse("alice", "bob"),
                        accuse("alice", "bob")),
                row(
                        "two of four exclude nobody",
                        "",
                        "not enough; accused by [alice, carol]",
                        accuse("alice", "bob"),
                        accuse("carol", "bob")),
                row(
                        "Q of four exclude",
                        "bob",
                        "excluded: accused by [alice, carol, dave]: it floods",
                        accuse("alice", "bob"),
                        accuse("carol", "bob"),
                        accuse("dave", "bob")),
                row(
                        "who accuses itself adds no accuser",
                        "",
                        "not enough; accused by [alice, carol]",
                        accuse("alice", "bob"),
                        accuse("carol", "bob"),
                        accuse("bob", "bob")),
                row(
                        "an accusation of another incarnation is a no-op",
                        "",
                        "",
                        command(origin("alice"), new Command.Accuse(member("bob"), 2, "it floods"))),
                row("an accusation of nobody is a no-op", "", "", accuse("alice", "mallory")),
                row("a stranger's accusation is a no-op", "", "", command(stranger, accusation)),
                row("an accusation with another incarnation is a no-op", "", "", command(formerLife, accusation)),
                row("an accusation under a stolen name is a no-op", "", "", command(stolenName, accusation)),
                row("a client's accusation is a no-op", "", "", command(client, accusation)),
                row("a sensor's accusation as a member is a no-op", "", "", command(asSensor, accusation)),
                row(
                        "evidence excludes at once",
                        "dave",
                        "excluded: evidence: two different PREPARE votes for view 1 epoch 2 slot 9",
                        FOUR.convict("bob", "dave", 1)),
                row(
                        "evidence of an earlier view excludes too",
                        "dave",
                        "excluded: evidence",
                        FOUR.convict("bob", "dave", 0)),
                row(
                        "evidence of a view to come convicts nobody",
                        "",
                        "the evidence convicts nobody",
                        FOUR.convict("bob", "dave", 2)),
                row(
                        "evidence by another signer convicts nobody",
                        "",
                        "the evidence convicts nobody",
                        convict("carol", "bob", FOUR.statement("carol", 1, "one"), FOUR.statement("carol", 1, "two"))),
                row(
                        "the same statement twice convicts whoever brings it",
                        "carol",
                        "excluded: evidence: brought false evidence",
                        convict("carol", "bob", FOUR.statement("bob", 1, "one"), FOUR.statement("bob", 1, "one"))),
                row(
                        "a stranger's evidence is a no-op",
                        "",
                        "",
                        new Request(
                                stranger,
                                1,
                                RequestClass.CONTROL,
                                FOUR.convict("carol", "bob", 1).body())),
                row(
                        "bytes that are no command are a no-op",
                        "",
                        "",
                        new Request(origin("carol"), 1, RequestClass.CONTROL, new byte[] {4, 0, 0})));
    }

    private static Arguments row(String name, String out, String verdict, Request... requests) {
        return arguments(name, out, verdict, requests);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void commandsOfOneSlotComeTo(String name, String out, String verdict, Request[] requests) {
        MembershipState state = FOUR.stateInViewOne();

        Outcome outcome = state.apply(slot(2, 1, NOON, requests));

        assertThat(outcome.next().map(ViewRecord::exclusions).orElse(List.of()))
                .extracting(Exclusion::member)
                .isEqualTo(out.isEmpty() ? List.of() : List.of(member(out)));
        assertThat(state.record().id()).isEqualTo(out.isEmpty() ? 1 : 2);
        if (verdict.isEmpty()) assertThat(outcome.judged()).isEmpty();
        else assertThat(lastOf(outcome.judged()).verdict()).startsWith(verdict);
        assertThat(outcome.judged()).filteredOn(Judged::effective).hasSize(out.isEmpty() ? 0 : 1);
    }

    @Test
    void recordAfterAnExclusionSaysWhoIsOutSinceWhenAndWhy() {
        MembershipState state = FOUR.stateInViewOne();
        ViewRecord before = state.record();

        ViewRecord next = state.apply(slot(2, 1, NOON.plusMillis(5), report(sensor("s-carol", 5), "carol", INTRUSION)))
                .next()
                .orElseThrow();

        String cause = "sensor s-carol: 1:9000101 GROUP member host returned root shell output (succeeded, actor)";
        assertThat(next.id()).isEqualTo(2);
        assertThat(next.firstSlot()).isEqualTo(3);
        assertThat(next.previous()).isEqualTo(before.digest());
        assertThat(next.historyChain()).isEqualTo(Founders.chain(2));
        assertThat(next.agreedTime()).isEqualTo(NOON.plusMillis(5));
        assertThat(next.exclusions()).containsExactly(new Exclusion(member("carol"), 2, cause));
        assertThat(next.reason()).isEqualTo("carol excluded, " + cause);
        assertThat(names(next)).containsExactly("alice", "bob", "dave");
        assertThat(next.seats().get(2)).isEmpty();
        assertThat(next.quorum()).isEqualTo(before.quorum());
    }

    /** AB-17: not the epoch of the certificate, which may differ from member to member. */
    @Test
    void nextViewStartsWithTheLeaderOfTheBirthEpochOfTheLastSlot() {
        MembershipState state = FOUR.stateInViewOne();
        Request intrusion = report(sensor("s-carol", 5), "carol", INTRUSION);

        Outcome outcome = state.apply(new SlotDelivery(2, 1, 6, NOON, Founders.chain(2), List.of(intrusion)));

        assertThat(outcome.next().orElseThrow().startSeat()).isEqualTo(3);
    }

    @Test
    void firstViewOfTheGroupIsFormedWhenEverySeatHasBroughtKeys() {
        MembershipState state = FOUR.state();

        assertThat(state.apply(slot(1, 0, NOON, bring("alice", 0, 16), bring("bob", 0, 16)))
                        .next())
                .isEmpty();
        assertThat(state.apply(slot(2, 0, NOON, bring("dave", 0, 16))).next()).isEmpty();
        ViewRecord next =
                state.apply(slot(3, 0, NOON, bring("carol", 0, 2))).next().orElseThrow();

        assertThat(next.id()).isEqualTo(1);
        assertThat(next.reason()).isEqualTo("every seat brought its view keys");
        assertThat(next.occupants())
                .extracting(occupant -> occupant.viewKey().orElseThrow())
                .containsExactly(
                        Founders.viewKey("alice", 0),
                        Founders.viewKey("bob", 0),
                        Founders.viewKey("carol", 0),
                        Founders.viewKey("dave", 0));
    }

    /** GM-11, and GM-17: what brings it back is its own signed word. */
    @Test
    void seatWithoutAKeyIsSilentUntilTheViewAfterItBroughtOne() {
        Founders seven = Founders.seven();
        MembershipState state = seven.state();
        Request[] all = seven.everyonesKeys();
        all[1] = bring("bob", 0, 1);
        state.apply(slot(1, 0, NOON, all));

        ViewRecord without = state.apply(slot(2, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)))
                .next()
                .orElseThrow();
        ViewRecord with =
                state.apply(slot(3, 2, NOON, bring("bob", 1, 16))).next().orElseThrow();

        Occupant silent = without.occupant(member("bob")).orElseThrow();
        assertThat(silent.viewKey()).isEmpty();
        assertThat(silent.active()).isFalse();
        Occupant back = with.occupant(member("bob")).orElseThrow();
        assertThat(back.viewKey()).isEqualTo(Optional.of(Founders.viewKey("bob", 1)));
        assertThat(back.active()).isTrue();
        assertThat(with.reason()).isEqualTo("bob brought view keys");
    }

    @Test
    void noSeatGetsItsVoiceAtThePriceOfAnothers() {
        Founders seven = Founders.seven();
        MembershipState state = seven.state();
        Request[] all = seven.everyonesKeys();
        all[0] = bring("alice", 0, 2);
        all[1] = bring("bob", 0, 1);
        state.apply(slot(1, 0, NOON, all));
        state.apply(slot(2, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));

        Outcome alone = state.apply(slot(3, 2, NOON, bring("bob", 1, 1)));
        Outcome both = state.apply(slot(4, 2, NOON, bring("alice", 2, 1)));

        assertThat(alone.next()).isEmpty();
        assertThat(both.next().orElseThrow().reason()).isEqualTo("bob brought view keys");
    }

    /** GM-18, GM-19: with one out of four, three are Q; a further one must stay, out of the rotation, and is reported. */
    @Test
    void atTheFloorAnExclusionWaits() {
        MembershipState state = FOUR.stateInViewOne();
        state.apply(slot(2, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));

        Outcome outcome = state.apply(slot(3, 2, NOON, report(sensor("s-bob", 5), "bob", INTRUSION)));

        assertThat(names(outcome.next().orElseThrow())).containsExactly("alice", "bob", "dave");
        assertThat(outcome.judged()).singleElement().satisfies(judged -> {
            assertThat(judged.effective()).isFalse();
            assertThat(judged.verdict())
                    .startsWith("pending, since the budget is spent (vacant, stripped or newly taken seats: 1 of 1): "
                            + "sensor s-bob");
        });
        assertThat(state.waiting()).containsExactly(member("bob"));
    }

    /** A view whose seats cannot vote could order nothing, not even the keys that would mend it. */
    @Test
    void exclusionWaitsUntilQOthersHaveKeysForTheNextView() {
        MembershipState state = FOUR.state();
        state.apply(slot(1, 0, NOON, bring("alice", 0, 16), bring("bob", 0, 16), bring("carol", 0, 16)));

        FloorWatch watch = new FloorWatch();
        Optional<AtTheFloor> before = watch.look(state);
        Outcome tooFew = state.apply(slot(2, 0, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));
        Optional<AtTheFloor> waits = watch.look(state);
        Optional<AtTheFloor> again = watch.look(state);
        Outcome enough = state.apply(slot(3, 0, NOON, bring("dave", 0, 16)));

        assertThat(before).isEmpty();

        assertThat(tooFew.next()).isEmpty();
        assertThat(lastOf(tooFew.judged()).verdict())
                .startsWith("pending, since fewer than 3 seats could vote without it: sensor s-carol");
        assertThat(waits)
                .hasValueSatisfying(told -> assertThat(told.waiting())
                        .singleElement()
                        .asString()
                        .startsWith("exclusion of carol (sensor s-carol")
                        .endsWith("waits, since fewer than 3 seats could vote without it"));
        assertThat(again).isEmpty();
        assertThat(watch.look(state)).contains(new AtTheFloor(List.of()));
        assertThat(names(enough.next().orElseThrow())).containsExactly("alice", "bob", "dave");
        assertThat(enough.judged()).singleElement().matches(Judged::effective);
        assertThat(state.waiting()).isEmpty();
    }

    /** GM-13: what the excluded asked for later in the batch is skipped, also what is not for the membership. */
    @Test
    void requestsOfWhoWasExcludedEarlierInTheBatchAreSkipped() {
        MembershipState state = FOUR.stateInViewOne();
        Request before = operation("carol", "before");
        Request after = operation("carol", "after");
        Request other = operation("bob", "other");

        Outcome outcome = state.apply(slot(
                2,
                1,
                NOON,
                before,
                report(sensor("s-carol", 5), "carol", INTRUSION),
                after,
                other,
                accuse("carol", "bob")));

        assertThat(outcome.rest().requests()).containsExactly(before, other);
        assertThat(outcome.judged()).hasSize(1);
    }

    @Test
    void onlyOneViewFollowsASlot() {
        MembershipState state = Founders.seven().stateInViewOne();

        Outcome outcome = state.apply(slot(
                2,
                1,
                NOON,
                report(sensor("s-carol", 5), "carol", INTRUSION),
                report(sensor("s-bob", 5), "bob", INTRUSION)));

        ViewRecord next = outcome.next().orElseThrow();
        assertThat(next.id()).isEqualTo(2);
        assertThat(names(next)).containsExactly("alice", "dave", "erin", "frank", "grace");
        assertThat(next.reason()).contains("carol excluded").contains("; bob excluded");
    }

    @Test
    void groupThatOnlyObservesSaysWhatItWouldHaveDone() {
        Founders observing = Founders.fourObserving();
        MembershipState state = observing.stateInViewOne();

        Outcome outcome = state.apply(slot(2, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));

        assertThat(outcome.next()).isEmpty();
        assertThat(lastOf(outcome.judged()).verdict())
                .startsWith("observed only, enforcing would exclude it: sensor s-carol");
    }

    /** AD-12: boots only grow. */
    @Test
    void olderBootOfASensorIsDroppedOnceANewerOneSpoke() {
        MembershipState state = FOUR.stateInViewOne();
        state.apply(slot(2, 1, NOON, report(sensor("s-carol", 6), "carol", ATTEMPT)));

        Outcome older = state.apply(slot(3, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));
        Outcome newer = state.apply(slot(4, 1, NOON, report(sensor("s-carol", 6), "carol", INTRUSION)));

        assertThat(lastOf(older.judged()).verdict()).isEqualTo("sensor s-carol has booted since");
        assertThat(newer.next()).isPresent();
    }

    /** GM-20: fresh by agreed time, not by view. */
    @Test
    void accusationsCountForThirtySecondsOfAgreedTimeAlsoAcrossViews() {
        MembershipState fresh = Founders.seven().stateInViewOne();
        MembershipState stale = Founders.seven().stateInViewOne();
        for (MembershipState state : List.of(fresh, stale)) {
            state.apply(slot(2, 1, NOON, accuse("alice", "bob"), accuse("dave", "bob"), accuse("erin", "bob")));
            state.apply(slot(3, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));
        }

        Request[] last = {accuse("frank", "bob"), accuse("grace", "bob")};

        assertThat(fresh.apply(slot(4, 2, NOON.plusSeconds(30), last)).next()).isPresent();
        assertThat(stale.apply(slot(4, 2, NOON.plusSeconds(31), last)).next()).isEmpty();
    }

    @Test
    void wordsOfTheExcludedNoLongerCount() {
        MembershipState state = Founders.seven().stateInViewOne();
        state.apply(slot(2, 1, NOON, accuse("carol", "bob"), accuse("alice", "bob"), accuse("dave", "bob")));
        state.apply(slot(3, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));

        Outcome outcome = state.apply(slot(4, 2, NOON, accuse("erin", "bob"), accuse("frank", "bob")));

        assertThat(outcome.next()).isEmpty();
        assertThat(lastOf(outcome.judged()).verdict()).startsWith("not enough; accused by [alice, dave, erin, frank]");
    }

    @Test
    void excludedMemberHasNoFurtherSay() {
        MembershipState state = Founders.seven().stateInViewOne();
        state.apply(slot(2, 1, NOON, report(sensor("s-carol", 5), "carol", INTRUSION)));

        Outcome outcome = state.apply(slot(
                3,
                2,
                NOON,
                accuse("carol", "bob"),
                bring("carol", 16, 8),
                report(sensor("s-carol", 5), "carol", INTRUSION)));

        assertThat(outcome.next()).isEmpty();
        assertThat(outcome.judged())
                .extracting(Judged::verdict)
                .containsExactly("sensor s-carol has no authority over it");
        assertThat(state.keysLeft(member("carol"))).isZero();
    }

    @Test
    void harmfulTextOfASensorReachesNoRecord() {
        MembershipState state = FOUR.stateInViewOne();
        String text = "a\u001b[2J\n\"b\"" + "\u00e9".repeat(120);
        Alert alert = new Alert(
                "x", "1:" + "9".repeat(250), "c", text, INTRUSION.severity(), INTRUSION.outcome(), INTRUSION.role());

        ViewRecord next = state.apply(slot(2, 1, NOON, report(sensor("s-carol", 5), "carol", alert)))
                .next()
                .orElseThrow();

        String cause = next.exclusions().get(0).cause();
        assertThat(cause).startsWith("sensor s-carol: 1:999").contains("9 a?[2J??b?\u00e9");
        assertThat(cause.getBytes(StandardCharsets.UTF_8).length).isBetween(511, Exclusion.MAX_CAUSE);
    }

    @Test
    void sameSlotsGiveTheSameRecordsAtEveryMember() {
        MembershipState one = FOUR.stateInViewOne();
        MembershipState other = FOUR.stateInViewOne();
        var slot = slot(2, 1, NOON, accuse("alice", "bob"), report(sensor("s-carol", 5), "carol", INTRUSION));

        assertThat(one.apply(slot).next().orElseThrow().digest())
                .isEqualTo(other.apply(slot).next().orElseThrow().digest());
    }

    private static <T> T lastOf(List<T> values) {
        return values.get(values.size() - 1);
    }

    @Test
    void keysMustFollowThoseAnnouncedBeforeAndHaveABound() {
        MembershipState state = FOUR.stateInViewOne();
        MemberId alice = member("alice");

        state.apply(slot(2, 1, NOON, bring("alice", 0, 16), bring("alice", 17, 16)));
        assertThat(state.keysLeft(alice)).isEqualTo(15);
        state.apply(slot(3, 1, NOON, bring("alice", 16, 16)));
        assertThat(state.keysLeft(alice)).isEqualTo(31);
        state.apply(slot(4, 1, NOON, bring("alice", 32, 2), bring("alice", 32, 1)));
        assertThat(state.keysLeft(alice)).isEqualTo(ViewKeys.MOST);
    }
}
