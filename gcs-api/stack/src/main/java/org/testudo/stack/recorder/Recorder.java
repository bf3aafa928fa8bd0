package org.testudo.stack.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.WireWriter;

/**
 * Writes down all that comes to the cores of one member from outside, when each step was, and a mark of whatever they asked of
 * the outside: enough to have other cores do it again and to see where they differ. What goes from core to core is not
 * written, for it follows.
 *
 * <p>A recording has the payloads of all requests and answers in it, and the keys that everybody sees; never a private one.
 * It ends at its limit, since only from its beginning can it be replayed, and at the first error of the disk; the member goes
 * on. Used by the loop.
 */
public final class Recorder implements CoreStack.Outside {
    static final String SUFFIX = ".recording";
    static final int INPUT = 1;
    static final int STEP = 2;
    static final int EFFECT = 3;
    static final int END = 4;
    /** An event for every layer. */
    static final int ALL = 255;

    private static final Duration FLUSH_AFTER = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final CoreStack.Outside outside;
    private final List<MessageCodec<Object>> codecs;
    private final EventCodec events;
    private final Path file;
    private RecordingFile recording;
    private Duration flushed = Duration.ZERO;

    private Recorder(CoreStack.Outside outside, List<? extends MessageCodec<?>> codecs, Lives lives, Path file) {
        this.outside = outside;
        this.codecs = untyped(codecs);
        this.file = file;
        events = new EventCodec(codecs, lives);
    }

    /**
     * Begins a recording in a folder, where the oldest ones make room for it.
     *
     * @param outside what stands behind it
     * @param codecs of the layers, bottom up
     * @param limit bytes that all recordings in the folder may have; this one takes up to half of them
     */
    public static Recorder begin(
            CoreStack.Outside outside,
            List<? extends MessageCodec<?>> codecs,
            Lives lives,
            RecordingHead head,
            Path folder,
            long limit) {
        Recorder recorder = new Recorder(outside, codecs, lives, unused(folder, head.self()));
        recorder.attempt(() -> {
            Files.createDirectories(folder);
            makeRoom(folder, limit / 2);
            recorder.recording = new RecordingFile(recorder.file, limit / 2);
            recorder.recording.write(head.encode());
            LOG.info("recording into {}, up to {} bytes; it holds payloads", recorder.file, limit / 2);
        });
        return recorder;
    }

    /** A member that goes on with its journal has the incarnation of its last start, which has a recording of its own. */
    private static Path unused(Path folder, Origin self) {
        String name = self.principal().name() + "-" + self.incarnation();
        Path file = folder.resolve(name + SUFFIX);
        for (int again = 2; Files.exists(file); again++) file = folder.resolve(name + "-" + again + SUFFIX);
        return file;
    }

    @SuppressWarnings("unchecked") // an event of a layer bears that layer's messages
    static List<MessageCodec<Object>> untyped(List<? extends MessageCodec<?>> codecs) {
        return codecs.stream().map(each -> (MessageCodec<Object>) each).toList();
    }

    /** Removes the oldest recordings until the others have at most this many bytes. */
    private static void makeRoom(Path folder, long most) throws IOException {
        List<Path> newestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            newestFirst = files.filter(each -> each.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing((Path each) -> each.toFile().lastModified())
                            .reversed())
                    .toList();
        }
        long bytes = 0;
        for (Path each : newestFirst) {
            bytes += Files.size(each);
            if (bytes > most) Files.delete(each);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void attempt(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            LOG.warn("recording into {} ends: {}", file, e.toString());
            abandon();
        }
    }

    private void abandon() {
        RecordingFile ended = recording;
        recording = null;
        try {
            if (ended != null) ended.close();
        } catch (IOException e) {
            LOG.debug("recording {} not closed", file, e);
        }
    }

    private synchronized void write(Consumer<WireWriter> content) {
        if (recording == null) return;
        attempt(() -> {
            byte[] record;
            try {
                record = WireWriter.bytes(content);
            } catch (RuntimeException e) { // what has no form cannot be replayed, nor what follows; the member goes on
                LOG.warn("recording into {} ends: {}", file, e.toString());
                abandon();
                return;
            }
            if (recording.write(record)) return;
            LOG.warn("recording into {} has reached its limit", file);
            abandon();
        });
    }

    /** An event is put into the queue of one layer. */
    public void input(int layer, Event<?> event) {
        write(out -> events.write(layer, event, out.writeByte(INPUT).writeByte(layer)));
    }

    /** An event is put into the queue of every layer; it bears no message. */
    public void inputToAll(Event<?> event) {
        input(ALL, event);
    }

    /** The next event is taken. */
    public synchronized void step(Tick now) {
        write(out -> {
            out.writeByte(STEP).writeLong(now.elapsed().toNanos());
            out.writeInstant(now.wallClock());
        });
        if (recording == null || now.elapsed().minus(flushed).compareTo(FLUSH_AFTER) < 0) return;
        flushed = now.elapsed();
        attempt(() -> recording.flush());
    }

    private void effect(Effect effect) {
        write(out -> out.writeByte(EFFECT).writeLong(effect.mark()));
    }

    /** Ends it; when the loop has ended. */
    public synchronized void close() {
        write(out -> out.writeByte(END));
        abandon();
    }

    @Override
    public void send(int layer, MemberId to, Object message) {
        if (recording != null) effect(Effect.sent(layer, to.name(), message, codecs));
        outside.send(layer, to, message);
    }

    @Override
    public void multicast(int layer, Object message) {
        if (recording != null) effect(Effect.sent(layer, "all", message, codecs));
        outside.multicast(layer, message);
    }

    @Override
    public void armTimer(int layer, TimerId timer, Duration after) {
        if (recording != null) effect(Effect.armed(layer, timer, after));
        outside.armTimer(layer, timer, after);
    }

    @Override
    public void disarmTimer(int layer, TimerId timer) {
        if (recording != null) effect(Effect.disarmed(layer, timer));
        outside.disarmTimer(layer, timer);
    }

    @Override
    public void persist(int layer, Action.Persist<?> entry) {
        if (recording != null) effect(Effect.persisted(layer, entry));
        outside.persist(layer, entry);
    }

    @Override
    public void compute(int layer, Action.Compute<?> task) {
        if (recording != null) effect(Effect.asked(layer, task));
        outside.compute(layer, task);
    }

    @Override
    public void delivered(SlotDelivery delivery) {
        if (recording != null) effect(Effect.delivered(delivery));
        outside.delivered(delivery);
    }

    @Override
    public void installed(ViewRecord view) {
        if (recording != null) effect(Effect.installed(view));
        outside.installed(view);
    }

    @Override
    public void announced(int layer, Notice notice) {
        if (recording != null) effect(Effect.announced(layer, notice));
        outside.announced(layer, notice);
    }
}
