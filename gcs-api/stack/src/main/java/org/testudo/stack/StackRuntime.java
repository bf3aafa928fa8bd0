package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/** What all hosts of cores of one channel share. Made by the lowest host when the stack is initialized. */
public final class StackRuntime implements HostedCores.Surroundings {
    /** The most notices of hosts that wait for the loop; past it they are refused. */
    private static final int MOST_ANNOUNCEMENTS = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(StackRuntime.class);

    private final ProtocolStack stack;
    private final SecureTransport transport;
    private final List<CoreHost<?>> hosts = new ArrayList<>();
    private final AtomicInteger announcements = new AtomicInteger();
    private CoreStack.Interceptor interceptor = (layer, event, honest) -> honest;
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
     * @throws IllegalStateException if the stack has no host of a core or no {@link SecureTransport}
     */
    public static StackRuntime of(ProtocolStack stack) {
        for (Protocol each = stack.getBottomProtocol(); each != stack; each = each.getUpProtocol()) {
            if (each instanceof CoreHost<?> host) {
                return host.runtime() != null ? host.runtime() : new StackRuntime(stack);
            }
        }
        throw new IllegalStateException("no protocol of this stack houses a core");
    }

    /** Puts an adversary between the cores and their effects; before the channel connects. For demonstrations and tests. */
    public void intercept(CoreStack.Interceptor adversary) {
        interceptor = adversary;
    }

    void register(CoreHost<?> host) {
        hosts.add(host);
    }

    CoreHost<?> lowest() {
        return hosts.get(0);
    }

    StackContext context() {
        return transport.context();
    }

    ViewRecord viewInForce() {
        HostedCores running = cores;
        return running == null ? null : running.records().inForce();
    }

    synchronized void begin() {
        announcements.set(0);
        cores = new HostedCores(transport.context(), transport, hosts, interceptor, this);
        cores.begin();
    }

    synchronized void stop() {
        HostedCores running = cores;
        cores = null;
        if (running != null) running.stop();
    }

    boolean announce(Notice notice) {
        HostedCores running = cores;
        if (running == null || !running.loop().running()) return false;
        if (announcements.incrementAndGet() > MOST_ANNOUNCEMENTS) {
            announcements.decrementAndGet();
            return false;
        }
        running.announce(notice, announcements::decrementAndGet);
        return true;
    }

    void received(CoreHost<?> host, Address from, List<Message> messages) {
        HostedCores running = cores;
        if (running == null) return;
        running.records().sender(from).ifPresent(sender -> {
            for (Message message : messages) receive(running, running.layer(host), sender, message);
        });
    }

    private void receive(HostedCores running, HostedLayer<?> layer, MemberId sender, Message message) {
        if (!message.hasArray()) return;
        byte[] bytes = java.util.Arrays.copyOfRange(
                message.getArray(), message.getOffset(), message.getOffset() + message.getLength());
        try {
            var incoming = layer.open(Principal.of(sender), bytes);
            Proof proof =
                    new Proof(context().life(), running.records(), context().verifier());
            if (proof.of(incoming.claims()) == Proof.Verdict.PROVED) {
                running.post(layer.index(), new org.testudo.kernel.core.Event.Received<>(incoming.message()));
            }
        } catch (MalformedException e) {
            LOG.debug("member={} malformed={}", sender, e.getMessage());
        }
    }

    @Override
    public void delivered(SlotDelivery delivery) {}

    @Override
    public void installed(ViewRecord view) {
        for (CoreHost<?> host : hosts) host.onInstalled(view);
    }

    @Override
    public void announced(Notice notice) {
        LOG.info("{}", notice.describe());
        for (CoreHost<?> host : hosts) host.onAnnounced(notice);
    }

    @Override
    public void failed(Throwable failure) {
        LOG.error("member={} halted", context().self(), failure);
        HostedCores running = cores;
        if (running != null) running.stop();
        new Thread(() -> stack.getBottomProtocol().stop(), "testudo-halt").start();
    }
}
