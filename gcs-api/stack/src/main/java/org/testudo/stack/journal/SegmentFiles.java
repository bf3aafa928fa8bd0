package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.testudo.stack.files.OwnerOnly;

/** The files of one folder, readable by this user alone: what is created, renamed or deleted here is durable on return. */
class SegmentFiles {
    private static final String PREFIX = "segment-";
    private static final String SUFFIX = ".log";
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path folder;

    SegmentFiles(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** All segments, the oldest first. */
    List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(SegmentFiles::isSegment).sorted().toList();
        }
    }

    private static boolean isSegment(Path file) {
        return file.getFileName().toString().matches(PREFIX + "[0-9]{19}\\" + SUFFIX);
    }

    /** Where the segment with this first record is, or will be. */
    Path segment(long first) {
        return folder.resolve(String.format("%s%019d%s", PREFIX, first, SUFFIX));
    }

    /** Creates a file that did not exist; its content is the caller's to make durable. */
    FileChannel create(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, NEW, OwnerOnly.file(file));
        forceFolder();
        return channel;
    }

    /** Cuts a file after so many bytes; to nothing deletes it. */
    void cut(Path file, long whole) throws IOException {
        if (whole == 0) {
            delete(file);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(whole);
            channel.force(true);
        }
    }

    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        forceFolder();
    }

    void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
        forceFolder();
    }

    /** What was created, renamed or deleted in it lasts; where folders cannot be forced, such as on Windows, they need not be. */
    private void forceFolder() throws IOException {
        if (!OwnerOnly.isPosix(folder)) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
