package org.testudo.stack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jgroups.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.stack.pair.core.PairNotice;

/**
 * What an application on a plain {@code JChannel} sends to one member and receives from one. One run of the stack; safe for
 * use by several threads.
 */
final class PairDoor {
    private static final Logger LOG = LoggerFactory.getLogger(PairDoor.class);

    private final StackRuntime runtime;
    private final ChannelMessage codec;
    private final Predicate<PairNotice> core;
    private final Consumer<Message> up;
    private final PairWindow window;
    private final ExecutorService threads;
    private final Map<MemberId, PairLane> lanes = new LinkedHashMap<>();
    private final LongAdder lost = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private ViewRecord inForce;
    private long reached = -1;

    /**
     * @param core takes what is for the core; false if it does not run
     * @param up where received messages go
     */
    PairDoor(
            StackRuntime runtime,
            ChannelMessage codec,
            PairWindow window,
            Predicate<PairNotice> core,
            Consumer<Message> up) {
        this.runtime = runtime;
        this.codec = codec;
        this.window = window;
        this.core = core;
        this.up = up;
        String member = runtime.context().self().name();
        if (runtime.journals()) LOG.warn("member={} keeps a journal, and carries no messages to one member", member);
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "testudo-pairs-" + number.incrementAndGet() + " " + member);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Sends a message to the member at its destination.
     *
     * @param patience how long to wait for room; zero: not at all
     * @throws IllegalArgumentException if nobody on the roster has that address, or the message bears what is not carried
     * @throws UnsupportedOperationException if this member keeps a journal: a pair is two incarnations, and one that goes on
     *     with its journal would number its messages anew
     * @throws TestudoException if that member holds no seat, or there was no room in time
     */
    void send(Message message, Duration patience) {
        if (runtime.journals()) {
            throw new UnsupportedOperationException(
                    "send: this member keeps a journal (ordering.journal: file), which does not hold the numbers of messages"
                            + " to one member; send to all, or set ordering.journal to none");
        }
        MemberId to = runtime.memberAt(message.dest())
                .orElseThrow(() -> new IllegalArgumentException("send: " + message.dest()
                        + " is no member of this group; take addresses from the view, or null for all"));
        byte[] body = codec.encode(message);
        requireSeat(to);
        if (!takeRoom(to, body.length, patience)) {
            throw new TestudoException("send: " + window.waiting(to) + " messages to " + to
                    + " wait to be received by its application, and there was no room in " + patience.toMillis()
                    + " ms; it is slow, silent or stopped");
        }
        if (core.test(new PairNotice.Tell(to, body))) return;
        window.release(to, 1, body.length);
        throw new TestudoException("send: this member is not running");
    }

    private void requireSeat(MemberId to) {
        ViewRecord view = runtime.viewInForce();
        if (view != null && view.occupant(to).isPresent()) return;
        throw new TestudoException("send: " + to + " holds no seat in the view in force; send to a member of the view");
    }

    private boolean takeRoom(MemberId to, int size, Duration patience) {
        try {
            return window.take(to, size, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** On the loop. */
    void announced(PairNotice notice) {
        if (notice instanceof PairNotice.Arrived it) arrived(it);
        else if (notice instanceof PairNotice.Settled it) window.release(it.to(), it.messages(), it.bytes());
        else if (notice instanceof PairNotice.Lost it) lost(it);
        else if (notice instanceof PairNotice.Ignored) ignored.increment();
    }

    private void lost(PairNotice.Lost it) {
        lost.add(it.messages());
        window.release(it.to(), it.messages(), it.bytes());
    }

    private void arrived(PairNotice.Arrived message) {
        PairLane lane;
        synchronized (this) {
            lane = lanes.computeIfAbsent(message.from(), it -> new PairLane(threads, this::receive, reached));
        }
        lane.add(message, ChannelMessage.outOfBand(message.body()));
    }

    private void receive(PairNotice.Arrived arrived) {
        try {
            Message message = codec.decode(arrived.body()).message();
            up.accept(message.setSrc(runtime.addressOf(arrived.from()))
                    .setDest(runtime.addressOf(runtime.context().self())));
        } catch (MalformedException e) {
            ignored.increment();
            LOG.debug("{} sent what is no message: {}", arrived.from(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("receiver failed at a message of {}", arrived.from(), e);
        }
        core.test(new PairNotice.Consumed(arrived.from(), arrived.incarnation(), arrived.sequence()));
    }

    /** On the loop: what a start that has left can no longer say is forgotten, and all of one that is excluded. */
    synchronized void installed(ViewRecord view) {
        ViewRecord before = inForce;
        inForce = view;
        if (before == null) return;
        for (Occupant occupant : before.occupants()) {
            PairLane lane = lanes.get(occupant.member());
            boolean stays = view.occupant(occupant.member())
                    .filter(each -> each.incarnation() == occupant.incarnation())
                    .isPresent();
            if (lane == null || stays) continue;
            lane.left(occupant.incarnation(), view.excluded(occupant.member()) ? 0 : view.id());
        }
    }

    /** On the application's lane: it has been shown this view. */
    synchronized void reached(long view) {
        reached = view;
        lanes.values().forEach(lane -> lane.reached(view));
    }

    /** Messages of which this member knows only that it sent them, or could not. */
    long lost() {
        return lost.sum();
    }

    /** What of peers was not used: sent twice, out of its place, by no start in a seat, or no message. */
    long ignored() {
        return ignored.sum();
    }

    void stop() {
        window.stop();
        threads.shutdown();
    }
}
