package org.testudo.stack;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jgroups.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.stack.pair.core.PairNotice;
import org.testudo.stack.pair.core.PairStream;

/**
 * What an application on a plain {@code JChannel} sends to one member and receives from one. One run of the stack; safe for
 * use by several threads.
 */
final class PairDoor {
    private static final Logger LOG = LoggerFactory.getLogger(PairDoor.class);

    /**
     * How a message goes.
     *
     * @param patience how long to wait for room; zero: not at all
     * @param kept it waits by itself where there is no room, and its sender goes on
     * @param confirmed its sender goes on when its receiver is done with it
     */
    record Manner(PairStream stream, Duration patience, boolean kept, boolean confirmed) {}

    private final StackRuntime runtime;
    private final ChannelMessage codec;
    private final Calls calls;
    private final Predicate<PairNotice> core;
    private final Consumer<Message> up;
    private final Map<PairStream, PairWindow> windows = new EnumMap<>(PairStream.class);
    private final Map<PairStream, Map<MemberId, Backlog>> backlogs = new EnumMap<>(PairStream.class);
    private final Confirmations confirmations = new Confirmations();
    private final ExecutorService threads;
    private final Map<MemberId, PairLane> lanes = new LinkedHashMap<>();
    private final LongAdder lost = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private ViewRecord inForce;
    private long reached = -1;

