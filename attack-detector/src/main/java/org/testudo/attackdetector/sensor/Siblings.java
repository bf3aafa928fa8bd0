package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files beside a followed one that rotation may have made of it: its name with something behind, not compressed. */
final class Siblings {
    /** More are not looked at: the newest that rotation keeps are few. */
    private static final int MOST = 1_000;

    private static final List<String> NOT_LINES =
            List.of(".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip", ".tmp", ".new", ".position", ".inspect");

    /** A directory may change again without its time changing, in milliseconds. */
    private static final long GRAIN = 2_000;

    private final Path path;
    private List<FileId> known = List.of();
    private long seen;

    Siblings(Path path) {
        this.path = path;
    }

    /** Those that are there now are done with, or known otherwise. */
    void begin() throws IOException {
        List<FileId> present = new ArrayList<>();
        for (Path each : all())
            identify(each).filter(id -> id.head().length > 0).ifPresent(present::add);
        known = present;
        seen = 0;
    }

    /**
     * Those written to since this time, in milliseconds since 1970, that were not there at the beginning, and are neither open
     * nor a copy of one that is; the oldest first. An empty one is left for later: it may become a copy.
     */
    List<Path> unknown(List<FileId> open, long since) throws IOException {
        long changed = modified(path.getParent());
        if (changed == seen && System.currentTimeMillis() - changed > GRAIN) return List.of();
        seen = changed;
        List<Path> unknown = new ArrayList<>();
        for (Path each : changedSince(since)) {
            Optional<FileId> id = identify(each).filter(it -> it.head().length > 0);
            if (id.isPresent() && !contains(known, id.get()) && !contains(open, id.get())) unknown.add(each);
        }
        return unknown;
    }

    private static boolean contains(List<FileId> some, FileId id) {
        return some.stream().anyMatch(each -> each.is(id) || each.copiedTo(id));
    }

    /** A file that holds this much of that content, whatever its name: it, or else a copy of it. */
    Optional<Path> find(FileId wanted, long length) throws IOException {
        List<Path> files = all();
        if (Files.exists(path)) files.add(path);
        for (Path each : files) {
            Optional<FileId> id = identify(each);
            if (id.isPresent() && wanted.is(id.get()) && Files.size(each) >= length) return Optional.of(each);
        }
        return copyOf(wanted, length);
    }

    /** A copy of a file, at least this long. */
    Optional<Path> copyOf(FileId original, long length) throws IOException {
        for (Path each : all()) {
            Optional<FileId> id = identify(each);
            if (id.isPresent() && original.copiedTo(id.get()) && Files.size(each) >= length) return Optional.of(each);
        }
        return Optional.empty();
    }

    /** Those written to since this time, in milliseconds since 1970; the oldest first. */
    List<Path> changedSince(long time) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Path each : all()) if (modified(each) >= time) changed.add(each);
        return changed;
    }

    private List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>();
        String name = path.getFileName().toString();
        try (DirectoryStream<Path> directory =
                Files.newDirectoryStream(path.getParent(), each -> isSibling(name, each))) {
            for (Path each : directory) if (files.size() < MOST) files.add(each);
        } catch (NoSuchFileException e) {
            return files;
        }
        files.sort(Comparator.comparingLong(Siblings::modified).thenComparing(Comparator.naturalOrder()));
        return files;
    }

    private static boolean isSibling(String name, Path file) {
        String other = file.getFileName().toString();
        return other.startsWith(name)
                && other.length() > name.length()
                && NOT_LINES.stream().noneMatch(other.toLowerCase(Locale.ROOT)::endsWith)
                && Files.isRegularFile(file);
    }

    private static Optional<FileId> identify(Path file) throws IOException {
        try {
            return Optional.of(FileId.of(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
