package org.testudo.attackdetector.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** AD-2: inode-aware, resumes at the saved offset, loses no line. */
class EveFileTest {
    private static final int LONGEST = 4096;

    @TempDir
    Path directory;

    private final List<String> read = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();
    private Path path;
    private EveFile file;
    private long now;

    @BeforeEach
    void follow() {
        path = directory.resolve("eve.json");
        file = new EveFile(path, LONGEST, Optional.empty(), false);
    }

    @Test
    void fileThatIsNotThereYetIsWaitedForAndThenReadFromItsStart() {
        assertThat(poll()).isEmpty();
        assertThat(file.trouble()).contains("eve.json", "not there yet");

        append(path, "a\nb\n");
        assertThat(poll()).containsExactly("a", "b");
        assertThat(file.trouble()).isEmpty();
    }

    @Test
    void whatStoodThereBeforeIsReadOnlyIfAskedFor() {
        append(path, "old\nbegun");
        poll();
        append(path, " and ended\nnew\n");
        assertThat(poll()).containsExactly("begun and ended", "new");

        EveFile all = new EveFile(path, LONGEST, Optional.empty(), true);
        all.poll(0, this::keep);
        assertThat(drain()).containsExactly("old", "begun and ended", "new");
    }

    @Test
    void lineIsHandedOnWhenItIsComplete() {
        begin();
        append(path, "{\"half\"");
        assertThat(poll()).isEmpty();
        append(path, ":1}\r\n\nnext");
        assertThat(poll()).containsExactly("{\"half\":1}\r", "");
    }

    @Test
    void lineThatIsTooLongIsCutAndDoesNotHideTheNext() {
        begin();
        append(path, "x".repeat(3 * LONGEST));
        poll();
        append(path, "x".repeat(200_000) + "\nnext\n");
        List<String> texts = poll();

        assertThat(lines.get(0).tooLong()).isTrue();
        assertThat(texts.get(0)).hasSize(1024);
        assertThat(lines.get(1).tooLong()).isFalse();
        assertThat(texts.get(1)).isEqualTo("next");
        assertThat(lines.get(1).end()).isEqualTo(3 * LONGEST + 200_000 + 1 + 5 + "first\n".length());
    }

    @Test
    void renamedFileIsReadToItsEndAlsoAfterTheNewOneIsThere() {
        begin();
        append(path, "a\n");
        Path old = rename("eve.json.1");
        append(old, "b\n");
        append(path, "c\n");
        assertThat(poll()).containsExactlyInAnyOrder("a", "b", "c");

        append(old, "late\n");
        assertThat(poll()).containsExactly("late");
        assertThat(file.rotations()).isEqualTo(1);
    }

    @Test
    void lastLineWithoutAnEndIsHandedOnWhenItsFileIsGivenUp() {
        begin();
        append(path, "unfinished");
        rename("eve.json.1");
        append(path, "new\n");
        assertThat(poll()).containsExactly("new");

        now += EveFile.GRACE.toNanos() + 1;
        assertThat(poll()).containsExactly("unfinished");
    }

    @Test
    void severalRotationsBetweenTwoLooksLoseNothing() {
        begin();
        append(path, "a\n");
        for (int i = 1; i <= 5; i++) {
            rename("eve.json-" + i);
            append(path, "line " + i + " " + "x".repeat(200) + "\n");
        }

        assertThat(poll()).hasSize(6);
        assertThat(poll()).isEmpty();
    }

    @Test
    void filesThatWereThereBeforeAndCompressedOnesAreNotRead() {
        append(directory.resolve("eve.json.7"), "ancient\n");
        begin();
        append(path, "a\n");
        poll();
        append(directory.resolve("eve.json.8.gz"), "binary\n");
        rename("eve.json.1");
        append(path, "b\n");

        assertThat(poll()).containsExactly("b");
    }

    @Test
    void copyAndTruncateLosesNothingAndRepeatsNothing() throws IOException {
        begin();
        append(path, "a " + "x".repeat(200) + "\nb\n");
        poll();
        append(path, "c\nhalf");
        Files.copy(path, directory.resolve("eve.json.1"));
        truncate();
        append(path, "d\n");
        assertThat(poll()).containsExactlyInAnyOrder("c", "d");

        now += EveFile.GRACE.toNanos() + 1;
        assertThat(poll()).containsExactly("half");
        assertThat(file.lost()).isZero();
    }

