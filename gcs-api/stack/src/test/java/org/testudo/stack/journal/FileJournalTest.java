package org.testudo.stack.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Digest;

/** AB-9, AB-25, AB-26: what is durable comes back as it was or not at all, whatever happens to the files. */
class FileJournalTest {
    static final JournalOwner OWNER =
            new JournalOwner(Digest.of(out -> out.writeText("genesis")), new MemberId("alice"));

    private static final long SMALL = 150;

    @TempDir
    Path temporary;

    private Path folder;
    private final List<String> durable = Collections.synchronizedList(new ArrayList<>());
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void inItsOwnFolder() {
        folder = temporary.resolve("journal");
    }

    private FileJournal open(SegmentFiles files, long segmentBytes) {
        FileJournal journal = FileJournal.open(files, OWNER, () -> 7, segmentBytes);
        if (!journal.resumed()) journal.keys().save(new byte[] {1});
        journal.start(() -> {}, failure -> failures.add(failure.getMessage()));
        return journal;
    }

    private FileJournal open() {
        return open(new SegmentFiles(folder), FileJournal.SEGMENT_BYTES);
    }

    private void append(FileJournal journal, String... texts) {
        for (String text : texts) {
            journal.append(new JournalEntry(1103, text.getBytes(StandardCharsets.UTF_8)), () -> durable.add(text));
        }
    }

