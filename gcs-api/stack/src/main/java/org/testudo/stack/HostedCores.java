package org.testudo.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Departed;
import org.testudo.kernel.notice.Retired;
import org.testudo.kernel.notice.RolledBack;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.Superseded;
import org.testudo.kernel.notice.ViewKeyRetired;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.notice.ViewKeysWanted;
import org.testudo.kernel.notice.ViewProved;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.recorder.Recorder;

/**
 * The cores of one member from one start of its stack to its stop, and what lies outside them: network, clock, keys and
 * threads. Methods of {@link CoreStack.Outside} run on the loop; others are safe for use by several threads.
 */
final class HostedCores implements CoreStack.Outside {
    /** The most view keys that are made at once (GM-11). */
    private static final int MOST_KEYS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(HostedCores.class);

    /** Who is told what leaves the cores. */
    interface Surroundings {
        /** A slot leaves the top of the stack; on the loop. */
        void delivered(SlotDelivery delivery);

        /** A view is in force; on the loop. */
        void installed(ViewRecord view);

        /** A layer or a host has announced something; on the loop. */
        void announced(Notice notice);

        /** Something of ours has failed: the member must stop without leaving (HOST-5). From any thread of ours. */
        void failed(Throwable failure);
    }

    private final StackContext context;
    private final SecureTransport transport;
    private final Surroundings surroundings;
    private final ViewRecords records;
    private final PeerLedger ledger;
    private final StepRing steps = new StepRing();
    private final List<HostedLayer<?>> layers = new ArrayList<>();
    private final CoreStack cores;
    private final Loop loop;
    private final Outbox outbox;
    private final Intake intake;
    private final ExecutorService computer;
    private final Optional<Recorder> recorder;
    private final Disk disk;

