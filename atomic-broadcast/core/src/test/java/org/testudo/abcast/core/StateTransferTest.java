package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.command.Concealment;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.CheckpointAwaited;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.CheckpointStable;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.OperationDiffers;
import org.testudo.kernel.notice.OperationNotFound;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.StateDiffers;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.notice.ViewProved;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Manifest;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/** AB-7, AB-8: who is given a state, who is not, and what it owes the group from before. */
class StateTransferTest {
    private static final int INTERVAL = 4;
    private static final int LAST = 3;
    private static final Signature SIGNATURE = Signature.fromBytes(new byte[Signature.LENGTH]);

    private final Table table = new Table(settings(), new AbcastRules());
    private final int[] shared = new int[4];
    private final int[] taken = new int[4];
    private final List<ViewCertificate> chain = new ArrayList<>();
    private ViewRecord view = table.view();
    private final int[] executed = new int[4];
    /** What the application of the last member adds to its state. */
    private String error = "";
    /** What it answers otherwise than the others; nothing: it shows nothing. */
    private String erring = "";
    /** What a liar tells whoever asks for results; nothing: it tells the truth. */
    private String lie = "";

    private static AbcastSettings settings() {
        AbcastSettings usual = AbcastSimulations.settings();
        return new AbcastSettings(
                usual.window(),
                usual.pipeline(),
                usual.maxBatch(),
                usual.maxPayload(),
                usual.poolPerOrigin(),
                usual.logLimit(),
                INTERVAL,
                usual.timeout(),
                usual.controlTimeout(),
                usual.skew(),
                usual.idle(),
                usual.sessions(),
                usual.formationWait(),
                usual.busyPulse(),
                usual.idlePulse(),
                false);
    }

    @BeforeEach
    void applicationsHoldState() {
        for (int i = 0; i < 4; i++) holds(i, true);
    }

    private void holds(int member, boolean snapshots) {
        table.happens(member, new Event.Noticed<>(new HoldsState(HoldsState.APPLICATION, snapshots)));
    }

    /** Stands in for the applications: gives what is asked for. */
    private void share() {
        for (int i = 0; i < 4; i++) {
            List<CheckpointDue> due = table.notices(i, CheckpointDue.class);
            for (; shared[i] < due.size(); shared[i]++) {
                long slot = due.get(shared[i]).slot();
                String state = "state after " + slot + (i == LAST ? error : "");
                Snapshot share = Snapshot.of(state.getBytes(StandardCharsets.UTF_8));
                table.happens(i, new Event.Noticed<>(new StateShare(slot, HoldsState.APPLICATION, share)));
            }
        }
    }

    /** Stands in for the applications: each answers an operation with its text. */
    private void execute() {
        for (int i = 0; i < 4; i++) {
            List<SlotDelivery> delivered = table.deliveries(i);
            for (; executed[i] < delivered.size(); executed[i]++) execute(i, delivered.get(executed[i]));
        }
    }

    private void execute(int member, SlotDelivery slot) {
        List<Executed.Answer> answers = slot.requests().stream()
                .filter(each -> each.kind() == RequestClass.APPLICATION)
                .map(each -> new Executed.Answer(each, result(member, each.body()), false))
                .toList();
        if (!answers.isEmpty()) table.happens(member, new Event.Noticed<>(new Executed(slot.slot(), answers)));
        table.happens(member, new Event.Applied<>(slot.slot(), Digest.ZERO));
    }

    private byte[] result(int member, byte[] body) {
        boolean errs = member == LAST && new String(body, StandardCharsets.UTF_8).equals(erring);
        boolean lies = member == 2 && new String(body, StandardCharsets.UTF_8).equals(lie);
        return errs || lies ? new byte[] {1} : body;
    }

    /** Stands in for the membership: it has taken its share. */
    private void release() {
        for (int i = 0; i < 4; i++) {
            List<StateRestored> given = table.notices(i, StateRestored.class);
            for (; taken[i] < given.size(); taken[i]++) {
                if (!given.get(taken[i]).views().isEmpty()) continue;
                table.happens(i, new Event.Unchanged<>(given.get(taken[i]).slot()));
            }
        }
    }

