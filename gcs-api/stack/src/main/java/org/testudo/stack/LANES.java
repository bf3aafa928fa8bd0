package org.testudo.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.jgroups.util.MessageBatch;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.api.View;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.pair.core.PairCodec;
import org.testudo.stack.pair.core.PairCore;
import org.testudo.stack.pair.core.PairMessage;
import org.testudo.stack.pair.core.PairNotice;
import org.testudo.stack.pair.core.PairSettings;

/**
 * The top of a stack: hands over to the application's own threads, so that a slow application is never mistaken for a dead
 * member, and takes its submissions (ARCHITECTURE 5). Houses the core of messages to one member, {@link PairCore}.
 *
 * <p>To JGroups it passes the views that {@code MEMBERSHIP} shows, in their place in the order; the first on the thread that
 * connects. Messages of a {@code JChannel} to all are requests in the order, those to one go to it outside of the order; there are
 * none if the application has a {@link org.testudo.api.Group}.
 */
@MBean(description = "Hands over to the application's threads, in the total order")
public class LANES extends LanesMeters implements ConfigSource {
    static {
        Ids.register(Ids.LANES, LANES.class);
    }

    /** Bytes of recordings, unless configured. */
    public static final long DEFAULT_RECORDER_BYTES = 512L << 20;

    @Property(description = "Slots that the application may be behind; at the bound this member halts")
    protected int max_slots = 10_000;

    @Property(description = "Bytes of requests that the application may be behind; at the bound this member halts")
    protected long max_bytes = 256L << 20;

    @Property(description = "Submissions of this member that may be undelivered; past the bound they are refused")
    protected int max_outstanding = 4_096;

    @Property(
            description = "Requests in which they may be under way, many together in one; fewer than the ordering's"
                    + " pool_per_origin")
    protected int max_requests = 48;

    @Property(description = "The largest payload and the largest result, in bytes")
    protected int max_payload = 1 << 20;

    @Property(
            description = "How long a disconnect waits for the group to agree; 0: not at all",
            type = AttributeType.TIME)
    protected long leave_timeout = 2_000;

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

    @Property(
            description =
                    "Folder in which this member records what happens to its cores, payloads included; empty: none")
    protected String recorder_directory = "";

    @Property(description = "Bytes that all recordings in the folder may have", type = AttributeType.BYTES)
    protected long recorder_size = DEFAULT_RECORDER_BYTES;

    @Property(
            description =
                    "Messages to one other member that its application may not have received yet; equal at all members")
    protected int pair_messages = 64;

    @Property(description = "Bytes in these; a larger message goes alone; equal at all members")
    protected long pair_bytes = 4L << 20;

    @Property(
            description =
                    "Methods that RpcDispatcher may call at one member alone, by name or number, or * for all, also of"
                            + " MessageDispatcher; equal at all members")
    protected String calls_to_one = "";

    @Property(
            description = "Counters of COUNTER that may be at a member, of what members ask for; equal at all members")
    protected int counter_names = 1_024;

    private Optional<StateMachine> machine = Optional.empty();
    private Optional<GroupListener> listener = Optional.empty();
    private Optional<Snapshots> state = Optional.empty();

    /** Sets the application; before the channel connects. */
    public void application(Optional<StateMachine> stateMachine, GroupListener groupListener) {
        machine = stateMachine;
        listener = Optional.of(groupListener);
    }

    /** Sets how the state of an application on a channel is written and taken; before the channel connects. */
    void state(Snapshots ofChannel) {
        state = Optional.of(ofChannel);
    }

    /** Records what happens to the cores of this member in a folder, up to so many bytes; before the channel connects. */
    public void record(String folder, long bytes) {
        recorder_directory = folder;
        recorder_size = bytes;
    }

    Optional<RecorderSettings> recorder() {
        return recorder_directory.isBlank()
                ? Optional.empty()
                : Optional.of(new RecorderSettings(Path.of(recorder_directory), recorder_size));
    }

    /** Sets the largest payload and result in bytes, and in how many requests submissions may be under way. */
    public void limits(int maxPayload, int maxRequests) {
        max_payload = maxPayload;
        max_requests = maxRequests;
    }

    @Override
    public void contribute(GroupConfigBuilder builder) {}

