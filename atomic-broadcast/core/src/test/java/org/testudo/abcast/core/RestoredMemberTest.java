package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.abcast.core.QuorumCertificate.Kind.ACCEPTED;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.RolledBack;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Quorum;

/** AB-8, AD-10: whoever is given a state in the middle of a view says nothing after it that convicts it of what it said before. */
class RestoredMemberTest {
    private static final int CHECKPOINT = 4;

    private Table table = new Table(settings(), new AbcastRules());

    private static AbcastSettings settings() {
        AbcastSettings it = AbcastSimulations.settings();
        return new AbcastSettings(
                it.window(),
                it.pipeline(),
                it.maxBatch(),
                it.maxPayload(),
                it.poolPerOrigin(),
                it.logLimit(),
                CHECKPOINT,
                it.timeout(),
                it.controlTimeout(),
                it.skew(),
                it.idle(),
                it.sessions(),
                it.formationWait(),
                it.busyPulse(),
                it.idlePulse(),
                false);
    }

    /** Slots up to the checkpoint, of one request each; the others decide them, this member is told no COMMIT. */
    private void decideWithout(int member) {
        for (int slot = 1; slot <= CHECKPOINT; slot++) {
            table.submit(1, "request " + slot);
            table.pass(each -> each.to() != member || undecided(each.content()));
        }
        table.lose(each -> each.to() == member);
        assertThat(table.deliveries(1)).hasSize(CHECKPOINT);
        assertThat(table.deliveries(member)).isEmpty();
    }

    private static boolean undecided(AbcastMessage message) {
        return !(message instanceof Commit || message instanceof Decided || message instanceof Checkpoint);
    }

    /** Another member gives it the state after those slots, in the view in which it is. */
    private void restore(int member) {
        table.says(member, new Wanted(0, 0), 1);
        table.pass(each -> each.from() == member && each.content() instanceof Wanted
                || each.to() == member && each.content() instanceof Stable);
        table.wait(Duration.ofMillis(40), member);
        table.pass(each -> each.from() == member && each.content() instanceof ChunkFetch
                || each.to() == member && each.content() instanceof Chunk);
        assertThat(table.notices(member, StateRestored.class)).hasSize(1);
        table.happens(member, new Event.Unchanged<>(CHECKPOINT));
    }

    /** What it proposed above the state stands: another header for that slot would be the second one. */
    @Test
    void leaderDoesNotProposeASecondTimeWhatIsAboveTheState() {
        decideWithout(0);
        for (int i = 0; i < 4; i++) table.submit(1, "later " + i);
        table.pass(each -> each.to() == 0 && each.content() instanceof OwnRequest);
        assertThat(proposedNext()).hasSize(1);

        restore(0);

        assertThat(proposedNext()).hasSize(1);
        table.passAll();
        assertThat(table.texts(1)).contains("later 0", "later 3");
        assertThat(table.texts(0)).contains("later 0", "later 3");
    }

    private List<Header> proposedNext() {
        return table.from(0, Header.class).stream()
                .filter(each -> each.slot() == CHECKPOINT + 1)
                .distinct()
                .toList();
    }

    /** The certificate of the state may be of a later view, and then is no word of this one. */
    @Test
    void memberShowsWhatItCommittedThoughTheStatePassedIt() {
        decideWithout(3);
        assertThat(table.sent(3, Commit.class)).isEqualTo(4L * CHECKPOINT);

        restore(3);
        table.says(0, new EpochChange(0, 1, List.of()), 3);
        table.says(1, new EpochChange(0, 1, List.of()), 3);
        table.pass(each -> each.to() == 3 && each.content() instanceof EpochChange);

        assertThat(table.from(3, EpochChange.class))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.certificates())
                        .extracting(QuorumCertificate::slot)
                        .containsExactly(1L, 2L, 3L, 4L));
    }

    /**
     * In the model {@code crash} it shows the headers that it accepted, for it has no certificate of its last slot: else those who
     * have delivered none of them could decide something else there (AB-28).
     */
    @Test
    void memberOfTheModelCrashShowsWhatItAcceptedThoughTheStatePassedIt() {
        table = new Table(settings(), new AbcastRules(), Quorum.of(3, FaultModel.CRASH));
        decideWithout(2);

        restore(2);
        for (int other = 0; other < 2; other++) table.says(other, new EpochChange(0, 1, List.of()), 2);
        table.pass(each -> each.to() == 2 && each.content() instanceof EpochChange);

        EpochChange shown = table.from(2, EpochChange.class).get(0);
        assertThat(shown.certificates()).extracting(QuorumCertificate::slot).containsExactly(1L, 2L, 3L, 4L);
        assertThat(shown.certificates()).extracting(QuorumCertificate::kind).containsOnly(ACCEPTED);
        EpochChange alone = new EpochChange(0, 1, shown.certificates()); // as if the state's certificate were of view 1
        Choice choice = Choice.of(List.of(alone), 0, 3, new AbcastRules(), CrashPhases.ONLY);
        assertThat(choice.base()).as("a window below the highest").isEqualTo(1);
    }

    /** Its host is told of what it has submitted itself: two of the three are of a process that has ended. */
    @Test
    void memberTellsNobodyOfWhatAFormerRunHadAskedFor() {
        table.start(3, 1);
        table.happens(3, new Event.Restored<>(List.of(asked(1), asked(2))));
        table.pass(each -> each.content() instanceof Recall || each.content() instanceof Recalled);
        table.submit(3, "present");
        table.wait(Duration.ofMillis(200), 3);
        table.pass(each -> each.content() instanceof OwnRequest);
        table.pass(each -> each.to() != 3 || undecided(each.content()));
        while (table.deliveries(1).size() < CHECKPOINT) {
            table.submit(1, "request");
            table.pass(each -> each.to() != 3 || undecided(each.content()));
        }
        table.lose(each -> each.to() == 3);
        assertThat(table.texts(1)).contains("former 1", "former 2", "present");

        restore(3);

        assertThat(table.notices(3, StateRestored.class).get(0).passed()).isEqualTo(1);
    }

    private static byte[] asked(long number) {
        byte[] body = ("former " + number).getBytes(StandardCharsets.UTF_8);
        return new JournalEntry.Asked(new Request(Table.origin(3), number, RequestClass.APPLICATION, body)).encode();
    }

    /** AB-26: its checksum holds, so another version wrote it: the journal stays for that version, and nothing is said without it. */
    @Test
    void memberThatCannotReadItsJournalSaysSoAndNothingElse() {
        table.lose(each -> true);

        table.happens(3, new Event.Restored<>(List.of(new byte[] {0x7f, 1, 2, 3})));
        table.submit(3, "request");
        table.wait(Duration.ofSeconds(30), 3);

        assertThat(table.notices(3, Refused.class))
                .singleElement()
                .extracting(Refused::what, Refused::remedy)
                .asString()
                .contains("to go on with the journal", "start the version that wrote it");
        assertThat(table.notices(3, RolledBack.class)).isEmpty();
        assertThat(table.from(3, AbcastMessage.class)).isEmpty();
    }
}