    /** So many slots, one after the other, of which these members alone hear. */
    private void order(int slots, int... members) {
        for (int i = 0; i < slots; i++) {
            table.submit(0, "operation");
            among(members);
        }
    }

    private void among(int... members) {
        List<Integer> those = java.util.Arrays.stream(members).boxed().toList();
        table.pass(each -> those.contains(each.from()) && those.contains(each.to()));
        execute();
        share();
        table.pass(each -> those.contains(each.from()) && those.contains(each.to()));
        table.loseAll();
    }

    private void live(Duration time, int... members) {
        for (Duration past = Duration.ZERO; past.compareTo(time) < 0; past = past.plus(Duration.ofMillis(50))) {
            table.talk(Duration.ofMillis(50), members);
            execute();
            share();
            release();
        }
    }

    private List<StateRestored> given() {
        return table.notices(LAST, StateRestored.class);
    }

    @Test
    void memberWhoseStateDiffersStopsSaysSoAndGoesOnInALaterState() {
        error = ", and more";
        order(INTERVAL, 0, 1, 2, LAST);
        live(Duration.ofMillis(300), 0, 1, 2, LAST);
        order(INTERVAL, 0, 1, 2, LAST);
        assertThat(table.last(LAST).slot()).isEqualTo(INTERVAL);
        assertThat(table.last(0).slot()).isGreaterThanOrEqualTo(2 * INTERVAL);

        error = "";
        live(Duration.ofSeconds(4), 0, 1, 2, LAST);

        assertThat(given()).hasSize(1);
        assertThat(table.notices(LAST, StateDiffers.class))
                .containsExactly(new StateDiffers(INTERVAL, 0, "application", false));
        assertThat(table.notices(LAST, Refused.class)).isEmpty();
        assertThat(table.last(LAST).slot()).isEqualTo(table.last(0).slot());
        assertThat(table.last(LAST).historyChain()).isEqualTo(table.last(0).historyChain());
        assertThat(stable(LAST)).isGreaterThan(given().get(0).slot()).isEqualTo(stable(0));
    }

    private long stable(int member) {
        List<CheckpointStable> all = table.notices(member, CheckpointStable.class);
        return all.get(all.size() - 1).slot();
    }

    /** AB-7: "A repeated divergence is reported as nondeterminism": another state would only hide it once more. */
    @Test
    void memberWhoseStateDiffersAgainStaysOutOfService() {
        memberWhoseStateDiffersStopsSaysSoAndGoesOnInALaterState();
        error = ", and more";
        order(INTERVAL, 0, 1, 2, LAST);
        long stopped = table.last(LAST).slot();
        error = "";

        live(Duration.ofSeconds(10), 0, 1, 2, LAST);

        assertThat(table.last(0).slot()).isGreaterThan(stopped + 4 * INTERVAL);
        assertThat(table.last(LAST).slot()).isEqualTo(stopped);
        assertThat(given()).hasSize(1);
        assertThat(table.notices(LAST, StateDiffers.class))
                .last()
                .matches(StateDiffers::again)
                .extracting(StateDiffers::shares)
                .isEqualTo("application");
        assertThat(table.notices(LAST, Refused.class))
                .singleElement()
                .satisfies(it -> assertThat(it.describe()).contains("for the second time"));
    }

    /** AB-7: "with the first differing operation", also when one of those who are asked lies about an earlier one. */
    @Test
    void repeatedDivergenceNamesTheFirstOperationWhoseResultDiffers() {
        diverge("operation 2", "operation 1");

        assertThat(table.notices(LAST, OperationDiffers.class)).singleElement().satisfies(it -> {
            SlotDelivery slot = slot(it.slot());
            Request named = slot.requests().get(it.place() - 1);
            assertThat(new String(named.body(), StandardCharsets.UTF_8)).isEqualTo("operation 2");
            assertThat(it.origin()).isEqualTo(named.origin().principal().toString());
            assertThat(it.number()).isEqualTo(named.number());
        });
        assertThat(table.notices(LAST, OperationNotFound.class)).isEmpty();
    }

