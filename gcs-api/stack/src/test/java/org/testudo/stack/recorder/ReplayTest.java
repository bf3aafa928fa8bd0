package org.testudo.stack.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Notice;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.simulator.Views;

/** What stands in a recording is made again or named; nothing in a file throws, hangs or takes memory without end. */
class ReplayTest {
    private static final ViewRecord VIEW = Views.first();

    @TempDir
    private Path folder;

    /** Arms a timer whenever it is told something. */
    private static final class Arming extends AbstractCore<Object> {
        @Override
        protected void onNoticed(Notice notice) {
            arm(new TimerId("told"), Duration.ofSeconds(1));
        }

        @Override
        protected void onRestored(List<byte[]> entries) {
            arm(new TimerId("told"), Duration.ofSeconds(1));
        }
    }

    private Replay.Outcome replay(List<byte[]> records) throws IOException, MalformedException {
        Path file = folder.resolve("test" + Recorder.SUFFIX);
        Files.deleteIfExists(file);
        try (RecordingFile out = new RecordingFile(file, Long.MAX_VALUE)) {
            Origin self = VIEW.occupants().get(0).origin();
            out.write(new RecordingHead(self, VIEW, List.of(), List.of("ARMING")).encode());
            for (byte[] each : records) assertThat(out.write(each)).isTrue();
        }
        try (Recording recording = Recording.open(file)) {
            List<MessageCodec<?>> none = List.of();
            return new Replay(recording, List.of(new Arming()), none, new ReplayLives(VIEW), line -> {}).run();
        }
    }

    private static byte[] input(Consumer<WireWriter> event) {
        return WireWriter.bytes(
                out -> event.accept(out.writeByte(Recorder.INPUT).writeByte(0)));
    }

    private static byte[] told(Notice notice) {
        return input(out -> new RecordCodec(Lives.only(VIEW.life())).write(notice, out.writeByte(4)));
    }

    private static byte[] timer(String name) {
        return input(out -> out.writeByte(3).writeText(name));
    }

    private static byte[] step() {
        return WireWriter.bytes(out -> out.writeByte(Recorder.STEP).writeLong(5).writeLong(7));
    }

    private static byte[] armed() {
        long mark = Effect.armed(0, new TimerId("told"), Duration.ofSeconds(1)).mark();
        return WireWriter.bytes(out -> out.writeByte(Recorder.EFFECT).writeLong(mark));
    }

    private static byte[] end() {
        return new byte[] {Recorder.END};
    }

    private static Notice suspected() {
        return new Suspected(Views.BOB, "silent", Duration.ofMillis(3));
    }

    @Test
    void whatWasRecordedIsDoneAgain() throws Exception {
        Replay.Outcome outcome = replay(List.of(told(suspected()), step(), armed(), timer("told"), step(), end()));

        assertThat(outcome).isEqualTo(new Replay.Outcome(2, java.util.Optional.empty(), ""));
    }

    /** AB-26: a start that goes on with its journal begins with what that holds. */
    @Test
    void whatTheJournalHeldIsPartOfTheRecording() throws Exception {
        Event<Object> restored = new Event.Restored<>(List.of(new byte[] {1, 2}, new byte[0]));
        EventCodec codec = new EventCodec(List.of(), Lives.only(VIEW.life()));
        byte[] written = WireWriter.bytes(out -> codec.write(0, restored, out));

        Event.Restored<?> read = (Event.Restored<?>) WireReader.whole(written, in -> codec.read(0, in));

        assertThat(read.entries()).containsExactly(new byte[] {1, 2}, new byte[0]);
        byte[] input = input(out -> codec.write(0, restored, out));
        assertThat(replay(List.of(input, step(), armed(), end())).difference()).isEmpty();
        assertThat(replay(List.of(input, step(), end())).difference()).isPresent();
    }

