package org.testudo.sicp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers the starts of a member (GM-23): wall clock in milliseconds, raised above every earlier start, which a file beside
 * the member's store remembers. Where the file cannot be written, such as a read-only folder of secrets, the clock alone
 * numbers them: then a clock that is set back makes the next start one that the others refuse until it has caught up.
 */
final class Incarnations {
    private static final Logger LOG = LoggerFactory.getLogger(Incarnations.class);
    private static final int MOST_DIGITS = 19;

    private final Path file;
    private final Clock clock;

    private Incarnations(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Those of the member whose store this is: {@code alice.p12} has {@code alice.start} beside it. */
    static Incarnations beside(Path store, Clock clock) {
        String name = store.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return new Incarnations(store.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".start"), clock);
    }

    /** The number of a start that begins now. */
    @SuppressWarnings("try") // the lock is held, not used
    long next() {
        StandardOpenOption[] options = {StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE};
        try (FileChannel channel = FileChannel.open(file, options);
                FileLock lock = channel.lock()) {
            long next = Math.max(clock.millis(), last(channel) + 1);
            ByteBuffer bytes = ByteBuffer.wrap((next + "\n").getBytes(StandardCharsets.US_ASCII));
            channel.position(0);
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.truncate(bytes.limit());
            channel.force(true);
            return next;
        } catch (IOException | OverlappingFileLockException e) {
            LOG.warn(
                    "{} cannot be written ({}); starts of this member are numbered by the clock alone",
                    file,
                    e.toString());
            return clock.millis();
        }
    }

    /** The last start; 0 if there is none, or the file holds something else: the clock is later than that. */
    private static long last(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(MOST_DIGITS + 1);
        while (content.hasRemaining() && channel.read(content, content.position()) >= 0) continue;
        String text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9]{1,18}")) return 0;
        return Long.parseLong(text);
    }
}