    @Test
    void operationThatDoesNotShowWhatItChangesIsNotNamedButItsSlotsAre() {
        diverge("", "");

        StateDiffers state = table.notices(LAST, StateDiffers.class).get(1);
        assertThat(table.notices(LAST, OperationDiffers.class)).isEmpty();
        assertThat(table.notices(LAST, OperationNotFound.class)).singleElement().satisfies(it -> {
            assertThat(it.first()).isEqualTo(state.since() + 1);
            assertThat(it.last()).isEqualTo(state.slot());
            assertThat(it.why()).contains("without showing it");
        });
    }

    private void diverge(String erring, String lie) {
        memberWhoseStateDiffersStopsSaysSoAndGoesOnInALaterState();
        this.erring = erring;
        this.lie = lie;
        error = ", and more";
        for (int i = 1; i <= INTERVAL; i++) {
            table.submit(0, "operation " + i);
            among(0, 1, 2, LAST);
        }
        error = "";
        live(Duration.ofSeconds(10), 0, 1, 2, LAST);
        assertThat(table.notices(LAST, StateDiffers.class)).hasSize(2);
    }

    private SlotDelivery slot(long slot) {
        return table.deliveries(0).stream()
                .filter(each -> each.slot() == slot)
                .findFirst()
                .orElseThrow();
    }

    /** A state machine without Snapshots among others that have them: it cannot take what it would be given. */
    @Test
    void memberThatCannotTakeItsShareIsGivenNoStateAndSaysWhy() {
        holds(LAST, false);
        order(5 * INTERVAL, 0, 1, 2);

        live(Duration.ofSeconds(1), 1, LAST); // one alone may lie
        assertThat(table.notices(LAST, Refused.class)).isEmpty();
        live(Duration.ofSeconds(2), 0, 1, 2, LAST);

        assertThat(given()).isEmpty();
        assertThat(table.deliveries(LAST)).isEmpty();
        assertThat(table.notices(LAST, Refused.class))
                .singleElement()
                .satisfies(it -> assertThat(it.describe()).contains("cannot be taken by: application", "Snapshots"));
    }

    /** It is a correct member all the same: it votes, and frees its log on what the others have signed. */
    @Test
    void memberWithoutSnapshotsTakesPartAsLongAsItIsNotBehind() {
        holds(LAST, false);

        order(5 * INTERVAL, 0, 1, LAST);

        // Only two of three can sign a state: so nobody votes any more (AB-24), until a third that can is there.
        assertThat(table.deliveries(LAST)).hasSize(2 * INTERVAL);
        live(Duration.ofSeconds(2), 0, 1, 2, LAST);
        assertThat(table.texts(LAST)).hasSize(5 * INTERVAL);
        assertThat(stable(LAST)).isGreaterThan(2 * INTERVAL);
        assertThat(stable(LAST)).isEqualTo(stable(0));
        assertThat(table.notices(LAST, Refused.class)).isEmpty();
    }

    /** With f+1 of them no state finds its quorum: then nobody votes any more, and it is said for whom all wait. */
    @Test
    void groupThatStopsForWantOfSignaturesSaysWhoseAreMissing() {
        holds(2, false);
        holds(LAST, false);
        order(5 * INTERVAL, 0, 1, 2, LAST);

        live(Duration.ofSeconds(8), 0, 1, 2, LAST);

        assertThat(table.deliveries(LAST)).hasSize(2 * INTERVAL);
        assertThat(table.notices(0, CheckpointAwaited.class))
                .containsExactly(new CheckpointAwaited(INTERVAL, List.of(Table.member(2), Table.member(LAST))));
        assertThat(table.notices(LAST, CheckpointAwaited.class)).isEmpty();
    }

