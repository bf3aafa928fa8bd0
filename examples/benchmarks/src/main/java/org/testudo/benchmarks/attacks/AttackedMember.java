package org.testudo.benchmarks.attacks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.util.NameCache;
import org.testudo.api.Status;
import org.testudo.membership.MEMBERSHIP;
import org.testudo.sicp.SICP;
import org.testudo.stack.StackRuntime;

/** A member's channel, what it has seen, and the means of an attacker, which rest until they are asked for. */
final class AttackedMember implements AutoCloseable {
    private final JChannel channel;
    private final Stack stack;
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private final Optional<TestudoInsider> cores;
    private volatile String failure = "";

    private AttackedMember(Stack stack, JChannel channel) {
        this.stack = stack;
        this.channel = channel;
        cores = stack.stock() ? Optional.empty() : Optional.of(new TestudoInsider(channel.getName()));
    }

    /** Begins to connect; {@link #look} tells what has become of it. */
    static AttackedMember start(Stack stack, String self, String xml) throws Exception {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        JChannel channel = new JChannel(new ByteArrayInputStream(bytes)).name(self);
        AttackedMember member = new AttackedMember(stack, channel);
        member.cores.ifPresent(it -> {
            StackRuntime runtime = StackRuntime.of(channel.getProtocolStack());
            it.layers(runtime.layers());
            runtime.intercept(it);
        });
        channel.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                member.delivered.add(NameCache.get(message.src()) + ":" + text(message));
            }
        });
        Thread connecting = new Thread(member::connect, "connecting");
        connecting.setDaemon(true);
        connecting.start();
        return member;
    }

    private void connect() {
        try {
            channel.connect("bench");
        } catch (Exception e) {
            failure = e.toString();
        }
    }

    private static String text(Message message) {
        if (!message.hasArray()) return message.<Object>getObject().getClass().getName();
        return new String(message.getArray(), message.getOffset(), message.getLength(), StandardCharsets.UTF_8);
    }

    /** All that an observer may want to know. */
    Map<String, Object> look() {
        Map<String, Object> seen = new LinkedHashMap<>();
        View view = channel.getView();
        seen.put("view", view == null ? List.of() : names(view.getMembers()));
        seen.put("viewId", view == null ? "" : String.valueOf(view.getViewId().getId()));
        seen.put("delivered", List.copyOf(delivered));
        seen.put("refused", refused());
        seen.put("arrived", arrived());
        seen.put("lastRefusal", lastRefusals());
        cores.flatMap(it -> StackRuntime.of(channel.getProtocolStack()).status())
                .flatMap(Status::leader)
                .ifPresent(it -> seen.put("leader", it.name()));
        seen.put(
                "excluded",
                cores.isEmpty()
                        ? "[]"
                        : find(MEMBERSHIP.class).map(MEMBERSHIP::getExclusions).orElse("[]"));
        if (!failure.isEmpty()) seen.put("failure", failure);
        return seen;
    }

    private static List<String> names(List<Address> members) {
        return members.stream().map(NameCache::get).toList();
    }

    /** What was refused of what came, by source: by the transport, of addresses and peers, and by the host of the cores. */
    private Map<String, Long> refused() {
        Map<String, Long> refused = new TreeMap<>();
        if (stack == Stack.STOCK_TLS) return refused; // nothing counts there
        SICP transport = (SICP) channel.getProtocolStack().getTransport();
        refused.putAll(transport.refusedBySource());
        transport
                .peers()
                .forEach(each ->
                        refused.put(each.peer().name(), each.violations())); // among them what has closed a connection
        cores.ifPresent(it ->
                hostCounted("malformed", "refuted").forEach((peer, times) -> refused.merge(peer, times, Long::sum)));
        return refused;
    }

    /** Why a connection was refused last, by source. */
    private Map<String, String> lastRefusals() {
        Map<String, String> last = new TreeMap<>();
        if (stack == Stack.STOCK_TLS) return last;
        for (String each : ((SICP) channel.getProtocolStack().getTransport()).refusals()) {
            int end = each.indexOf(": ");
            last.put(each.substring(0, end), each.substring(end + 2));
        }
        return last;
    }

    /** What the host of the cores counts of each peer. */
    private Map<String, Long> hostCounted(String... names) {
        Map<String, Long> counted = new TreeMap<>();
        StackRuntime.of(channel.getProtocolStack())
                .status()
                .ifPresent(status -> status.peers().forEach((peer, counters) -> {
                    for (String name : names) counted.merge(peer, counters.getOrDefault(name, 0L), Long::sum);
                }));
        return counted;
    }

    /** What came as far as a layer that may believe it, by name. */
    private Map<String, Long> arrived() {
        Map<String, Long> arrived = new TreeMap<>();
        cores.ifPresent(it -> {
            arrived.putAll(it.received());
            hostCounted("parked").forEach((peer, times) -> arrived.put(peer + " parked", times));
        });
        find(FD_SOCK2.class).ifPresent(it -> {
            for (String each : it.printSuspectHistory().split("\n")) {
                boolean ofCarol = each.contains("carol");
                if (!each.isBlank()) arrived.merge(ofCarol ? "suspect carol" : "suspect", 1L, Long::sum);
            }
        });
        return arrived;
    }

    private <T extends org.jgroups.stack.Protocol> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(channel.getProtocolStack().findProtocol(type));
    }

    void say(String text) throws Exception {
        channel.send(new BytesMessage(null, text.getBytes(StandardCharsets.UTF_8)));
    }

    void leave() {
        channel.disconnect();
    }

    void attack(InsiderAttack attack) throws Exception {
        if (cores.isPresent()) attack.on(cores.get(), new RawLine(channel));
        else attack.on(new StockInsider(channel));
    }

    @Override
    public void close() {
        channel.close();
    }
}