    @Override
    public void agree(GroupConfig config) {
        if (max_payload != config.ordering().maxPayload()) {
            throw new IllegalArgumentException("LANES max_payload: " + max_payload + " differs from the "
                    + config.ordering().maxPayload() + " of the ordering; give both the same, at all members");
        }
        if (max_requests >= config.ordering().poolPerOrigin()) {
            throw new IllegalArgumentException("LANES max_requests: " + max_requests + " leaves nothing of the "
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
        return record().map(ViewRecord::view);
    }

    /** The same with all that its members sign. */
    Optional<ViewRecord> record() {
        return Optional.ofNullable(runtime).map(StackRuntime::viewInForce);
    }

    /** See {@link org.testudo.api.Group#submit}. */
    public CompletableFuture<Delivery> submit(byte[] payload) {
        LanesRun running = run;
        if (running == null) throw new TestudoException("submit: this member is not running");
        if (payload.length > max_payload) {
            throw new TestudoException("submit: " + payload.length + " bytes are more than the " + max_payload
                    + " of ordering.max-payload; split it, or raise that at all members");
        }
        return running.outstanding().submit(payload.clone());
    }

    /** See {@link org.testudo.api.Group#status}; not on the loop. */
    public Status ownStatus() {
        return OwnStatus.of(runtime, Optional.ofNullable(run));
    }

    @Override
    public void init() throws Exception {
        super.init();
        ChannelParts.requireFitting(this);
        runtime = StackRuntime.of(stack);
        runtime.lanes(this);
    }

    @Override
    public void start() throws Exception {
        super.start();
        run = newRun();
        runtime.top(run);
        if (listener.isPresent())
            run.begin(); // over JChannel messages come after the first view, on a thread that connects
    }

    private LanesRun newRun() {
        LanesRun.Limits limits = new LanesRun.Limits(
                max_slots, max_bytes, new Outstanding.Limits(max_outstanding, max_requests), max_payload);
        if (listener.isPresent() && state.isPresent()) {
            throw new IllegalStateException(
                    "STATE: the application of this stack has a org.testudo.api.Group, and writes its"
                            + " state by org.testudo.api.Snapshots; take STATE out of the stack");
        }
        if (listener.isPresent()) return new LanesRun(runtime, limits, machine, listener.get(), up_prot::up);
        ChannelSide made = ChannelParts.channel(this, runtime);
        channel = Optional.of(made);
        GroupListener application = state.<GroupListener>map(it -> new StatefulDoor(made.door(), it))
                .orElse(made.door());
        return new LanesRun(runtime, limits, Optional.empty(), application, up_prot::up);
    }

    @Override
    public void stop() {
        LanesRun running = run;
        if (running != null) running.stop();
        channel.ifPresent(it -> it.pairs().stop());
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
        Object result = super.down(event);
        boolean connecting = event.type() == Event.CONNECT || event.type() == Event.CONNECT_WITH_STATE_TRANSFER;
        if (connecting) run.connected();
        return result;
    }

    /**
     * Submits a message of a channel to the order, or sends it to the one member that it is for.
     *
     * @throws IllegalArgumentException if the message is too large, bears what is not carried, is for no member, or a call
     *     that may be made to all only
     * @throws IllegalStateException if the caller is the thread that would bring what it waits for
     * @throws TestudoException if this member does not run, the receiver holds no seat, or there was no room for the message
     *     in {@code send_timeout}
     */
    @Override
    public Object down(Message message) {
        if (listener.isPresent()) {
            throw new UnsupportedOperationException(
                    "the application of this stack submits through org.testudo.api.Group, not through JChannel");
        }
        LanesRun running = run;
        if (running == null) throw new TestudoException("send: this member is not running");
        channel.orElseThrow().send(message, running);
        return null;
    }

    /**
     * Returns once the application on the channel has all that the group had ordered when this was called.
     *
     * @throws IllegalStateException if the caller is the thread that would bring it
     * @throws TestudoException if that has not come in time, or cannot come any more
     */
    void catchUp(Duration patience) {
        LanesRun running = run;
        if (running == null) throw new TestudoException("getState: this member is not running");
        channel.orElseThrow().door().catchUp(running, patience);
    }

    @Override
    protected MessageCodec<PairMessage> newCodec(StackContext context) {
        return new PairCodec(max_payload);
    }

    @Override
    protected ProtocolCore<PairMessage> newCore(StackContext context) {
        int window = listener.isPresent() || journals() ? 0 : pair_messages;
        return new PairCore(context.origin(), PairSettings.window(window, pair_bytes));
    }

    /** Above {@code MEMBERSHIP}, so the view has been shown when this takes its place on the application's lane. */
    @Override
    protected void onInstalled(ViewRecord view) {
        channel.map(ChannelSide::pairs).ifPresent(it -> {
            it.installed(view);
            run.lane().inPlace(() -> it.reached(view.id()));
        });
    }

    @Override
    protected void onAnnounced(Notice notice) {
        if (notice instanceof PairNotice it)
            channel.ifPresent(side -> side.pairs().announced(it));
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
        if (isOurs(message)) return super.up(message);
        strayMessages.increment();
        return null;
    }

    @Override
    public void up(MessageBatch batch) {
        for (Message each : batch) up(each.setSrc(batch.sender()));
    }
}