    @Test
    void copyThatIsSeenBeforeTheTruncationIsNotReadTwice() throws IOException {
        begin();
        append(path, "a " + "x".repeat(200) + "\n");
        poll();
        Files.copy(path, directory.resolve("eve.json.1"));
        assertThat(poll()).isEmpty();
        truncate();
        append(path, "b\n");
        rename("eve.json.2");
        append(path, "c\n");

        assertThat(poll()).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void fileThatWasTruncatedAndHasGrownBeyondTheOldOffsetIsReadAnew() throws IOException {
        begin();
        append(path, "short\n");
        poll();
        truncate();
        append(path, "another first line\nand one more\n");

        assertThat(poll()).containsExactly("another first line", "and one more");
        assertThat(file.lost()).isEqualTo(1);
    }

    @Test
    void afterARestartItGoesOnBehindTheLinesThatAreDone() {
        begin();
        append(path, "a\nb\nc\n");
        poll();
        lines.get(1).done();

        restart();
        assertThat(poll()).containsExactly("c");
    }

    @Test
    void afterARestartItFindsTheFileUnderItsNewNameAndThoseBetween() {
        begin();
        append(path, "a\nb\n");
        poll();
        lines.get(0).done();
        Optional<Position> saved = position();
        file.close();
        rename("eve.json.2");
        append(path, "c\n");
        rename("eve.json.1");
        append(path, "d\n");

        resume(saved);
        assertThat(poll()).containsExactlyInAnyOrder("b", "c", "d");
        assertThat(file.lost()).isZero();
    }

    @Test
    void afterARestartACopyStandsInForTheTruncatedFile() throws IOException {
        begin();
        append(path, "a " + "x".repeat(200) + "\nb\n");
        poll();
        lines.get(0).done();
        Optional<Position> saved = position();
        append(path, "c\n");
        Files.copy(path, directory.resolve("eve.json.1"));
        truncate();
        append(path, "d\n");

        resume(saved);
        assertThat(poll()).containsExactlyInAnyOrder("b", "c", "d");
    }

    @Test
    void savedFileThatIsGoneIsCountedAndTheNewOneRead() throws IOException {
        begin();
        append(path, "a\n");
        poll();
        Optional<Position> saved = position();
        file.close();
        Files.delete(path);
        append(path, "other\n");

        resume(saved);
        assertThat(poll()).containsExactly("other");
        assertThat(file.lost()).isEqualTo(1);
    }

    @Test
    void renamedFileStaysInThePositionUntilItsLinesAreDone() {
        begin();
        append(path, "a\n");
        poll();
        rename("eve.json.1");
        append(path, "b\n");
        poll();
        now += EveFile.GRACE.toNanos() + 1;
        poll();
        assertThat(file.places()).hasSize(2);

        lines.forEach(Line::done);
        poll();
        assertThat(file.places()).hasSize(1);
    }

    /** Any mixture of appending, rotating both ways, looking and restarting: no line is lost. (Files change here within the grain of their times, so that after a restart some are read again.) */
    @Test
    void randomRotationsLoseNoLine() throws IOException {
        for (int seed = 0; seed < 40; seed++) {
            Path place = Files.createDirectories(directory.resolve("seed" + seed));
            path = place.resolve("eve.json");
            file = new EveFile(path, LONGEST, Optional.empty(), true);
            keepPolling();
            List<String> all = weather(new Random(seed), place);

            now += EveFile.GRACE.toNanos() + 1;
            keepPolling();
            now += EveFile.GRACE.toNanos() + 1;
            keepPolling();
            assertThat(all.stream().filter(line -> !read.contains(line)).count())
                    .as("lines lost under seed %d", seed)
                    .isZero();
            assertThat(read.stream().filter(line -> !all.contains(line)).count())
                    .as("lines made up under seed %d", seed)
                    .isZero();
            assertThat(file.lost()).as("seed %d", seed).isZero();
            drain();
            file.close();
        }
    }

    private List<String> weather(Random random, Path place) throws IOException {
        List<String> all = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                String line =
                        "line " + all.size() + " " + random.nextLong() + " " + "x".repeat(120 + random.nextInt(400));
                append(path, line + "\n");
                all.add(line);
            }
            if (Files.notExists(path)) continue;
            switch (random.nextInt(6)) {
                case 0 -> rename("eve.json." + step);
                case 1 -> {
                    Files.copy(path, place.resolve("eve.json." + step));
                    truncate();
                    keepPolling(); // else a second truncation would hide the first
                }
                case 2 -> restart();
                default -> keepPolling();
            }
            now += 1_000_000_000L;
        }
        return all;
    }

    private void keepPolling() {
        file.poll(now, this::keep);
        lines.forEach(Line::done);
        lines.clear();
    }

    /** A file with one line that was read and done. */
    private void begin() {
        poll();
        append(path, "first\n");
        assertThat(poll()).containsExactly("first");
        lines.get(0).done();
        lines.clear();
    }

    private void restart() {
        Optional<Position> saved = position();
        file.close();
        resume(saved);
    }

    private Optional<Position> position() {
        try {
            Path saved = directory.resolve("sensor.position");
            file.position(7).orElseThrow().save(saved);
            return Position.load(saved);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void resume(Optional<Position> saved) {
        file = new EveFile(path, LONGEST, saved, false);
    }

    private List<String> poll() {
        file.poll(now, this::keep);
        return drain();
    }

    private void keep(Line line) {
        lines.add(line);
        read.add(new String(line.bytes(), StandardCharsets.UTF_8));
    }

    private List<String> drain() {
        List<String> all = List.copyOf(read);
        read.clear();
        return all;
    }

    private Path rename(String name) {
        try {
            return Files.move(path, path.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void truncate() throws IOException {
        Files.newOutputStream(path, StandardOpenOption.TRUNCATE_EXISTING).close();
    }

    private static void append(Path file, String text) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
