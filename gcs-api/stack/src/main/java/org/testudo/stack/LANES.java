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
import org.testudo.api.Notice;
import org.testudo.api.StateMachine;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.api.View;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.ApplicationLags;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewRecord;

/**
 * The top of a stack: hands over to the application's own threads, so that a slow application is never mistaken for a dead
 * member, and takes its submissions (ARCHITECTURE 5). Houses no core.
 *
 * <p>To JGroups it passes the views that {@code MEMBERSHIP} shows, in their place in the order; the first on the thread that
 * connects. Messages of a {@code JChannel} are not carried: an application submits through {@link org.testudo.api.Group}.
 */
@MBean(description = "Hands over to the application's threads, in the total order")
public class LANES extends Protocol {
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
    private Optional<StateMachine> machine = Optional.empty();
    private GroupListener listener = new GroupListener() {};
    private StackRuntime runtime;
    private volatile Run run;

    /** What serves from one start of the stack to its stop. */
    private final class Run implements StackRuntime.Top, OrderedLane.Results {
        private final Outstanding outstanding =
                new Outstanding(runtime.context().origin(), max_outstanding);
        private final Application application = new Application(machine, listener, max_payload);
        private final StatusBoard board = new StatusBoard();
        private final Leaving leaving = new Leaving(self());
        private final NoticeLane notices;
        private final OrderedLane lane;
        private volatile boolean connected;
        private Event firstView;
        private boolean viewShown;
        private boolean lagTold;

        Run() {
            String member = runtime.context().genesis().group() + "/"
                    + runtime.context().self();
            notices = new NoticeLane(member, listener);
            lane = new OrderedLane(member, application, outstanding, this, runtime::halt);
            notices.start();
        }

        @Override
        public void delivered(SlotDelivery slot) {
            lane.delivered(slot);
            long slots = lane.waitingSlots();
            if (slots >= max_slots || lane.waitingBytes() >= max_bytes) {
                runtime.halt(new TestudoException("the application is " + slots + " slots and " + lane.waitingBytes()
                        + " bytes behind the group; make it faster, or raise max_slots and max_bytes of LANES"));
            } else if (slots >= max_slots / 2 && !lagTold) {
                runtime.announce(new ApplicationLags(slots, max_slots));
            }
            lagTold = slots >= max_slots / 2 || (lagTold && slots > max_slots / 4);
        }

        @Override
        public void installed(ViewRecord view) {
            board.installed(view);
            lane.installed(view);
        }

        @Override
        public void announced(Notice notice) {
            board.announced(notice);
            leaving.announced(notice);
            notices.tell(notice);
        }

        @Override
        public void halted(Notice notice) {
            announced(notice);
            outstanding.stop("this member has halted; its log says why");
            lane.stop();
        }

        @Override
        public void executed(SlotDelivery slot, List<Executed.Answer> answers, Runnable taken) {
            Digest digest = Digest.of(out -> out.writeList(answers, (answer, to) -> {
                answer.request().digest().write(to);
                to.writeBoolean(answer.failed()).writeBytes(answer.result());
            }));
            runtime.executed(slot.slot(), digest, answers, taken);
        }

        /** The first view waits for the thread that connects; the others go in their place in the order. */
        synchronized void show(Event view) {
            if (!viewShown && firstView == null) firstView = view;
            else lane.inPlace(() -> up_prot.up(view));
        }

        /** On the thread that connects: the application sees its first view there, as with every JGroups stack. */
        void connected() {
            Event first;
            synchronized (this) {
                first = firstView;
                viewShown = true;
            }
            if (first != null) up_prot.up(first);
            board.reached(Status.State.IN_SERVICE);
            connected = true;
            lane.open();
        }

        /** Who has never been in service has nothing to leave. */
        Leaving.End leave(boolean forGood, Duration patience) {
            return connected ? leaving.leave(forGood, patience, runtime::announce) : Leaving.End.ALONE;
        }

        void stop() {
            board.reached(Status.State.STOPPED);
            outstanding.stop("this member has stopped");
            lane.stop();
            notices.stop();
        }
    }

    /** Sets the application; before the channel connects. */
    public void application(Optional<StateMachine> stateMachine, GroupListener groupListener) {
        machine = stateMachine;
        listener = groupListener;
    }

    /** Sets the largest payload and result in bytes, and how many submissions may be undelivered. */
    public void limits(int maxPayload, int maxOutstanding) {
        max_payload = maxPayload;
        max_outstanding = maxOutstanding;
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
        Run running = run;
        if (running == null) throw new TestudoException("submit: this member is not running");
        if (payload.length > max_payload) {
            throw new TestudoException("submit: " + payload.length + " bytes are more than the " + max_payload
                    + " of ordering.max-payload; split it, or raise that at all members");
        }
        byte[] body = payload.clone();
        return running.outstanding.submit(body, () -> runtime.submit(new Payload.Own(RequestClass.APPLICATION, body)));
    }

    /** See {@link org.testudo.api.Group#status}; not on the loop. */
    public Status status() {
        Run running = run;
        OrderedLane.Standing standing = running == null ? OrderedLane.Standing.BEGINNING : standing(running.lane);
        StatusBoard board = running == null ? new StatusBoard() : running.board;
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
                running == null ? 0 : running.lane.waitingSlots(),
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
        Run running = run;
        return running == null ? 0 : running.lane.waitingSlots();
    }

    @ManagedAttribute(description = "Submissions of this member that are not delivered yet")
    public int getOutstanding() {
        Run running = run;
        return running == null ? 0 : running.outstanding.size();
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
        run = new Run();
        runtime.top(run);
    }

    @Override
    public void stop() {
        Run running = run;
        if (running != null) running.stop();
        super.stop();
    }

    /**
     * See {@link org.testudo.api.Group#retire}.
     *
     * @return why the member has not left; empty if it has
     */
    Optional<String> retire(Duration patience) {
        Run running = run;
        if (running == null) return Optional.of("this member is not running");
        return switch (running.leave(true, patience)) {
            case DEPARTED -> Optional.empty();
            case ALONE -> Optional.of("this member is not in service");
            case DELAYED, LATE -> Optional.of(running.leaving.delay().orElse("the group has not agreed in time"));
        };
    }

    @Override
    public Object down(Event event) {
        Run running = run;
        if (event.type() == Event.DISCONNECT && running != null) running.leave(false, Duration.ofMillis(leave_timeout));
        Object result = down_prot.down(event);
        boolean connecting = event.type() == Event.CONNECT || event.type() == Event.CONNECT_WITH_STATE_TRANSFER;
        if (connecting) run.connected();
        return result;
    }

    /** Unicasts and multicasts of a channel would bypass the order, or the bounds of our own lanes. */
    @Override
    public Object down(Message message) {
        throw new UnsupportedOperationException(
                "this stack carries no messages of JChannel; submit through org.testudo.api.Group");
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
