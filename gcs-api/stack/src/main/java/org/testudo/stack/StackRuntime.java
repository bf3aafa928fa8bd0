package org.testudo.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.view.ViewRecord;

/**
 * What all hosts of cores of one channel share; made when the lowest of them is initialized. Safe for use by several
 * threads.
 */
public final class StackRuntime {
    /** The most notices of hosts that wait for the loop; past it they are refused. */
    static final int MOST_ANNOUNCEMENTS = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(StackRuntime.class);

    /** What stands above all cores; called on the loop, {@code halted} on the thread that halts. */
    interface Top {
        void delivered(SlotDelivery delivery);

        void installed(ViewRecord view);

        void announced(Notice notice);

        void halted(Notice notice);
    }

    private final ProtocolStack stack;
    private final SecureTransport transport;
    private final List<CoreHost<?>> hosts = new ArrayList<>();
    private final AtomicInteger announcements = new AtomicInteger();
    private final LongAdder strangers = new LongAdder();
    private final AtomicBoolean halted = new AtomicBoolean();
    private final Surroundings surroundings = new Surroundings();
    private CoreStack.Interceptor interceptor = (layer, event, honest) -> honest;
    private Optional<LANES> lanes = Optional.empty();
    private volatile Optional<Top> top = Optional.empty();
    private volatile StackContext context;
    private volatile NoticeLog log;
    private volatile HostedCores cores;

    private StackRuntime(ProtocolStack stack) {
        this.stack = stack;
        Protocol bottom = stack.getBottomProtocol();
        if (!(bottom instanceof SecureTransport secure)) {
            throw new IllegalStateException(bottom.getName()
                    + " is the transport of this stack; cores need one that authenticates its peers, such as SICP");
        }
        transport = secure;
    }

    /**
     * The one runtime of a stack.
     *
     * @throws IllegalStateException if the stack houses no core, or has no {@link SecureTransport}
     */
    public static StackRuntime of(ProtocolStack stack) {
        for (Protocol each = stack.getBottomProtocol(); each != null && each != stack; each = each.getUpProtocol()) {
            if (each instanceof CoreHost<?> host) {
                return host.runtime() != null ? host.runtime() : new StackRuntime(stack);
            }
        }
        throw new IllegalStateException("no protocol of this stack houses a core; add ABCAST and MEMBERSHIP");
    }

    /** Puts an adversary between the cores and their effects; before the channel connects. For demonstrations and tests. */
    public void intercept(CoreStack.Interceptor adversary) {
        interceptor = adversary;
    }

    /** Names of the protocols that house cores, by their layer from 0. */
    public List<String> layers() {
        return hosts.stream().map(Protocol::getName).toList();
    }

    void register(CoreHost<?> host) {
        hosts.add(host);
    }

    void lanes(LANES protocol) {
        lanes = Optional.of(protocol);
    }

    void top(Top above) {
        top = Optional.of(above);
    }

    /** How this member sees itself and its group; empty without {@link LANES}. Not on the loop. */
    public Optional<Status> status() {
        return lanes.map(LANES::ownStatus);
    }

    CoreHost<?> lowest() {
        return hosts.get(0);
    }

    /** What the layers are built from, with a verifier that remembers what it has proved. */
    StackContext context() {
        StackContext present = context;
        return present != null ? present : makeContext();
    }

    private synchronized StackContext makeContext() {
        if (context == null) {
            StackContext given = transport.context();
            context = new StackContext(
                    given.genesis(),
                    given.firstView(),
                    new KnownLives(given.firstView().life()),
                    given.origin(),
                    given.keys(),
                    new ProvenStatements(given.verifier()),
                    given.firstViewKeys());
        }
        return context;
    }

    Map<String, Object> certificates() {
        return transport.certificates();
    }

    boolean journals() {
        return transport.journal().isPresent();
    }

    /** The JGroups address of a member. */
    Address addressOf(MemberId member) {
        return transport.addressOf(member);
    }

    /** Who has this JGroups address: a member on the roster that is not excluded. */
    Optional<MemberId> memberAt(Address address) {
        HostedCores running = cores;
        return running == null ? Optional.empty() : running.records().sender(address);
    }

    NoticeLog log() {
        return log;
    }

    ViewRecord viewInForce() {
        HostedCores running = cores;
        return running == null ? null : running.records().inForce();
    }

    /** Counters of what peers sent amiss, by peer and name. */
    Map<String, Map<String, Long>> peerCounters() {
        HostedCores running = cores;
        return running == null ? Map.of() : running.ledger().counters();
    }

    /** Messages from addresses of no member, or of an excluded one. */
    long strangers() {
        return strangers.sum();
    }

    /** Entries that wait for the loop, for the signing thread, for verification. */
    List<Integer> depths() {
        HostedCores running = cores;
        return running == null ? List.of(0, 0, 0) : running.depths();
    }

    boolean running() {
        HostedCores running = cores;
        return running != null && running.loop().running();
    }

    boolean halted() {
        return halted.get();
    }

    boolean onLoop() {
        HostedCores running = cores;
        return running != null && running.loop().onLoop();
    }

    /** The stack starts anew: the layers are built from what the transport says now. */
    synchronized void renew() {
        context = null;
    }

