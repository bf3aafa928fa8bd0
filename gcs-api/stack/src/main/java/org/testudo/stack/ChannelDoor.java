package org.testudo.stack;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;

/**
 * What an application on a plain {@code JChannel} sends and receives: its messages to all are requests in the one order. Safe
 * for use by several threads.
 */
final class ChannelDoor implements GroupListener {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelDoor.class);

    /** First byte of what stands for no message: its sender wants to know when it has come so far. No format of messages. */
    private static final byte MARK = 0;

    /** Then the number that makes each one of its own, so that none of a former process is taken for it. */
    private static final int MARK_LENGTH = 1 + Long.BYTES;

    private final StackRuntime runtime;
    private final ChannelMessage codec;
    private final Calls calls;
    private final Consumer<Message> up;
    private final Origin self;
    private final LongAdder malformed = new LongAdder();
    private final AtomicLong marks = new AtomicLong(System.nanoTime() ^ System.currentTimeMillis() << 20);
    private volatile String refused = "";

    /** @param up where received messages go */
    ChannelDoor(StackRuntime runtime, ChannelMessage codec, Calls calls, Consumer<Message> up) {
        this.runtime = runtime;
        this.codec = codec;
        this.calls = calls;
        this.up = up;
        self = runtime.context().origin();
    }

    /**
     * Submits a message; waits for room if too many of this member are not delivered yet. The lane itself brings the room, so
     * on it nothing may wait for that.
     *
     * @param confirmed whether to return only when this member has received it in its place
     */
    void sendToAll(Message message, LanesRun run, Duration patience, boolean confirmed) {
        requireOwn(message.src());
        boolean mayWait =
                !run.lane().isCurrent() && !runtime.onLoop() && !message.isFlagSet(Message.TransientFlag.DONT_BLOCK);
        CompletableFuture<Delivery> done = submit(codec.encode(message), run, mayWait ? patience : Duration.ZERO)
                .orElseThrow(() -> noRoom(run, mayWait, patience));
        if (confirmed) awaitDelivery(done, patience);
        else done.exceptionally(this::failed);
    }

    private Delivery failed(Throwable failure) {
        LOG.warn("member={} a message to all was not delivered: {}", self.principal(), failure.toString());
        return null;
    }

    /** Then every correct member delivers it there, too. */
    private void awaitDelivery(CompletableFuture<Delivery> done, Duration patience) {
        try {
            done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new TestudoException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            String why = refused.isEmpty() ? "too few members answer, or the application is behind" : refused;
            throw new TestudoException(
                    "send: the message has no place in the order after " + patience.toMillis() + " ms (" + why
                            + "); it may yet get one",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("send: the sender was interrupted; the message may be delivered", e);
        }
    }

    private static Optional<CompletableFuture<Delivery>> submit(byte[] body, LanesRun run, Duration patience) {
        try {
            return run.outstanding().submit(body, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void requireOwn(Address source) {
        if (source == null || source.equals(runtime.addressOf(self.principal().member()))) return;
        throw new IllegalArgumentException(
                "send: the source is " + source + "; leave it empty, it is always this member");
    }

    private TestudoException noRoom(LanesRun run, boolean waited, Duration patience) {
        String how = waited ? "in " + patience.toMillis() + " ms" : "and the caller may not wait, being called itself";
        String why = refused.isEmpty() ? "the group delivers more slowly than this member sends" : refused;
        return new TestudoException("send: " + run.outstanding().size()
                + " messages of this member are not delivered yet, " + how + " (" + why + ")");
    }

    /** See {@link LANES#catchUp}: a mark of this member's own takes its place in the order after all that was ordered before. */
    void catchUp(LanesRun run, Duration patience) {
        if (run.lane().isCurrent() || runtime.onLoop()) {
            throw new IllegalStateException("getState: called by the thread that would bring the state, from receive,"
                    + " viewAccepted, getState or setState; call it on a thread of your own");
        }
        if (!run.inService()) {
            throw new IllegalStateException(
                    "getState: this member shows its first view, and nothing comes before that is"
                            + " done; call it after connect, or connect with a state target");
        }
        try {
            awaitMark(run, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("getState: the caller was interrupted", e);
        } catch (TimeoutException e) {
            String why = refused.isEmpty() ? "too few members answer, or the application is behind" : refused;
            throw new TestudoException(
                    "getState: not all that the group has ordered is here after " + patience.toMillis() + " ms (" + why
                            + ")",
                    e);
        }
    }

    /** A mark that was lost is set once more: the ordering gave it up, or a state came that contains its place. */
    private void awaitMark(LanesRun run, Duration patience) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative()) throw new TimeoutException();
            CompletableFuture<Delivery> mark =
                    run.outstanding().submit(mark(), left).orElseThrow(TimeoutException::new);
            try {
                mark.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                return;
            } catch (ExecutionException e) {
                LOG.debug("member={} sets another mark: {}", self.principal(), e.toString());
            }
        }
    }

    @Override
    public void onDelivery(Delivery delivery) {
        if (delivery.origin().kind() != Principal.Kind.MEMBER || isMark(delivery)) return;
        try {
            ChannelMessage.Opened opened = codec.decode(delivery.payload());
            if (isOwn(delivery) && !opened.loopback()) return;
            Message message = opened.message();
            MemberId from = delivery.origin().member();
            if (calls.admits(message, from, true)) up.accept(message.setSrc(runtime.addressOf(from)));
        } catch (MalformedException e) {
            malformed.increment();
            LOG.debug("{} sent what is no message: {}", delivery.origin(), e.getMessage());
        }
    }

    private byte[] mark() {
        return ByteBuffer.allocate(MARK_LENGTH)
                .put(MARK)
                .putLong(marks.getAndIncrement())
                .array();
    }

    private static boolean isMark(Delivery delivery) {
        byte[] payload = delivery.payload();
        return payload.length == MARK_LENGTH && payload[0] == MARK;
    }

    private boolean isOwn(Delivery delivery) {
        return delivery.origin().equals(self.principal()) && delivery.session() == self.incarnation();
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice instanceof Refused it) refused = it.describe();
    }

    /** Ordered bodies that were no message, dropped. */
    long malformed() {
        return malformed.sum();
    }
}
