package org.testudo.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.api.StateMachine;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.api.View;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.ViewRecord;

/**
 * The top of a stack: hands over to the application's own threads, so that a slow application is never mistaken for a dead
 * member, and takes its submissions (ARCHITECTURE 5). Houses no core.
 *
 * <p>To JGroups it passes the views that {@code MEMBERSHIP} shows, in their place in the order; the first on the thread that
 * connects. Messages of a {@code JChannel} to all are requests in the order, unless the application has a
 * {@link org.testudo.api.Group}.
 */
@MBean(description = "Hands over to the application's threads, in the total order")
public class LANES extends Protocol implements ConfigSource {
    static {
        Ids.register(Ids.LANES, LANES.class);
    }

    @Property(description = "Slots that the application may be behind; at the bound this member halts")
    protected int max_slots = 10_000;

    @Property(description = "Bytes of requests that the application may be behind; at the bound this member halts")
    protected long max_bytes = 256L << 20;

    @Property(description = "Submissions of this member that may be undelivered; past the bound they are refused")
    protected int max_outstanding = 48;

    @Property(description = "The largest payload and the largest result, in bytes")
    protected int max_payload = 1 << 20;

    @Property(
            description = "How long a disconnect waits for the group to agree; 0: not at all",
            type = AttributeType.TIME)
    protected long leave_timeout = 2_000;

    private final LongAdder strayMessages = new LongAdder();

    @Property(
            description =
                    "How long a send over JChannel waits for room before it fails; the room comes with the delivery of"
                            + " earlier messages",
            type = AttributeType.TIME)
    protected long send_timeout = 30_000;

    @Property(
            description =
                    "The one class of headers for each protocol id that messages over JChannel may bear; equal at all"
                            + " members")
    protected String headers = "200[org.jgroups.blocks.RequestCorrelator$Header]";

    private Optional<StateMachine> machine = Optional.empty();
    private Optional<GroupListener> listener = Optional.empty();
    private StackRuntime runtime;
    private volatile LanesRun run;
    private volatile ChannelDoor door;

    /** Sets the application; before the channel connects. */
    public void application(Optional<StateMachine> stateMachine, GroupListener groupListener) {
        machine = stateMachine;
        listener = Optional.of(groupListener);
    }