    HostedCores(
            StackContext context,
            SecureTransport transport,
            List<? extends CoreHost<?>> hosts,
            CoreStack.Interceptor interceptor,
            Surroundings surroundings,
            Optional<RecorderSettings> recording) {
        this.context = context;
        this.transport = transport;
        this.surroundings = surroundings;
        List<MemberId> roster =
                context.genesis().roster().stream().map(Genesis.Founder::member).toList();
        records = new ViewRecords(context.firstView(), roster, transport::addressOf);
        for (CoreHost<?> host : hosts) layers.add(HostedLayer.of(layers.size(), host, context));
        disk = new Disk(
                transport.journal(),
                hosts.stream().map(each -> Short.toUnsignedInt(each.getId())).toList());
        interceptor.begin(layers.stream().map(HostedLayer::codec).toList());
        recorder = recording.map(it -> it.begin(this, context, layers));
        CoreStack.Outside outside = recorder.isPresent() ? recorder.get() : this;
        cores = new CoreStack(layers.stream().map(this::recorded).toList(), outside, interceptor);
        ledger = new PeerLedger(notice -> announce(notice, () -> {}));
        String member = context.genesis().group() + "/" + context.self();
        Proof proof = new Proof(records, context.verifier());
        loop = new Loop(
                "testudo-loop " + member, this::settle, this::timerFired, surroundings::failed, interceptor::wallClock);
        outbox = new Outbox("testudo-signer " + member, context.keys(), this::relieved, surroundings::failed);
        intake = new Intake(
                member, records, proof, ledger, layers.size(), this::congested, this::post, surroundings::failed);
        computer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "testudo-computer " + member);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, failure) -> surroundings.failed(failure));
            return thread;
        });
    }

    private <M> ProtocolCore<M> recorded(HostedLayer<M> layer) {
        return steps.recording(layer.host().getName(), layer.core());
    }

    /** Starts the threads; the first event of every core is the view in which it begins. */
    void begin() {
        // Before any thread starts: what peers have sent already must not overtake it.
        loop.enqueue(() -> {
            installed(records.inForce());
            putToAll(new Event.Installed<>(records.inForce()));
            disk.restore(this::put);
        });
        disk.start(this::relieved, surroundings::failed);
        outbox.start();
        loop.start();
        intake.start();
    }

    /** Ends the threads; nothing is sent from here on. */
    void stop() {
        intake.stop();
        outbox.stop();
        loop.stop();
        disk.close();
        computer.shutdownNow();
        recorder.ifPresent(Recorder::close);
    }

    ViewRecords records() {
        return records;
    }

    PeerLedger ledger() {
        return ledger;
    }

    Loop loop() {
        return loop;
    }

    /** Entries that wait for the loop, for the signing thread, for verification. */
    List<Integer> depths() {
        return List.of(loop.depth(), outbox.depth(), intake.depth());
    }

    /** The last steps, oldest first; on the loop, or when it has ended. */
    List<String> lastSteps() {
        return steps.last();
    }

    void received(CoreHost<?> host, MemberId sender, List<byte[]> frames) {
        if (sender.equals(context.self()) || !loop.running()) return; // own messages come from the signing thread
        intake.receive(layer(host), sender, frames);
    }

    private HostedLayer<?> layer(CoreHost<?> host) {
        for (HostedLayer<?> each : layers) if (each.host() == host) return each;
        throw new IllegalArgumentException(host.getName() + " is not of this stack");
    }

    private void post(int layer, Event<?> event, Runnable taken) {
        loop.enqueue(() -> {
            taken.run();
            put(layer, event);
        });
    }

    /** All that comes to the cores from outside goes through here. */
    private void put(int layer, Event<?> event) {
        recorder.ifPresent(it -> it.input(layer, event));
        cores.post(layer, event);
    }

    private void putToAll(Event<?> event) {
        recorder.ifPresent(it -> it.inputToAll(event));
        cores.postToAll(event);
    }

    /** Hands a payload to the top of the stack. */
    void submit(Payload payload) {
        post(layers.size() - 1, new Event.Submitted<>(payload), () -> {});
    }

    /** To one layer; {@code taken} runs on the loop when the notice's turn comes. */
    void tell(CoreHost<?> host, Notice notice, Runnable taken) {
        post(layer(host).index(), new Event.Noticed<>(notice), taken);
    }

    /** To all layers; {@code taken} runs on the loop when the notice's turn comes. */
    void announce(Notice notice, Runnable taken) {
        loop.enqueue(() -> {
            taken.run();
            observe(notice);
            putToAll(new Event.Noticed<>(notice));
        });
    }

    /** To all layers; {@code taken} runs on the loop when the event's turn comes. */
    void postToAll(Event<?> event, Runnable taken) {
        loop.enqueue(() -> {
            taken.run();
            putToAll(event);
        });
    }

    Disk disk() {
        return disk;
    }

    private boolean congested() {
        return outbox.congested() || disk.congested();
    }

    private void relieved() {
        intake.wake();
    }

    private void settle() {
        while (cores.pending() && loop.running()) step(loop.now());
        outbox.handOver();
    }

    private void step(Tick now) {
        recorder.ifPresent(it -> it.step(now));
        cores.step(now);
    }

    private void timerFired(int layer, TimerId timer) {
        put(layer, new Event.TimerFired<>(timer));
    }

    @Override
    public void send(int layer, MemberId to, Object message) {
        if (records.known(to)) emit(layers.get(layer), List.of(to), message);
    }

    @Override
    public void multicast(int layer, Object message) {
        List<MemberId> occupants = receivers(records.inForce());
        emit(layers.get(layer), occupants, message);
    }

    private <M> void emit(HostedLayer<M> layer, List<MemberId> to, Object message) {
        outbox.send(() -> {
            HostedLayer.Draft<M> draft = layer.draft(context.self(), message);
            return new Letter(
                    draft.statement(), draft.bytes().length, signature -> transmit(layer, to, draft.signed(signature)));
        });
    }

    private <M> void transmit(HostedLayer<M> layer, List<MemberId> to, HostedLayer.Outgoing<M> sealed) {
        if (sealed.frame().length > Intake.MOST_FRAME) { // as if lost: no peer would take it
            LOG.error(
                    "{} asks for a message of {} bytes, not sent", layer.host().getName(), sealed.frame().length);
            return;
        }
        for (MemberId member : to) {
            if (member.equals(context.self())) own(layer, sealed.own());
            else layer.host().transmit(transport.addressOf(member), sealed);
        }
    }

    private <M> void own(HostedLayer<M> layer, Event.Received<M> sent) {
        layer.vote(sent.message()).ifPresent(vote -> intake.cast(context.self(), vote));
        post(layer.index(), sent, () -> {});
    }

    @Override
    public void armTimer(int layer, TimerId timer, Duration after) {
        loop.arm(layer, timer, after);
    }

    @Override
    public void disarmTimer(int layer, TimerId timer) {
        loop.disarm(layer, timer);
    }

    @Override
    public void persist(int layer, Action.Persist<?> entry) {
        disk.persist(layer, entry, (answer, then) -> post(layer, answer, then));
    }

    @Override
    public void compute(int layer, Action.Compute<?> task) {
        computer.execute(
                () -> post(layer, new Event.Computed<>(task.task(), task.work().get()), () -> {}));
    }

    @Override
    public void delivered(SlotDelivery delivery) {
        deliveredUpTo(delivery.slot());
        surroundings.delivered(delivery);
    }

    private void deliveredUpTo(long slot) {
        records.delivered(slot);
        intake.delivered(slot);
    }

    /** The keys follow in order on the signing thread: what a core asked for before is signed with the keys of then. */
    @Override
    public void installed(ViewRecord view) {
        records.install(view);
        intake.installed();
        outbox.add(() -> {
            context.keys().installed(view);
            transport.installed(view);
        });
        surroundings.installed(view);
    }

    @Override
    public void announced(int layer, Notice notice) {
        observe(notice);
    }

    private void observe(Notice notice) {
        if (notice instanceof ViewKeysWanted wanted) {
            int count = Math.min(MOST_KEYS, wanted.count());
            outbox.add(() -> announce(new ViewKeysReady(context.keys().newViewKeys(count)), () -> {}));
        } else if (notice instanceof ViewKeyRetired retired) {
            outbox.add(() -> context.keys().erase(retired.view()));
        } else if (notice instanceof ViewProved proved) {
            records.learn(proved.record());
            intake.installed();
        } else if (notice instanceof StateRestored given) {
            deliveredUpTo(given.slot());
        } else if (notice instanceof RolledBack it) {
            surroundings.failed(disk.setAside(it));
        } else if (notice instanceof Superseded it) {
            surroundings.failed(disk.setAside(it));
        } else if (notice instanceof Retired it) {
            surroundings.failed(disk.setAside(it));
        } else if (notice instanceof Departed it && it.forGood()) {
            disk.retired();
        }
        surroundings.announced(notice);
    }

    /** All who hold a seat, and the standbys, who follow the order too (GM-25). */
    private static List<MemberId> receivers(ViewRecord view) {
        return Stream.concat(
                        view.occupants().stream().map(Occupant::member),
                        view.standbys().stream()
                                .map(each -> each.origin().principal().member()))
                .toList();
    }
}