    /** Each layer is told its part of the journal with the first view, before any of them has done anything. */
    @Test
    void whatIsThereBeforeTheFirstStepIsTakenTogether() throws Exception {
        EventCodec codec = new EventCodec(List.of(), Lives.only(VIEW.life()));
        byte[] restored = input(out -> codec.write(0, new Event.Restored<>(List.of(new byte[] {1})), out));

        assertThat(replay(List.of(told(suspected()), restored, step(), armed(), step(), armed(), end())))
                .isEqualTo(new Replay.Outcome(2, java.util.Optional.empty(), ""));
        assertThat(replay(List.of(timer("a"), step(), timer("b"), restored, step(), step(), end()))
                        .difference())
                .hasValueSatisfying(it -> assertThat(it).contains("an event is left to do"));
    }

    /** AB-23: with checkpoints the application's state comes to the cores from outside. */
    @Test
    void applicationsStateHasAForm() throws Exception {
        byte[] state = new byte[2 * Snapshot.CHUNK_BYTES + 5];
        state[Snapshot.CHUNK_BYTES] = 7;
        StateShare share = new StateShare(9, "application", Snapshot.of(state));
        RecordCodec codec = new RecordCodec(Lives.only(VIEW.life()));
        byte[] written = WireWriter.bytes(out -> codec.write(share, out));

        StateShare read = (StateShare) WireReader.whole(written, codec::read);

        assertThat(read.share().content()).isEqualTo(state);
        assertThat(read.describe()).isEqualTo(share.describe());
        assertThat(replay(List.of(told(share), step(), armed(), end())).difference())
                .isEmpty();
    }

    @Test
    void stateThatIsTooLargeHasNone() {
        RecordCodec codec = new RecordCodec(Lives.only(VIEW.life()));
        StateShare share = new StateShare(9, "application", Snapshot.of(new byte[(32 << 20) + 1]));

        assertThatThrownBy(() -> codec.write(share, new WireWriter())).isInstanceOf(IllegalArgumentException.class);
    }

    /** A duration past all bounds throws where it is made. */
    @Test
    void valueThatItsTypeDoesNotBearIsNamed() throws Exception {
        byte[] endless = input(out -> out.writeByte(4)
                .writeText(Suspected.class.getName())
                .writeText("bob")
                .writeText("silent")
                .writeLong(Long.MAX_VALUE)
                .writeInt(Integer.MAX_VALUE));

        assertThat(replay(List.of(endless, step(), end())).difference())
                .hasValueSatisfying(it -> assertThat(it).startsWith("after step 0: an event cannot be made"));
    }

    @Test
    void classThatIsNoNoticeOfOursIsNotMade() throws Exception {
        for (String name : List.of("java.lang.String", "org.testudo.api.MemberId", "org.testudo.Nothing")) {
            byte[] hostile = input(out -> out.writeByte(4).writeText(name).writeText("bob"));

            assertThat(replay(List.of(hostile, step(), end())).difference())
                    .as(name)
                    .isPresent();
        }
    }

    /** A member takes the next event from outside when nothing is left to do of the one before. */
    @Test
    void eventsWithoutStepsAreNotHeapedUp() throws Exception {
        assertThat(replay(List.of(timer("a"), timer("b"), step(), step(), end()))
                        .difference())
                .hasValueSatisfying(it -> assertThat(it).contains("an event is left to do"));

        List<byte[]> heaped = new ArrayList<>(List.of(told(suspected()), step(), armed()));
        for (int i = 0; i < 300_000; i++) heaped.add(timer("a"));
        assertThat(replay(heaped).difference())
                .hasValueSatisfying(it -> assertThat(it).contains("more events at once than a member takes"));
    }

    @Test
    void layerThatIsNotThereIsNamed() throws Exception {
        byte[] nowhere = WireWriter.bytes(
                out -> out.writeByte(Recorder.INPUT).writeByte(77).writeByte(3).writeText("a"));

        assertThat(replay(List.of(nowhere, step(), end())).difference()).isPresent();
    }

    /** It holds payloads. */
    @Test
    void recordingIsForItsOwnerAlone() throws Exception {
        Path file = folder.resolve("own" + Recorder.SUFFIX);

        new RecordingFile(file, Long.MAX_VALUE).close();

        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) return;
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
