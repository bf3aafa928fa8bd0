package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.testudo.api.TestudoException;

/**
 * Follows a file of lines and loses none when it is rotated by renaming, by copying and truncating, or several times between
 * two looks (AD-2). Files are told apart by device and inode and by how they begin; one that lost its name is read until
 * nothing comes for a while, because its writer may not yet know. Used by one thread; offsets may be asked for by any.
 */
final class EveFile {
    /** How long a renamed file must be quiet before it is given up. */
    static final Duration GRACE = Duration.ofSeconds(10);
    /** Renamed files that are read at once; the oldest is given up first. */
    private static final int MOST_RENAMED = 16;

    /** How far the times of files may be behind the clock, in milliseconds. */
    private static final long MTIME_LAG = 20;

    private final Path path;
    private final Siblings siblings;
    private final int longest;
    private final boolean fromStart;
    private final List<Tail> renamed = new ArrayList<>();
    private Optional<Position> saved;
    private Tail current;
    private boolean begun;
    private long looked;
    private String trouble = "";
    private volatile long rotations;
    private volatile long lost;

    /**
     * @param longest of a line in bytes
     * @param saved where to go on
     * @param fromStart without a saved position, whether to read what is there already
     */
    EveFile(Path path, int longest, Optional<Position> saved, boolean fromStart) {
        this.path = path.toAbsolutePath();
        this.siblings = new Siblings(this.path);
        this.longest = longest;
        this.saved = saved;
        this.fromStart = fromStart;
        if (Files.isDirectory(path)) {
            throw new TestudoException(path + ": is a directory; name the alert file, such as eve.json");
        }
    }

    /** What hinders it, for people; empty while it follows. */
    String trouble() {
        return trouble;
    }

    /** How often the file was renamed or truncated. */
    long rotations() {
        return rotations;
    }

    /** How often something may be missing: a saved file that is gone, a truncated one without a copy. */
    long lost() {
        return lost;
    }

    /** Notes where to begin, and reads nothing yet: what comes from here on is new. */
    void mark(long now) {
        try {
            if (!begun) begin(now);
        } catch (IOException e) {
            trouble = unreadable(e);
        }
    }

    /**
     * Reads what is new.
     *
     * @param now on a monotonic clock, in nanoseconds
     */
    void poll(long now, Consumer<Line> out) {
        long before = looked;
        looked = System.currentTimeMillis() - MTIME_LAG;
        try {
            if (!begun) begin(now);
            String key = present(); // before reading: what is written until a new file appears belongs to the old one
            readAll(now, out);
            if (key != null && (current == null || !current.id().key().equals(key))) rotated(now);
            pickUpMissed(before, now);
            readAll(now, out);
            retire(now, out);
            trouble = current == null ? path + ": is not there yet; waiting for it" : "";
        } catch (IOException e) {
            trouble = unreadable(e);
        }
    }

    private String unreadable(IOException e) {
        return path + ": cannot be read (" + e + "); give this user access to it, and to its directory";
    }

    private String present() throws IOException {
        try {
            return FileId.keyOf(path);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void begin(long now) throws IOException {
        if (saved.isPresent()) resume(saved.get(), now);
        else if (present() != null) current = fromStart ? Tail.open(path, 0, longest) : Tail.openAtEnd(path, longest);
        siblings.begin();
        begun = true;
        saved = Optional.empty();
    }

    /** Goes on in the files not done with, and reads those that were rotated since. */
    private void resume(Position position, long now) throws IOException {
        close();
        renamed.clear();
        lost = 0;
        List<Path> found = new ArrayList<>();
        for (Position.Place place : position.files()) {
            Optional<Path> file = siblings.find(place.file(), place.offset());
            if (file.isEmpty()) {
                lost++;
                continue;
            }
            found.add(file.get());
            Tail tail = Tail.open(file.get(), place.offset(), longest);
            if (file.get().equals(path)) current = tail;
            else rename(tail, now);
        }
        for (Path each : siblings.changedSince(position.savedAt())) {
            if (!found.contains(each)) rename(Tail.open(each, 0, longest), now);
        }
        if (current == null && present() != null) current = Tail.open(path, 0, longest);
    }

    private void readAll(long now, Consumer<Line> out) throws IOException {
        if (current != null && current.rewritten()) truncated(now);
        for (Tail each : List.copyOf(renamed)) if (each.open()) each.read(now, out);
        if (current != null) current.read(now, out);
    }

    /** Copied and truncated: what was not read before is in the copy only. */
    private void truncated(long now) throws IOException {
        rotations++;
        Optional<Path> copy = siblings.copyOf(current.id(), current.position());
        if (copy.isEmpty()) lost++;
        Tail anew = current.anew(copy);
        rename(current, now);
        current = anew;
    }

    /** Another file has the name. */
    private void rotated(long now) throws IOException {
        Tail next = Tail.open(path, 0, longest);
        if (current != null) {
            rotations++;
            rename(current, now);
        }
        current = next;
    }

    /** Files that had the name between two looks, or copies of one that was truncated before it was seen. */
    private void pickUpMissed(long since, long now) throws IOException {
        List<FileId> open = new ArrayList<>(renamed.stream().map(Tail::id).toList());
        if (current != null) open.add(current.id());
        for (Path missed : siblings.unknown(open, since)) {
            rotations++;
            rename(Tail.open(missed, 0, longest), now);
        }
    }

    private void rename(Tail tail, long now) {
        tail.quiet(now);
        renamed.add(tail);
    }

    private void retire(long now, Consumer<Line> out) throws IOException {
        int tooMany = renamed.size() - MOST_RENAMED;
        for (Iterator<Tail> each = renamed.iterator(); each.hasNext(); tooMany--) {
            Tail tail = each.next();
            boolean quiet = now - tail.quietSince() > GRACE.toNanos();
            if (tail.open() && (quiet || tooMany > 0)) tail.finish(out);
            if (!tail.open() && tail.allDone()) each.remove();
        }
    }

    /**
     * Where to go on after a restart: behind the lines that are done.
     *
     * @return before the first look, what was saved
     */
    Optional<Position> position(long boot) {
        return begun
                ? Optional.of(new Position(boot, looked, places()))
                : saved.map(it -> new Position(boot, it.savedAt(), it.files()));
    }

    List<Position.Place> places() {
        List<Position.Place> places = new ArrayList<>();
        for (Tail each : renamed) places.add(new Position.Place(each.id(), each.done()));
        if (current != null) places.add(new Position.Place(current.id(), current.done()));
        return places;
    }

    void close() {
        try {
            for (Tail each : renamed) each.close();
            if (current != null) current.close();
        } catch (IOException e) {
            trouble = path + ": could not be closed (" + e + ")";
        }
    }
}