    synchronized void begin() {
        announcements.set(0);
        halted.set(false);
        log = new NoticeLog(context().genesis().group(), context().self());
        HostedCores fresh =
                new HostedCores(context(), transport, hosts, interceptor, surroundings, lanes.flatMap(LANES::recorder));
        cores = fresh;
        fresh.begin();
    }

    synchronized void stop() {
        HostedCores running = cores;
        cores = null;
        if (running != null) running.stop();
    }

    /** See {@link CoreHost#announce}; for the transport, which is no host. */
    public boolean announce(Notice notice) {
        HostedCores running = cores;
        if (running == null || !admitsNotice(running)) return false;
        running.announce(notice, announcements::decrementAndGet);
        return true;
    }

    /** See {@link CoreHost#tell}. */
    boolean tellBounded(CoreHost<?> host, Notice notice) {
        HostedCores running = cores;
        if (running == null || !admitsNotice(running)) return false;
        running.tell(host, notice, announcements::decrementAndGet);
        return true;
    }

    private boolean admitsNotice(HostedCores running) {
        if (!running.loop().running()) return false;
        if (announcements.incrementAndGet() <= MOST_ANNOUNCEMENTS) return true;
        announcements.decrementAndGet();
        return false;
    }

    /** Hands a payload to the top of the stack; false if the member is not running. */
    boolean submit(Payload payload) {
        HostedCores running = cores;
        if (running == null || !running.loop().running()) return false;
        running.submit(payload);
        return true;
    }

    /** Hands a notice to the core of one host alone, who bounds them; false if the member is not running. */
    boolean tell(CoreHost<?> host, Notice notice) {
        HostedCores running = cores;
        if (running == null || !running.loop().running()) return false;
        running.tell(host, notice, () -> {});
        return true;
    }

    /** The application has executed a slot; {@code taken} runs on the loop once the layers are told. */
    void executed(long slot, Digest results, List<Executed.Answer> answers, Runnable taken) {
        HostedCores running = cores;
        if (running == null) return;
        if (!answers.isEmpty()) running.announce(new Executed(slot, answers), () -> {});
        running.postToAll(new Event.Applied<>(slot, results), taken);
    }

    /** What the application was asked for, such as its share of the state or the answer to a query; bounded by who asks. */
    void share(Notice notice) {
        HostedCores running = cores;
        if (running != null) running.announce(notice, () -> {});
    }

    /** From a thread of the transport. */
    void received(CoreHost<?> host, Address from, List<Message> messages) {
        HostedCores running = cores;
        if (running == null) return;
        List<byte[]> frames = new ArrayList<>(messages.size());
        for (Message each : messages) if (each.hasArray()) frames.add(bytes(each));
        Optional<MemberId> sender = running.records().sender(from);
        if (sender.isPresent()) running.received(host, sender.get(), frames);
        else strangers.add(frames.size());
    }

    private static byte[] bytes(Message message) {
        int start = message.getOffset();
        if (start == 0 && message.getLength() == message.getArray().length) return message.getArray();
        return Arrays.copyOfRange(message.getArray(), start, start + message.getLength());
    }

    /** Stops this member without leaving: a bug becomes a crash, which is tolerated (HOST-5). Once, from any thread. */
    void halt(Throwable failure) {
        HostedCores running = cores;
        if (running == null || !halted.compareAndSet(false, true)) return;
        boolean bug = failure instanceof RuntimeException && !(failure instanceof TestudoException);
        if (bug) running.disk().mark(failure.toString());
        running.stop();
        stopTransport();
        Notice notice = new Halted(failure.toString());
        if (failure instanceof TestudoException) {
            LOG.warn("member={} stops: {}", context().self(), failure.getMessage()); // it says what to do
        } else {
            for (String step : running.lastSteps()) LOG.error("before the halt: {}", step);
            LOG.error(
                    "member={} halts; a human must find out why, and start it as a new incarnation",
                    context().self(),
                    failure);
        }
        log.write(notice);
        for (CoreHost<?> host : hosts) host.onAnnounced(notice);
        top.ifPresent(it -> it.halted(notice));
    }

    /** On a thread of its own, since closing connections may take time. */
    private void stopTransport() {
        Protocol bottom = stack.getBottomProtocol();
        Thread stopper = new Thread(bottom::stop, "testudo-halt");
        stopper.setDaemon(true);
        stopper.start();
    }

    /** The lives that this member has learnt from the views in force. */
    private final class KnownLives implements Lives {
        private final GroupLife first;

        KnownLives(GroupLife first) {
            this.first = first;
        }

        @Override
        public GroupLife forming() {
            return first;
        }

        @Override
        public GroupLife formed() {
            HostedCores running = cores;
            GroupLife present =
                    running == null ? first : running.records().inForce().life();
            return present.forming() ? Lives.unknown(first) : present;
        }
    }

    private final class Surroundings implements HostedCores.Surroundings {
        @Override
        public void delivered(SlotDelivery delivery) {
            top.ifPresent(it -> it.delivered(delivery));
        }

        @Override
        public void installed(ViewRecord view) {
            log.installed(view.id(), view.reason());
            top.ifPresent(it -> it.installed(view));
            for (CoreHost<?> host : hosts) host.onInstalled(view);
        }

        @Override
        public void announced(Notice notice) {
            log.write(notice);
            for (CoreHost<?> host : hosts) host.onAnnounced(notice);
            top.ifPresent(it -> it.announced(notice));
        }

        @Override
        public void failed(Throwable failure) {
            halt(failure);
        }
    }
}