    /** Each durable before the next is asked for. */
    private void appendOneByOne(FileJournal journal, String... texts) {
        for (String text : texts) {
            CountDownLatch done = new CountDownLatch(1);
            journal.append(new JournalEntry(1103, text.getBytes(StandardCharsets.UTF_8)), done::countDown);
            await(done);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a start finds; null if it begins anew. */
    private List<String> found() {
        FileJournal journal = FileJournal.open(folder, OWNER, () -> 8);
        List<String> texts = journal.restore().stream()
                .map(each -> new String(each.content(), StandardCharsets.UTF_8))
                .toList();
        boolean resumed = journal.resumed();
        assertThat(journal.incarnation()).isEqualTo(resumed ? 7 : 8);
        journal.close();
        return resumed ? texts : null;
    }

    private List<Path> segments() throws IOException {
        return new SegmentFiles(folder).segments();
    }

    @Test
    void whatIsDurableComesBackInOrderToTheSameIncarnation() {
        FileJournal journal = open();
        append(journal, "a", "b", "", "d");
        journal.close();

        assertThat(durable).containsExactly("a", "b", "", "d");
        assertThat(found()).containsExactly("a", "b", "", "d");
        FileJournal again = open();
        append(again, "e");
        again.close();
        assertThat(found()).containsExactly("a", "b", "", "d", "e");
        assertThat(failures).isEmpty();
    }

    @Test
    void aStartThatIsGoneOnWithBeforeItWroteAnythingIsStillTheSame() {
        open().close();
        open().close();

        assertThat(found()).isEmpty();
    }

    /** GM-22: what is left of a journal can be looked at, whether its member runs, has halted or is gone. */
    @Test
    void whatIsSavedIsReadWithoutTouchingIt() throws IOException {
        assertThat(SavedJournal.owner(folder)).isEmpty();
        assertThatThrownBy(() -> SavedJournal.read(folder)).hasMessageContaining("there is no journal");
        FileJournal journal = open(new SegmentFiles(folder), SMALL);
        appendOneByOne(journal, "a", "b", "c");
        assertThat(saved()).containsExactly("a", "b", "c");
        journal.mark("a bug");
        List<Path> before = segments();

        assertThat(SavedJournal.owner(folder)).contains(OWNER);
        assertThat(saved()).containsExactly("a", "b", "c");
        assertThat(segments()).isEqualTo(before);

        try (RandomAccessFile file = new RandomAccessFile(before.get(0).toFile(), "rw")) {
            file.seek(file.length() - 1);
            file.write(0x55);
        }
        assertThatThrownBy(() -> SavedJournal.read(folder))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("is damaged");
    }

    private List<String> saved() {
        return SavedJournal.read(folder).entries().stream()
                .map(each -> new String(each.content(), StandardCharsets.UTF_8))
                .toList();
    }

    /** What waits becomes durable together: one force for all, however many they are. */
    @Test
    void entriesThatWaitShareOneForce() {
        FaultyDisk disk = new FaultyDisk(folder);
        FileJournal journal = open(disk, FileJournal.SEGMENT_BYTES);
        appendOneByOne(journal, "first");
        long before = journal.forces();
        disk.stall();
        for (int i = 0; i < 500; i++) append(journal, "entry " + i);
        assertThat(durable).isEmpty();
        disk.goOn();
        journal.close();

        assertThat(durable).hasSize(500).startsWith("entry 0").endsWith("entry 499");
        assertThat(journal.forces() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void segmentsAreBoundedAndFollowOneAnother() throws IOException {
        FileJournal journal = open(new SegmentFiles(folder), SMALL);
        appendOneByOne(journal, "a", "b", "c", "d", "e", "f");
        journal.close();

        assertThat(segments()).hasSizeGreaterThan(2);
        assertThat(found()).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        FileJournal journal = open();
        append(journal, "a");
        journal.close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
                assertThat(permissions).as(each.toString()).isEqualTo("rw-------");
            }
        }
    }

    /** AB-26: a tail record that was never completed is cut, wherever its writing ended; and it can be gone on with. */
    @Test
    void aTailThatEndsAtAnyByteIsCut() throws IOException {
        FileJournal journal = open();
        appendOneByOne(journal, "one", "two", "three");
        journal.close();
        Path segment = segments().get(0);
        byte[] whole = Files.readAllBytes(segment);
        List<String> all = List.of("one", "two", "three");

        for (int length = 0; length < whole.length; length++) {
            restore(segment, Arrays.copyOf(whole, length));
            List<String> found = found();
            List<String> expected = length < headerBytes() ? null : all.subList(0, wholeRecords(all, length));
            assertThat(found).as("cut at %s", length).isEqualTo(expected);
        }

        restore(segment, Arrays.copyOf(whole, whole.length - 1));
        FileJournal again = open();
        appendOneByOne(again, "four");
        again.close();
        assertThat(found()).containsExactly("one", "two", "four");
    }

    private void restore(Path segment, byte[] bytes) throws IOException {
        for (Path each : segments()) Files.delete(each);
        Files.write(segment, bytes);
        new KeyFile(new SegmentFiles(folder)).save(new byte[] {1});
    }

    private static int headerBytes() {
        return new SegmentHeader(SegmentHeader.VERSION, OWNER, 7, 1, 0).encode().length;
    }

    private static int wholeRecords(List<String> texts, int length) {
        int at = headerBytes();
        int whole = 0;
        for (String each : texts) {
            at += Record.HEADER + each.length();
            if (at <= length) whole++;
        }
        return whole;
    }

    /** AB-9: a corrupt record is detected by checksum and never executed; damage before the tail is a new incarnation. */
    @Test
    void aFlippedBitAnywhereGivesNothingButWhatWasWritten() throws IOException {
        FileJournal journal = open();
        appendOneByOne(journal, "one", "two", "three");
        journal.close();
        Path segment = segments().get(0);
        byte[] whole = Files.readAllBytes(segment);
        List<String> all = List.of("one", "two", "three");
        int last = whole.length - Record.HEADER - "three".length();

        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            restore(segment, flipped);
            List<String> found = found();
            if (at < last) assertThat(found).as("flipped at %s", at).isNull();
            else assertThat(found).as("flipped at %s", at).isEqualTo(all.subList(0, 2));
        }
    }

    /** Records of one write may reach the disk in any order: what was never answered for is no damage. */
    @Test
    void aHoleInTheLastWriteIsATail() throws IOException {
        FaultyDisk disk = new FaultyDisk(folder);
        FileJournal journal = open(disk, FileJournal.SEGMENT_BYTES);
        appendOneByOne(journal, "kept");
        disk.stall();
        append(journal, "x"); // alone in a write, so that the next ones share one
        append(journal, "hole", "later");
        disk.goOn();
        journal.close();
        Path segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        int hole = bytes.length - 2 * Record.HEADER - "hole".length() - "later".length();
        Arrays.fill(bytes, hole, hole + Record.HEADER, (byte) 0);
        Files.write(segment, bytes);

        assertThat(found()).containsExactly("kept", "x");
    }

    /** Else a client could have a member forget its journal, with a payload that looks like a record. */
    @Test
    void aPayloadThatLooksLikeARecordProvesNothing() throws IOException {
        ByteBuffer forged = ByteBuffer.allocate(100);
        new Record(1_000, 999, new JournalEntry(1, new byte[0])).write(forged, 0);
        FileJournal journal = open();
        appendOneByOne(journal, "kept");
        journal.append(new JournalEntry(1, forged.array()), () -> {});
        journal.close();
        Path segment = segments().get(0);
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - Record.HEADER - 100] ^= 1;
        Files.write(segment, bytes);

        assertThat(found()).containsExactly("kept");
    }