    /** Of another version, say: to fetch it over and over would only cost the others. */
    @Test
    void stateThatCannotBeReadIsFetchedOnce() {
        assertThat(fetchesOfWhatNobodyCanRead(8)).isEqualTo(1);
        assertThat(fetchesOfWhatNobodyCanRead(8)).isZero();
        assertThat(fetchesOfWhatNobodyCanRead(12)).isZero();

        assertThat(given()).isEmpty();
        assertThat(table.notices(LAST, Refused.class))
                .singleElement()
                .satisfies(it -> assertThat(it.describe()).contains("the group's state", "same version"));
    }

    private int fetchesOfWhatNobodyCanRead(long slot) {
        Snapshot share = Snapshot.of(new byte[] {1});
        TreeMap<String, Snapshot> shares = new TreeMap<>();
        for (String each : List.of(HoldsState.APPLICATION, HoldsState.ORDERING)) shares.put(each, share);
        Manifest manifest = Manifest.of(slot, shares);
        Checkpoint content = new Checkpoint(0, slot, manifest.digest());
        table.says(1, new Stable(certificate(content, 0, 1, 2), manifest), LAST);
        table.pass(each -> each.to() == LAST);
        table.wait(Duration.ofMillis(300), LAST);
        int fetches = table.from(LAST, ChunkFetch.class).size();
        for (int part = 0; part < 2; part++) {
            ChunkFetch.Piece piece = new ChunkFetch.Piece(part, 0);
            table.says(1, new Chunk(manifest.digest(), piece, share.chunk(0), share.path(0)), LAST);
        }
        table.pass(each -> each.to() == LAST);
        table.loseAll();
        return fetches;
    }

    /** A false piece is told of once, however often its server sends one. */
    @Test
    void serverThatLiesIsToldOfOnce() {
        Snapshot state = Snapshot.of(new byte[200_000]);
        Manifest manifest = new Manifest(8, List.of(new Manifest.Part("application", state.bytes(), state.root())));
        Checkpoint content = new Checkpoint(0, 8, manifest.digest());
        Stable offer = new Stable(new CheckpointCertificate(List.of(table.sign(0, content))), manifest);
        StateTarget target = new StateTarget(offer, Duration.ZERO);
        target.offeredBy(Table.member(1));
        Chunk lie = new Chunk(manifest.digest(), new ChunkFetch.Piece(0, 0), new byte[] {1}, List.of());

        assertThat(target.take(Table.member(1), lie, Duration.ZERO)).isFalse();
        assertThat(target.take(Table.member(1), lie, Duration.ZERO)).isTrue();

        target.offeredBy(Table.member(1));
        assertThat(target.toAsk(Duration.ZERO)).isEmpty();
        assertThat(target.complete()).isFalse();
    }

    /** As many views as are told at a time, all by one, which then falls silent: others tell the rest. */
    @Test
    void whoTellsTheFirstLinksAndNoMoreHoldsNobodyUp() {
        for (int i = 0; i < StateServing.LINKS + 4; i++) nextView();
        order(2 * INTERVAL, 0, 1, 2);
        ViewRecord before = table.view();
        for (ViewCertificate each : chain.subList(0, StateServing.LINKS)) {
            table.says(1, Link.of(each, before), LAST);
            before = each.record();
        }
        table.pass(each -> each.to() == LAST);
        table.loseAll();
        assertThat(table.notices(LAST, ViewProved.class)).hasSize(StateServing.LINKS);

        live(Duration.ofSeconds(4), 0, 2, LAST);

        assertThat(table.notices(LAST, ViewProved.class)).hasSize(chain.size());
        assertThat(given())
                .singleElement()
                .satisfies(it -> assertThat(it.views()).hasSize(chain.size()));
    }

    /** A command makes a view of the same seats, which all but the last member install and certify. */
    private void nextView() {
        table.wait(Duration.ofMillis(20)); // between two commands
        table.submit(0, RequestClass.CONTROL, "command");
        table.pass(each -> each.to() != LAST && !(each.content() instanceof Checkpoint));
        share();
        table.loseAll();
        ViewRecord next = Table.successor(view, table.last(0), view.seats());
        List<ViewCertificate.SeatSignature> signatures = new ArrayList<>();
        for (int seat = 0; seat < 3; seat++) signatures.add(new ViewCertificate.SeatSignature(seat, SIGNATURE));
        chain.add(new ViewCertificate(next, signatures));
        for (int i = 0; i < 3; i++) {
            table.install(i, view, view.seats());
            table.happens(i, new Event.Noticed<>(new ViewCertified(chain.get(chain.size() - 1))));
        }
        view = next;
        among(0, 1, 2);
    }