    /** Sets the largest payload and result in bytes, and how many submissions may be undelivered. */
    public void limits(int maxPayload, int maxOutstanding) {
        max_payload = maxPayload;
        max_outstanding = maxOutstanding;
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {}

    @Override
    public void agree(GroupConfig config) {
        if (max_payload != config.ordering().maxPayload()) {
            throw new IllegalArgumentException("LANES max_payload: " + max_payload + " differs from the "
                    + config.ordering().maxPayload() + " of the ordering; give both the same, at all members");
        }
        if (max_outstanding >= config.ordering().poolPerOrigin()) {
            throw new IllegalArgumentException("LANES max_outstanding: " + max_outstanding + " leaves nothing of the "
                    + config.ordering().poolPerOrigin() + " of the ordering's pool_per_origin for commands of the"
                    + " membership; make it smaller, or that larger at all members");
        }
    }

    /** This member. */
    public MemberId self() {
        return runtime.context().self();
    }

    /** The view in force; empty before the first and after the stop. */
    public Optional<View> view() {
        return Optional.ofNullable(runtime.viewInForce()).map(ViewRecord::view);
    }

    /** See {@link org.testudo.api.Group#submit}. */
    public CompletableFuture<Delivery> submit(byte[] payload) {
        LanesRun running = run;
        if (running == null) throw new TestudoException("submit: this member is not running");
        if (payload.length > max_payload) {
            throw new TestudoException("submit: " + payload.length + " bytes are more than the " + max_payload
                    + " of ordering.max-payload; split it, or raise that at all members");
        }
        byte[] body = payload.clone();
        return running.outstanding()
                .submit(body, () -> runtime.submit(new Payload.Own(RequestClass.APPLICATION, body)));
    }

    /** See {@link org.testudo.api.Group#status}; not on the loop. */
    public Status status() {
        LanesRun running = run;
        OrderedLane.Standing standing = running == null ? OrderedLane.Standing.BEGINNING : standing(running.lane());
        StatusBoard board = running == null ? new StatusBoard() : running.board();
        Optional<NoticeLog> log = Optional.ofNullable(runtime.log());
        List<Integer> depths = runtime.depths();
        return new Status(
                runtime.context().genesis().group(),
                self(),
                running == null ? Status.State.STOPPED : board.state(),
                view(),
                log.map(NoticeLog::epoch).orElse(0L),
                log.map(NoticeLog::leader),
                standing.slot(),
                standing.stateDigest(),
                standing.historyChain(),
                standing.executed(),
                running == null ? 0 : running.lane().waitingSlots(),
                board.suspected(),
                board.delayed(),
                Map.of("loop", depths.get(0), "signing", depths.get(1), "verification", depths.get(2)),
                runtime.peerCounters());
    }

    private static OrderedLane.Standing standing(OrderedLane lane) {
        try {
            return lane.standing().get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return lane.lastStanding(); // the application is busy, or cannot tell its digest
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lane.lastStanding();
        }
    }

    @ManagedAttribute(description = "Slots that are delivered but not yet executed")
    public long getWaitingSlots() {
        LanesRun running = run;
        return running == null ? 0 : running.lane().waitingSlots();
    }

    @ManagedAttribute(description = "Submissions of this member that are not delivered yet")
    public int getOutstanding() {
        LanesRun running = run;
        return running == null ? 0 : running.outstanding().size();
    }

    @ManagedAttribute(description = "Entries that wait for the loop")
    public int getLoopQueue() {
        return runtime.depths().get(0);
    }

    @ManagedAttribute(description = "Entries that wait for the thread that signs and sends")
    public int getSigningQueue() {
        return runtime.depths().get(1);
    }

    @ManagedAttribute(description = "Messages of peers that wait to be verified, or for a later view")
    public int getVerificationQueue() {
        return runtime.depths().get(2);
    }

    @ManagedAttribute(description = "What was counted of each peer: malformed, refuted, dropped, parked, forgotten")
    public String getPeers() {
        return runtime.peerCounters().toString();
    }

    @ManagedAttribute(description = "Messages from addresses of no member, dropped")
    public long getStrangers() {
        return runtime.strangers();
    }

    @ManagedAttribute(description = "Messages that belong to no layer, dropped")
    public long getStrayMessages() {
        return strayMessages.sum();
    }

    @Override
    public void init() throws Exception {
        super.init();
        runtime = StackRuntime.of(stack);
        runtime.lanes(this);
    }

    @Override
    public void start() throws Exception {
        super.start();
        run = newRun();
        runtime.top(run);
    }

    private LanesRun newRun() {
        LanesRun.Limits limits = new LanesRun.Limits(max_slots, max_bytes, max_outstanding, max_payload);
        if (listener.isPresent()) return new LanesRun(runtime, limits, machine, listener.get(), up_prot::up);
        door = new ChannelDoor(runtime, new ChannelMessage(HeaderRules.parse(headers), max_payload), up_prot::up);
        return new LanesRun(runtime, limits, Optional.empty(), door, up_prot::up);
    }

    @Override
    public void stop() {
        LanesRun running = run;
        if (running != null) running.stop();
        super.stop();
    }

    /**
     * See {@link org.testudo.api.Group#retire}.
     *
     * @return why the member has not left; empty if it has
     */
    Optional<String> retire(Duration patience) {
        LanesRun running = run;
        if (running == null) return Optional.of("this member is not running");
        return switch (running.leave(true, patience)) {
            case DEPARTED -> Optional.empty();
            case ALONE -> Optional.of("this member is not in service");
            case DELAYED, LATE -> Optional.of(running.delay().orElse("the group has not agreed in time"));
        };
    }

    @Override
    public Object down(Event event) {
        LanesRun running = run;
        if (event.type() == Event.DISCONNECT && running != null) running.leave(false, Duration.ofMillis(leave_timeout));
        Object result = down_prot.down(event);
        boolean connecting = event.type() == Event.CONNECT || event.type() == Event.CONNECT_WITH_STATE_TRANSFER;
        if (connecting) run.connected();
        return result;
    }

    /**
     * Submits a message of a channel to the order.
     *
     * @throws IllegalArgumentException if the message is too large, or bears what is not carried
     * @throws TestudoException if this member does not run, or there was no room for the message in {@code send_timeout}
     */
    @Override
    public Object down(Message message) {
        if (listener.isPresent()) {
            throw new UnsupportedOperationException(
                    "the application of this stack submits through org.testudo.api.Group, not through JChannel");
        }
        LanesRun running = run;
        if (running == null) throw new TestudoException("send: this member is not running");
        if (message.dest() != null) {
            throw new UnsupportedOperationException("send: this stack carries messages to all only; send to null");
        }
        door.sendToAll(message, running, Duration.ofMillis(send_timeout));
        return null;
    }

    @Override
    public Object up(Event event) {
        if (event.type() != Event.VIEW_CHANGE) return up_prot.up(event);
        run.show(event);
        return null;
    }

    /** Nothing that a peer sends past our cores reaches the application. */
    @Override
    public Object up(Message message) {
        strayMessages.increment();
        return null;
    }

    @Override
    public void up(MessageBatch batch) {
        strayMessages.add(batch.size());
    }
}