    /**
     * @param window makes that of one stream
     * @param core takes what is for the core; false if it does not run
     * @param up where received messages go
     */
    PairDoor(
            StackRuntime runtime,
            ChannelMessage codec,
            Calls calls,
            Supplier<PairWindow> window,
            Predicate<PairNotice> core,
            Consumer<Message> up) {
        this.runtime = runtime;
        this.codec = codec;
        this.calls = calls;
        this.core = core;
        this.up = up;
        for (PairStream each : PairStream.values()) {
            windows.put(each, window.get());
            backlogs.put(each, new ConcurrentHashMap<>());
        }
        String member = runtime.context().self().name();
        if (runtime.journals()) LOG.warn("member={} keeps a journal, and carries no messages to one member", member);
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "testudo-pairs-" + number.incrementAndGet() + " " + member);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, failure) -> runtime.halt(failure)); // HOST-5
            return thread;
        });
    }

    /**
     * Sends a message to a member.
     *
     * @throws IllegalArgumentException if the message bears what is not carried
     * @throws UnsupportedOperationException if this member keeps a journal: a pair is two incarnations, and one that goes on
     *     with its journal would number its messages anew
     * @throws TestudoException if that member holds no seat, or there was no room, or no word of it, in time
     */
    void send(Message message, MemberId to, Manner manner) {
        if (runtime.journals()) {
            throw new UnsupportedOperationException(
                    "send: this member keeps a journal (ordering.journal: file), which does not hold the numbers of messages"
                            + " to one member; send to all, or set ordering.journal to none");
        }
        byte[] body = codec.encode(message);
        requireSeat(to);
        if (manner.kept) keep(to, manner.stream, body);
        else if (takeRoom(to, manner.stream, body.length, manner.patience)) tell(to, body, manner);
        else throw noRoom(to, manner);
    }

    private TestudoException noRoom(MemberId to, Manner manner) {
        return new TestudoException("send: " + windows.get(manner.stream).waiting(to) + " messages to " + to
                + " wait to be received by its application, and there was no room in "
                + manner.patience.toMillis() + " ms; it is slow, silent or stopped");
    }

    private void tell(MemberId to, byte[] body, Manner manner) {
        CompletableFuture<Void> done = handOver(to, manner.stream, body, manner.confirmed);
        if (done == null) throw new TestudoException("send: this member is not running");
        if (!manner.confirmed) return;
        try {
            done.get(manner.patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new TestudoException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new TestudoException(
                    "send: " + to + " has not received it in " + manner.patience.toMillis() + " ms; it may yet", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("send: the sender was interrupted; " + to + " may have received it", e);
        }
    }

    private CompletableFuture<Void> handOver(MemberId to, PairStream stream, byte[] body, boolean awaited) {
        CompletableFuture<Void> done =
                confirmations.told(to, stream, awaited, () -> core.test(new PairNotice.Tell(to, stream, body)));
        if (done == null) windows.get(stream).release(to, 1, body.length);
        return done;
    }

    /** What waits goes first; past the bound it is lost, as what its receiver never takes is. */
    private void keep(MemberId to, PairStream stream, byte[] body) {
        Backlog backlog = backlogs.get(stream).computeIfAbsent(to, it -> new Backlog());
        if (!backlog.add(body)) {
            lost.increment();
            LOG.debug("a message to {} is dropped: too many wait until it receives others", to);
        }
        flush(to, stream);
    }

    private void flush(MemberId to, PairStream stream) {
        Backlog backlog = backlogs.get(stream).get(to);
        if (backlog == null) return;
        backlog.flush(
                body -> takeRoom(to, stream, body.length, Duration.ZERO) && handOver(to, stream, body, false) != null);
    }

    private void requireSeat(MemberId to) {
        ViewRecord view = runtime.viewInForce();
        if (view != null && view.occupant(to).isPresent()) return;
        throw new TestudoException("send: " + to + " holds no seat in the view in force; send to a member of the view");
    }

    private boolean takeRoom(MemberId to, PairStream stream, int size, Duration patience) {
        try {
            return windows.get(stream).take(to, size, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** On the loop. */
    void announced(PairNotice notice) {
        if (notice instanceof PairNotice.Arrived it) arrived(it);
        else if (notice instanceof PairNotice.Settled it) settled(it);
        else if (notice instanceof PairNotice.Lost it) lost(it);
        else if (notice instanceof PairNotice.Ignored) ignored.increment();
    }

    private void lost(PairNotice.Lost it) {
        lost.add(it.messages());
        confirmations.lost(it.to(), it.stream(), it.messages(), it.why());
        windows.get(it.stream()).release(it.to(), it.messages(), it.bytes());
        flush(it.to(), it.stream());
    }

    private void settled(PairNotice.Settled it) {
        confirmations.settled(it.to(), it.stream(), it.messages());
        windows.get(it.stream()).release(it.to(), it.messages(), it.bytes());
        flush(it.to(), it.stream());
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
            Message message = opened(arrived);
            if (calls.admits(message, arrived.from(), false)) {
                up.accept(message.setSrc(runtime.addressOf(arrived.from()))
                        .setDest(runtime.addressOf(runtime.context().self())));
            }
        } catch (MalformedException e) {
            ignored.increment();
            LOG.debug("{} sent what is no message: {}", arrived.from(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("receiver failed at a message of {}", arrived.from(), e);
        }
        core.test(new PairNotice.Consumed(arrived.from(), arrived.stream(), arrived.incarnation(), arrived.sequence()));
    }

    /** What nobody asked for shall not go past views, nor past what is sent before it. */
    private Message opened(PairNotice.Arrived arrived) throws MalformedException {
        Message message = codec.decode(arrived.body()).message();
        if (arrived.stream() == PairStream.ANSWERS && !Calls.isAnswer(message)) {
            throw new MalformedException("no answer in the stream of answers");
        }
        return message;
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
            if (stays) continue;
            forgetBacklogs(occupant.member());
            if (lane == null) continue;
            lane.left(occupant.incarnation(), view.excluded(occupant.member()) ? 0 : view.id());
        }
    }

    /** What was meant for a start that has left is for no other one. */
    private void forgetBacklogs(MemberId member) {
        for (Map<MemberId, Backlog> each : backlogs.values()) {
            Backlog backlog = each.remove(member);
            if (backlog != null) lost.add(backlog.clear());
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
        windows.values().forEach(PairWindow::stop);
        confirmations.stop();
        threads.shutdown();
    }
}
