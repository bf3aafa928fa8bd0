package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.TestudoException;
import org.testudo.stack.files.OwnerOnly;

/** The folder of one member's journal, locked while the member runs. */
final class JournalFolder {
    private static final Logger LOG = LoggerFactory.getLogger(JournalFolder.class);

    /** Those of this process: closing a second channel to a locked file would end the lock of the first. */
    private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

    private final SegmentFiles files;
    private final JournalOwner owner;
    private final Path place;
    private final FileChannel lock;
    private final Path mark;

    private JournalFolder(SegmentFiles files, JournalOwner owner, Path place, FileChannel lock) {
        this.files = files;
        this.owner = owner;
        this.place = place;
        this.lock = lock;
        mark = files.folder().resolve("HALTED");
    }

    /**
     * Creates the folder if it is not there, and locks it.
     *
     * @throws TestudoException if that cannot be done, or another process has it
     */
    static JournalFolder open(SegmentFiles files, JournalOwner owner) throws IOException {
        Path folder = files.folder();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, OwnerOnly.folder(folder));
        }
        Path place = folder.toRealPath();
        if (!IN_USE.add(place)) throw inUse(folder, owner);
        try {
            return new JournalFolder(files, owner, place, lock(folder, owner));
        } catch (IOException | RuntimeException e) {
            IN_USE.remove(place);
            throw e;
        }
    }

    private static FileChannel lock(Path folder, JournalOwner owner) throws IOException {
        Path file = folder.resolve("lock");
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileChannel channel = FileChannel.open(file, options, OwnerOnly.file(file));
        FileLock held = channel.tryLock();
        if (held != null) return channel;
        channel.close();
        throw inUse(folder, owner);
    }

    private static TestudoException inUse(Path folder, JournalOwner owner) {
        return new TestudoException(folder + " is in use by another process of " + owner.member()
                + "; stop that one, or give this one a folder of its own (ordering.journal-path)");
    }

    /** What there is to go on with; empty if the member must begin as a new incarnation: nothing, or damage. */
    Optional<JournalContent> read() throws IOException {
        if (Files.exists(mark)) {
            throw new TestudoException(files.folder() + ": this member has halted ("
                    + Files.readString(mark).strip()
                    + "); find out why, then move the folder away, and it begins as a new incarnation");
        }
        try {
            Optional<JournalContent> content = JournalReader.read(owner, files.segments());
            if (content.isEmpty()) cutAll();
            else if (new KeyFile(files).read().isEmpty())
                throw new JournalDamage("its view keys are missing or damaged");
            return content;
        } catch (JournalDamage e) {
            Path aside = setAside("damaged");
            LOG.warn(
                    "member={} journal damaged: {}; set aside in {}, this start is a new incarnation",
                    owner.member(),
                    e.getMessage(),
                    aside);
            return Optional.empty();
        }
    }

    /** Segments that were never begun, and keys that nothing was signed with. */
    private void cutAll() throws IOException {
        for (Path each : files.segments()) files.delete(each);
        new KeyFile(files).erase();
    }

    /** Moves all segments to a folder of their own, for people to look at, and forgets the keys. */
    Path setAside(String why) throws IOException {
        Path aside = files.folder().resolve(why + "-" + System.currentTimeMillis());
        Files.createDirectory(aside, OwnerOnly.folder(aside));
        for (Path each : files.segments()) files.move(each, aside.resolve(each.getFileName()));
        new KeyFile(files).erase();
        return aside;
    }

    /** No start goes on with this journal before a human has looked at it (HOST-5). */
    void mark(String why) throws IOException {
        if (Files.exists(mark)) return;
        try (FileChannel channel = files.create(mark)) {
            ByteBuffer text = ByteBuffer.wrap((why + "\n").getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) channel.write(text);
            channel.force(true);
        }
    }

    void unlock() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("lock of {}", files.folder(), e); // ends with the process
        }
        IN_USE.remove(place);
    }
}
