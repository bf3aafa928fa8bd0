package org.testudo.benchmarks.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the members keep their journals, each in a folder of its name: on small file systems of their own, in memory, which
 * can be filled, or all on the disk of this machine, which is left alone. The former need Linux, root, and {@code mount}.
 */
final class Disks implements AutoCloseable {
    private static final int MEBIBYTES = 64;
    private static final int[] PIECES = {1 << 20, 1 << 12, 1};
    private static final String BALLAST = "ballast";

    private final Path root;
    private final List<String> mounted;

    private Disks(Path root, List<String> mounted) {
        this.root = root;
        this.mounted = mounted;
    }

    /** On the disk that this folder is on. */
    static Disks shared(Path root) {
        return new Disks(root, List.of());
    }

    /**
     * Mounts one for each member.
     *
     * @throws Shell.FailedException if this machine or the rights of this process do not allow it; nothing is left then
     */
    static Disks mount(List<String> members) throws IOException, Shell.FailedException {
        Disks disks = new Disks(Files.createTempDirectory("testudo-disks"), List.copyOf(members));
        try {
            for (String each : members) {
                Path place = Files.createDirectory(disks.folder(each));
                Shell.run("mount -t tmpfs -o size=" + MEBIBYTES + "m,mode=700 testudo-chaos " + place);
            }
            return disks;
        } catch (IOException | Shell.FailedException e) {
            disks.close();
            throw e;
        }
    }

    /** Whether one can be filled without harm to anybody else. */
    boolean ownEach() {
        return !mounted.isEmpty();
    }

    Path root() {
        return root;
    }

    private Path folder(String member) {
        return root.resolve(member);
    }

    /** Leaves no byte free, whatever the member has written or deleted since. */
    void fill(String member) {
        if (!mounted.contains(member)) throw new IllegalStateException(member + " has no disk of its own");
        for (int piece : PIECES) append(folder(member).resolve(BALLAST), new byte[piece]);
    }

    private static void append(Path file, byte[] piece) {
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) out.write(piece);
        } catch (IOException e) {
            // It is full: that is what this is for.
        }
    }

    /** Undoes {@link #fill}. */
    void free(String member) {
        try {
            Files.deleteIfExists(folder(member).resolve(BALLAST));
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + member + " could not be freed", e);
        }
    }

    /** All that was on it is gone, as on a new one; its member must not run. */
    void replace(String member) {
        if (!Files.isDirectory(folder(member)))
            throw new IllegalStateException(member + " has no journal in " + folder(member));
        try (Stream<Path> content = Files.walk(folder(member))) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(folder(member))) Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the disk of " + member + " could not be emptied", e);
        }
    }

    /** Copies what is on those that go with this object. */
    void keep(Path there) {
        if (ownEach()) Shell.attempt("cp -R " + root + " " + there);
    }

    /** Unmounts and removes them; those of the machine stay. No member may run any more. */
    @Override
    public void close() {
        if (mounted.isEmpty()) return;
        for (String each : mounted) {
            Shell.attempt("umount -l " + folder(each));
            Shell.attempt("rmdir " + folder(each));
        }
        Shell.attempt("rmdir " + root);
    }
}
