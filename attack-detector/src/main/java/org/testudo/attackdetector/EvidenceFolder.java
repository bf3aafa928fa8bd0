package org.testudo.attackdetector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.EvidenceArchive;
import org.testudo.kernel.statement.Digest;

/**
 * Keeps evidence in files, for {@code testudo evidence verify}: what this member has found and what the order has brought, one
 * file each, named by accused, kind, view and content. Written by a thread of its own: a slow disk delays nobody. At most
 * {@link #MOST} files, and {@link #MOST_OF_ONE} against one member, since whoever is out already could make evidence against
 * itself without end, until there is no room for any against an accomplice. Further evidence is logged and not kept.
 */
final class EvidenceFolder {
    static final int MOST = 1_000;
    static final int MOST_OF_ONE = 20;
    static final String SUFFIX = ".evidence";
    private static final int MOST_WAITING = 100;
    /** A member's name may have all of this in it, but at its end. */
    private static final Pattern AFTER_ACCUSED = Pattern.compile("-[a-z]+-view-[0-9]+-[0-9a-f]{16}\\.evidence$");

    private static final Logger LOG = LoggerFactory.getLogger(EvidenceFolder.class);

    private final Path folder;
    private final ExecutorService writer;

    EvidenceFolder(Path folder) {
        this.folder = folder;
        writer = new ThreadPoolExecutor(
                0,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                task -> {
                    Thread thread = new Thread(task, "testudo-evidence");
                    thread.setDaemon(true);
                    return thread;
                },
                (task, full) -> LOG.warn("evidence not kept: the member stops, or too much of it waits for the disk"));
    }

    /** Writes it unless it is there. Never blocks, never throws. */
    void keep(Evidence evidence) {
        writer.execute(() -> write(evidence));
    }

    private void write(Evidence evidence) {
        byte[] content = new EvidenceArchive(evidence).encode();
        Path file = folder.resolve(name(evidence, content));
        try {
            Files.createDirectories(folder);
            if (Files.exists(file)) return;
            if (content.length > EvidenceArchive.MAX_BYTES || full(evidence)) {
                LOG.warn(
                        "evidence against {} not kept: {} has enough of it, or it is too long",
                        evidence.accused(),
                        folder);
                return;
            }
            Path draft = file.resolveSibling(file.getFileName() + ".part");
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.warn("evidence against {} kept in {}", evidence.accused(), file);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("evidence against {} not kept in {}: {}", evidence.accused(), file, e.toString());
        }
    }

    private boolean full(Evidence evidence) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.map(each -> each.getFileName().toString())
                    .filter(each -> each.endsWith(SUFFIX))
                    .toList();
        }
        String accused = evidence.accused().name();
        return names.size() >= MOST
                || names.stream()
                                .filter(each -> AFTER_ACCUSED
                                        .matcher(each)
                                        .replaceFirst("")
                                        .equals(accused))
                                .count()
                        >= MOST_OF_ONE;
    }

    private static String name(Evidence evidence, byte[] content) {
        String kind = evidence.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        String digest = Digest.of(content).toHex().substring(0, 16);
        return evidence.accused().name() + "-" + kind + "-view-" + evidence.view() + "-" + digest + SUFFIX;
    }

    /** Ends after what waits, for which it waits two seconds at most. */
    void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(2, TimeUnit.SECONDS)) LOG.warn("evidence still waits for the disk");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