    /**
     * AD-10: a correct member is never convicted of hiding what it had signed COMMIT for, also if it has jumped over that slot
     * within a view on a certificate of a later view, which its epoch changes do not show.
     */
    @Test
    void memberThatWasGivenAStateShowsWhatItHadCommittedBefore() {
        order(2, 0, 1, 2, LAST);
        table.submit(0, "decided elsewhere");
        table.pass(each -> !(each.to() == LAST && each.content() instanceof Commit));
        Commit commit = new Commit(table.underWay(Commit.class).get(0).proposal());
        assertThat(commit.proposal().message().slot()).isEqualTo(3);
        assertThat(table.sent(LAST, Commit.class))
                .as("own COMMITs, to each of four")
                .isEqualTo(3 * 4);
        table.submit(0, "the last before a checkpoint, which is not signed before the view ends");
        table.pass(each -> each.to() != LAST && !(each.content() instanceof Checkpoint));
        nextView();
        assertThat(stable(1)).isEqualTo(INTERVAL);
        table.says(1, Link.of(chain.get(0), table.view()), LAST);
        table.says(LAST, new Wanted(1, 2), 1);
        table.passAll();
        for (int i = 0; i < 20; i++) {
            table.wait(Duration.ofMillis(50), LAST);
            table.pass(each -> each.content() instanceof ChunkFetch || each.content() instanceof Chunk);
            table.loseAll();
        }
        release();
        assertThat(given())
                .singleElement()
                .satisfies(it -> assertThat(it.views()).isEmpty());

        for (int liar : new int[] {1, 2}) table.says(liar, new Complaint(0, 0), LAST);
        table.pass(each -> each.to() == LAST);

        List<EpochChange> changes = table.from(LAST, EpochChange.class);
        EpochChange change = changes.get(changes.size() - 1);
        assertThat(change.certificates()).extracting(QuorumCertificate::slot).contains(3L);
        Concealment evidence = new Concealment(
                Nested.claim(table.sign(LAST, change)), change.content(), Nested.claim(table.sign(LAST, commit)));
        assertThat(evidence.cause(any -> Optional.of(table.view()))).isEmpty();
    }

    /** AB-28: a checkpoint in an epoch change counts by a quorum of the view, else the whole epoch change does not count. */
    @Test
    void epochChangeWithACheckpointThatNoQuorumHasSignedCountsForNothing() {
        Checkpoint far = new Checkpoint(0, 100, Digest.of(new byte[] {1}));
        List<CheckpointCertificate> forged = List.of(
                certificate(far, 2, 3),
                certificate(far, 2, 2, 2),
                certificate(new Checkpoint(1, 100, far.state()), 0, 2, 3));
        for (CheckpointCertificate each : forged) {
            Table other = new Table(settings(), new AbcastRules());
            other.says(2, new EpochChange(0, 1, 0, Optional.of(each), List.of()), 1);
            for (int honest : new int[] {0, 3}) other.says(honest, new EpochChange(0, 1, List.of()), 1);

            other.pass(letter -> letter.to() == 1);

            assertThat(other.from(1, NewEpoch.class))
                    .isNotEmpty()
                    .allSatisfy(begun -> assertThat(begun.changes())
                            .extracting(change -> change.sender().name())
                            .containsExactlyInAnyOrder("m0", "m1", "m3"));
        }
    }

    private CheckpointCertificate certificate(Checkpoint content, int... voters) {
        List<org.testudo.kernel.statement.Signed<Checkpoint>> votes = new ArrayList<>();
        for (int each : voters) votes.add(table.sign(each, content));
        return new CheckpointCertificate(votes);
    }
}
