package org.testudo.stack;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jgroups.Event;
import org.testudo.api.GroupListener;
import org.testudo.api.Notice;
import org.testudo.api.StateMachine;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.ApplicationLags;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.QueryDone;
import org.testudo.kernel.notice.QueryDue;
import org.testudo.kernel.notice.ReadAsked;
import org.testudo.kernel.notice.ReadReady;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Recovered;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.pair.core.PairNotice;

/** What serves from one start of the stack to its stop. */
final class LanesRun implements StackRuntime.Top, OrderedLane.Results {
    /**
     * What is bounded.
     *
     * @param slots that the application may be behind
     * @param bytes of requests that it may be behind
     * @param outstanding of this member's submissions
     * @param payload bytes of a payload, and of a result
     */
    record Limits(int slots, long bytes, Outstanding.Limits outstanding, int payload) {}

    private final StackRuntime runtime;
    private final Limits limits;
    private final Consumer<Event> up;
    private final Outstanding outstanding;
    private final StatusBoard board = new StatusBoard();
    private final Leaving leaving;
    private final NoticeLane notices;
    private final OrderedLane lane;
    private final ViewChanges changes = new ViewChanges();
    private final boolean snapshots;
    private boolean said;
    private volatile boolean connected;
    private final CountDownLatch firstShown = new CountDownLatch(1);
    private Event firstView;
    private boolean lagTold;
    private boolean keepsUp;

    /** @param up where the views of JGroups go */
    LanesRun(
            StackRuntime runtime,
            Limits limits,
            Optional<StateMachine> machine,
            GroupListener listener,
            Consumer<Event> up) {
        this.runtime = runtime;
        this.limits = limits;
        this.up = up;
        leaving = new Leaving(runtime.context().self());
        outstanding = new Outstanding(
                runtime.context().origin(),
                limits.outstanding,
                body -> runtime.submit(new Payload.Own(RequestClass.APPLICATION, body)));
        String member =
                runtime.context().genesis().group() + "/" + runtime.context().self();
        notices = new NoticeLane(member, listener);
        Application application = new Application(machine, listener, limits.payload);
        snapshots = application.snapshots();
        boolean goesOn = runtime.context()
                .genesis()
                .recovered()
                .flatMap(Recovered::application)
                .isPresent();
        if (goesOn && !snapshots) {
            throw new TestudoException("group.recovery: the application of " + member
                    + " cannot take the state from which this life begins; implement org.testudo.api.Snapshots, as the one did"
                    + " that wrote it");
        }
        lane = new OrderedLane(member, application, outstanding, this, runtime::halt);
        notices.start();
    }

    Outstanding outstanding() {
        return outstanding;
    }

    OrderedLane lane() {
        return lane;
    }

    /** Whether the thread that connects has shown the first view. */
    boolean inService() {
        return connected;
    }

    StatusBoard board() {
        return board;
    }

    @Override
    public void delivered(SlotDelivery slot) {
        lane.delivered(slot);
        long slots = lane.waitingSlots();
        keepsUp |= connected && isCloseToTheGroup(slots);
        if (!keepsUp) return;
        if (slots >= limits.slots || lane.waitingBytes() >= limits.bytes) {
            runtime.halt(new TestudoException("the application is " + slots + " slots and " + lane.waitingBytes()
                    + " bytes behind the group; make it faster, or raise max_slots and max_bytes of LANES"));
        } else if (slots >= limits.slots / 2 && !lagTold) {
            runtime.announce(new ApplicationLags(slots, limits.slots));
        }
        lagTold = slots >= limits.slots / 2 || (lagTold && slots > limits.slots / 4);
    }

    /**
     * Who comes late has the whole order to execute, perhaps faster than its application can: until it is in service and has
     * come close for the first time, what waits is bounded by the log alone, which holds the same requests.
     */
    private boolean isCloseToTheGroup(long slots) {
        return slots <= 1 || (slots <= limits.slots / 2 && lane.waitingBytes() <= limits.bytes / 2);
    }

    /** With view 0: before anything is ordered the application is where an earlier life of the group ended (GM-22). */
    private void begin(Optional<Snapshot> recovered) {
        recovered.ifPresent(lane::begin);
        runtime.share(new HoldsState(HoldsState.APPLICATION, snapshots));
    }

    @Override
    public void installed(ViewRecord view) {
        if (!said) begin(runtime.context().genesis().recovered().flatMap(Recovered::application));
        said = true;
        board.installed(view);
        lane.installed(view.firstSlot(), changes.installed(view));
    }

    @Override
    public void announced(Notice notice) {
        if (notice instanceof CheckpointDue it && snapshots) lane.due(it.slot());
        else if (notice instanceof StateRestored it) lane.restore(it);
        else if (notice instanceof QueryDue it) lane.ask(it, runtime::share);
        else if (notice instanceof ServiceSuspended it) suspended(it);
        else if (notice instanceof ServiceResumed) lane.inPlace(outstanding::resume);
        if (isBetweenLayers(notice)) return;
        board.announced(notice);
        changes.announced(notice);
        leaving.announced(notice);
        notices.tell(notice);
    }

    /** What was asked for before is done, and told; what comes later is not, so nobody waits for it (GM-19). */
    private void suspended(ServiceSuspended it) {
        if (it.strippedAfter().isPresent())
            lane.after(it.strippedAfter().getAsLong(), () -> outstanding.suspend(it.why()));
    }

    private static boolean isBetweenLayers(Notice notice) {
        boolean ofQueries = notice instanceof ReadAsked
                || notice instanceof ReadReady
                || notice instanceof QueryDue
                || notice instanceof QueryDone;
        boolean ofCheckpoints = notice instanceof CheckpointDue || notice instanceof StateShare;
        return ofQueries || ofCheckpoints || notice instanceof PairNotice;
    }

    @Override
    public void share(long slot, Optional<Snapshot> state) {
        runtime.share(state.<Notice>map(it -> new StateShare(slot, HoldsState.APPLICATION, it))
                .orElse(new HoldsState(HoldsState.APPLICATION, false)));
    }

    @Override
    public void halted(Notice notice) {
        announced(notice);
        outstanding.stop("this member has halted; its log says why");
        firstShown.countDown();
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

    /** Calls the application from here on, also while this member still learns what the group has ordered. */
    void begin() {
        lane.open();
    }

    /** The first view waits for the thread that connects; the others go in their place in the order, and after it. */
    synchronized void show(Event view) {
        if (firstView == null) firstView = view;
        else lane.inPlace(() -> showAfterTheFirst(view));
    }

    private void showAfterTheFirst(Event view) {
        try {
            firstShown.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the application interrupted the thread that calls it", e);
        }
        if (connected) up.accept(view); // else this member has stopped before it was in service
    }

    /** On the thread that connects: the application sees its first view there, as with every JGroups stack. */
    void connected() {
        Event first;
        synchronized (this) {
            first = firstView;
        }
        if (first != null) up.accept(first);
        board.reached(Status.State.IN_SERVICE);
        connected = true;
        firstShown.countDown();
        lane.open();
    }

    /** Who has never been in service has nothing to leave. */
    Leaving.End leave(boolean forGood, Duration patience) {
        return connected ? leaving.leave(forGood, patience, runtime::announce) : Leaving.End.ALONE;
    }

    /** Why it may not go yet, for people; empty if nobody has said so. */
    Optional<String> delay() {
        return leaving.delay();
    }

    void stop() {
        board.reached(Status.State.STOPPED);
        outstanding.stop("this member has stopped");
        firstShown.countDown();
        lane.stop();
        notices.stop();
    }
}
