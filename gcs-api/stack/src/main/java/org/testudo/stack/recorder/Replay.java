package org.testudo.stack.recorder;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/**
 * Has fresh cores do what a recording says happened to others, and compares what they ask of the outside, step by step. Equal
 * cores do the same: so a difference is another version, another configuration, or a core that is not deterministic.
 */
public final class Replay {
    /**
     * What came of it.
     *
     * @param steps that were replayed
     * @param difference the first step that differs, and how; empty if none does
     * @param ending what is wrong with the recording's tail, for people; empty if it was closed
     */
    public record Outcome(long steps, Optional<String> difference, String ending) {
        /** Whether all steps that the recording holds are equal. */
        public boolean equal() {
            return difference.isEmpty();
        }
    }

    /** Ends the replay where it stands. */
    private static final class Differs extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Differs(String how) {
            super(how);
        }
    }

    /** The recording ends within a step. */
    private static final class Ends extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Bytes of events that wait for a step: a member takes one event after the other, so they are few. */
    private static final long MOST_WAITING = 256L << 20;

    /** Bytes that an event takes in memory, however short it is. */
    private static final int LEAST = 1 << 10;

    private final Recording recording;
    private final List<String> layers;
    private final List<MessageCodec<Object>> codecs;
    private final EventCodec events;
    private final ReplayLives lives;
    private final CoreStack cores;
    private final Consumer<String> trace;
    private final Deque<byte[]> ahead = new ArrayDeque<>();
    private long steps;
    private long waiting;

    /**
     * @param cores fresh ones, bottom up, made of the recording's head
     * @param codecs of the same layers, which know lives as these do
     * @param trace is told each step and effect
     */
    public Replay(
            Recording recording,
            List<? extends ProtocolCore<?>> cores,
            List<? extends MessageCodec<?>> codecs,
            ReplayLives lives,
            Consumer<String> trace) {
        this.recording = recording;
        this.codecs = Recorder.untyped(codecs);
        this.lives = lives;
        this.trace = trace;
        layers = recording.head().layers();
        events = new EventCodec(codecs, lives);
        this.cores = new CoreStack(cores, new Comparing());
    }

    /** Replays all of it, or up to the first difference. */
    public Outcome run() throws IOException {
        try {
            for (byte[] record = poll(); record != null; record = poll()) {
                if (!take(record)) return new Outcome(steps, Optional.empty(), "");
            }
            return new Outcome(steps, Optional.empty(), recording.ending());
        } catch (Ends e) {
            return new Outcome(steps - 1, Optional.empty(), recording.ending());
        } catch (Differs e) {
            return new Outcome(steps, Optional.of("step " + steps + ": " + e.getMessage()), recording.ending());
        } catch (MalformedException e) {
            return new Outcome(steps, Optional.of("after step " + steps + ": " + e.getMessage()), recording.ending());
        }
    }

    private byte[] poll() throws IOException {
        return ahead.isEmpty() ? recording.next().orElse(null) : ahead.remove();
    }

    /** False at the end of the recording. */
    private boolean take(byte[] record) throws MalformedException {
        WireReader in = new WireReader(record);
        int kind = in.readByte();
        switch (kind) {
            case Recorder.INPUT -> begin(in, record.length);
            case Recorder.STEP -> step(new Tick(Duration.ofNanos(in.readLong()), in.readInstant()));
            case Recorder.EFFECT -> throw new Differs("the recorded cores asked for more of the outside");
            case Recorder.END -> {
                return false;
            }
            default -> throw new MalformedException("no record " + kind);
        }
        return true;
    }

    /**
     * From outside comes one event after the other: each when nothing is left to do of the one before. With the first view comes
     * what the journal held, for each layer (AB-26).
     */
    private void begin(WireReader in, int bytes) throws MalformedException {
        int layer = in.readByte();
        Event<?> event = read(layer, in);
        boolean withTheFirst = steps == 0 && event instanceof Event.Restored;
        if (cores.pending() && !withTheFirst)
            throw new Differs("an event is left to do, where the recorded cores had none");
        queue(bytes);
        post(layer, event);
    }

    private void queue(int bytes) throws MalformedException {
        waiting = LEAST + bytes + (cores.pending() ? waiting : 0);
        if (waiting > MOST_WAITING) throw new MalformedException("more events at once than a member takes");
    }

    private void post(int layer, Event<?> event) {
        trace.accept("  in  " + name(layer) + " " + event.getClass().getSimpleName());
        if (layer == Recorder.ALL) cores.postToAll(event);
        else cores.post(layer, event);
    }

    private Event<?> read(int layer, WireReader in) throws MalformedException {
        try {
            Event<?> event = events.read(layer, in);
            in.expectEnd();
            return event;
        } catch (RuntimeException e) { // a value that its type does not bear, such as a duration past all bounds
            throw new MalformedException("an event cannot be made: " + e);
        }
    }

    private void step(Tick now) {
        steps++;
        trace.accept("step " + steps + " at " + now.elapsed().toNanos() / 1_000 + "us");
        if (!cores.pending()) throw new Differs("nothing is left to do, where the recorded cores had an event");
        try {
            cores.step(now);
        } catch (Differs | Ends e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Differs("a core failed: " + e);
        }
    }

    private String name(int layer) {
        if (layer == Recorder.ALL) return "all layers";
        return layer >= 0 && layer < layers.size() ? layers.get(layer) : "top";
    }

    /** The next record must be of this effect; what was put into the queues at once then is put there now. */
    private void expect(Effect effect) {
        trace.accept("  out " + name(effect.layer()) + " " + effect.what());
        try {
            byte[] record = poll();
            if (record == null) throw new Ends();
            WireReader in = new WireReader(record);
            if (in.readByte() != Recorder.EFFECT || in.readLong() != effect.mark()) {
                throw new Differs("the recorded cores did not ask for: " + describe(effect));
            }
            for (record = poll(); record != null; record = poll()) {
                WireReader next = new WireReader(record);
                if (next.readByte() != Recorder.INPUT) {
                    ahead.addFirst(record);
                    return;
                }
                queue(record.length);
                int layer = next.readByte();
                post(layer, read(layer, next));
            }
        } catch (IOException | MalformedException e) {
            throw new Differs("cannot be read: " + e.getMessage());
        }
    }

    private String describe(Effect effect) {
        return name(effect.layer()) + ", " + effect.what();
    }

    private final class Comparing implements CoreStack.Outside {
        @Override
        public void send(int layer, MemberId to, Object message) {
            expect(Effect.sent(layer, to.name(), message, codecs));
        }

        @Override
        public void multicast(int layer, Object message) {
            expect(Effect.sent(layer, "all", message, codecs));
        }

        @Override
        public void armTimer(int layer, TimerId timer, Duration after) {
            expect(Effect.armed(layer, timer, after));
        }

        @Override
        public void disarmTimer(int layer, TimerId timer) {
            expect(Effect.disarmed(layer, timer));
        }

        @Override
        public void persist(int layer, Action.Persist<?> entry) {
            expect(Effect.persisted(layer, entry));
        }

        @Override
        public void compute(int layer, Action.Compute<?> task) {
            expect(Effect.asked(layer, task));
        }

        @Override
        public void delivered(SlotDelivery delivery) {
            expect(Effect.delivered(delivery));
        }

        @Override
        public void installed(ViewRecord view) {
            lives.installed(view);
            expect(Effect.installed(view));
        }

        @Override
        public void announced(int layer, Notice notice) {
            expect(Effect.announced(layer, notice));
        }
    }
}
