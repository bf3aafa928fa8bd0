package org.testudo.sicp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A file that may be replaced while this process runs. Not safe for use by several threads. */
final class WatchedFile {
    private record Mark(Object key, long modified, long size) {}

    private final Path file;
    private Optional<Mark> known;

    /** @param known whether what stands there now has been read */
    WatchedFile(Path file, boolean known) {
        this.file = file;
        this.known = known ? mark() : Optional.empty();
    }

    Path path() {
        return file;
    }

    /** Whether something else is there than what was {@linkplain #read read} last. */
    boolean changed() {
        Optional<Mark> now = mark();
        return now.isPresent() && !now.equals(known);
    }

    /** What stands there is about to be read; what is put there meanwhile counts as a change. */
    void read() {
        known = mark();
    }

    private Optional<Mark> mark() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Mark(
                    String.valueOf(now.fileKey()), now.lastModifiedTime().toMillis(), now.size()));
        } catch (IOException e) {
            return Optional.empty(); // not there: as before
        }
    }
}