    @Test
    void aMissingSegmentIsANewIncarnationAndTheRestIsSetAside() throws IOException {
        FileJournal journal = open(new SegmentFiles(folder), SMALL);
        appendOneByOne(journal, "a", "b", "c", "d", "e", "f");
        journal.close();
        Files.delete(segments().get(1));

        assertThat(found()).isNull();
        assertThat(found()).isNull();
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(each -> each.getFileName().toString()).toList();
            assertThat(names)
                    .anyMatch(each -> each.startsWith("damaged-"))
                    .noneMatch(each -> each.startsWith("view-keys"));
        }
    }

    @Test
    void theOldestSegmentMissingIsDamageUnlessItWasForgotten() throws IOException {
        FileJournal journal = open(new SegmentFiles(folder), SMALL);
        appendOneByOne(journal, "a", "b", "c", "d", "e", "f");
        int before = segments().size();
        journal.forget(4);
        appendOneByOne(journal, "g");
        journal.close();

        assertThat(segments().size()).isLessThan(before + 1);
        List<String> found = found();
        assertThat(found).endsWith("d", "e", "f", "g").doesNotContain("a");
        Files.delete(segments().get(0));
        assertThat(found()).isNull();
    }

    /** AB-31: a file that somebody blew up takes no memory. */
    @Test
    void aSegmentLongerThanAnyIsDamage() throws IOException {
        FileJournal journal = open();
        append(journal, "a");
        journal.close();
        try (RandomAccessFile file = new RandomAccessFile(segments().get(0).toFile(), "rw")) {
            file.setLength(JournalReader.MOST_BYTES + 1);
        }

        assertThat(found()).isNull();
    }

    @Test
    void lostKeysAreDamage() throws IOException {
        FileJournal journal = open();
        append(journal, "a");
        journal.close();
        Files.delete(folder.resolve("view-keys"));

        assertThat(found()).isNull();
    }

    /** HOST-5: what cannot be written is never answered for; with room again, nothing that was is lost. */
    @Test
    void aFullDiskIsToldAndNothingIsAcknowledgedFromThereOn() {
        FileJournal first = open();
        appendOneByOne(first, "kept");
        first.close();
        for (int room = 0; room < 200; room += 7) {
            durable.clear();
            failures.clear();
            FileJournal journal = open(new FaultyDisk(folder).full(room), FileJournal.SEGMENT_BYTES);
            append(journal, "one", "two", "three", "four");
            journal.close();

            assertThat(failures).as("room for %s bytes", room).hasSize(1);
            assertThat(failures.get(0)).contains("No space left on device").contains("Make room");
            List<String> found = found();
            assertThat(found).as("room for %s bytes", room).startsWith("kept").containsAll(durable);
        }
    }

    @Test
    void aDiskThatCannotForceIsTold() {
        FaultyDisk disk = new FaultyDisk(folder);
        FileJournal journal = open(disk, FileJournal.SEGMENT_BYTES);
        disk.unforced();
        append(journal, "one");
        journal.close();

        assertThat(durable).isEmpty();
        assertThat(failures).hasSize(1);
    }

    @Test
    void aMissingFolderIsCreatedAndOneThatCannotBeIsAnError() throws IOException {
        folder = temporary.resolve("new/deep/journal");
        open().close();
        assertThat(found()).isEmpty();

        folder = Files.writeString(temporary.resolve("file"), "").resolve("journal");
        assertThatThrownBy(this::open)
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("ordering.journal-path");
    }

    @Test
    void theJournalOfAnotherIsRefused() {
        FileJournal journal = open();
        append(journal, "a");
        journal.close();
        JournalOwner bob = new JournalOwner(OWNER.genesis(), new MemberId("bob"));
        JournalOwner elsewhere = new JournalOwner(Digest.of(out -> out.writeText("other")), OWNER.member());

        for (JournalOwner other : List.of(bob, elsewhere)) {
            assertThatThrownBy(() -> FileJournal.open(folder, other, () -> 9))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContaining("is the journal of alice")
                    .hasMessageContaining("folder of its own");
        }
        assertThat(found()).containsExactly("a");
    }

    @Test
    void anotherFormatIsRefused() throws IOException {
        open().close();
        byte[] header = new SegmentHeader(2, OWNER, 7, 1, 0).encode();
        Files.write(folder.resolve("segment-0000000000000000001.log"), header);

        assertThatThrownBy(this::found).isInstanceOf(TestudoException.class).hasMessageContaining("format 2");
    }

    @Test
    void theFolderIsOfOneProcessAtATime() throws Exception {
        FileJournal journal = open();

        assertThatThrownBy(this::open).isInstanceOf(TestudoException.class).hasMessageContaining("in use by another");
        assertThat(secondProcess()).contains("in use by another process of alice");
        journal.close();
        assertThat(secondProcess()).isEqualTo("opened");
    }

    private String secondProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondOpener.class.getName(),
                        folder.toString())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }

    /** HOST-5. */
    /** AB-26: who still writes has it, though it was closed; two that write one journal would both be this incarnation. */
    @Test
    void theFolderOfAClosedJournalWhoseDiskStallsIsNobodyElses() {
        FaultyDisk disk = new FaultyDisk(folder);
        FileJournal journal = open(disk, FileJournal.SEGMENT_BYTES);
        appendOneByOne(journal, "a");
        disk.stall();
        append(journal, "b");
        journal.close();

        assertThatThrownBy(() -> FileJournal.open(folder, OWNER, () -> 8)).hasMessageContaining("is in use");
        disk.goOn();
    }

    @Test
    void aMarkedJournalIsNotGoneOnWith() {
        FileJournal journal = open();
        append(journal, "a");
        journal.mark("slot 5 prepared twice");

        assertThatThrownBy(this::found)
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("slot 5 prepared twice")
                .hasMessageContaining("new incarnation");
    }

    @Test
    void aRolledBackJournalIsSetAside() {
        FileJournal journal = open();
        append(journal, "a");
        journal.setAside("rolled-back");

        assertThat(found()).isNull();
    }

    /** GM-11: an erased key is gone from the disk, as far as its file tells. */
    @Test
    void savedKeysReplaceTheFormerOnes() throws IOException {
        FileJournal journal = open();
        journal.keys().save("first secret".getBytes(StandardCharsets.UTF_8));
        journal.keys().save("second".getBytes(StandardCharsets.UTF_8));
        append(journal, "a");
        journal.close();

        FileJournal again = FileJournal.open(folder, OWNER, () -> 8);
        assertThat(again.savedKeys()).contains("second".getBytes(StandardCharsets.UTF_8));
        again.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                assertThat(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1))
                        .doesNotContain("secret");
            }
        }
    }

    /** GM-11: who may not go on with the journal has no use for its keys, and may write none into the next one's folder. */
    @Test
    void keysOfAJournalThatIsNotGoneOnWithAreErasedAndNoneIsSavedAgain() throws IOException {
        List<Consumer<FileJournal>> ends =
                List.of(it -> it.setAside("rolled-back"), it -> it.mark("slot 5 prepared twice"));
        for (Consumer<FileJournal> end : ends) {
            FileJournal journal = open();
            journal.keys().save("secret".getBytes(StandardCharsets.UTF_8));
            append(journal, "a");

            end.accept(journal);

            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files)
                        .noneMatch(each -> each.getFileName().toString().startsWith("view-keys"));
            }
            assertThatThrownBy(() -> journal.keys().save("late".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContaining("view-keys");
        }
    }
}
