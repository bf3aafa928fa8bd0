package org.testudo.stack;

import java.net.BindException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jgroups.JChannel;
import org.jgroups.stack.Protocol;
import org.testudo.api.Group;
import org.testudo.api.GroupListener;
import org.testudo.api.StateMachine;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.core.CoreStack;

/** Builds the default stack of a configuration, from the layers that are found on the class path, and connects it. */
public final class StackAssembly {
    private final GroupConfig config;
    private Iterable<StackLayer> available = ServiceLoader.load(StackLayer.class);
    private Optional<StateMachine> machine = Optional.empty();
    private GroupListener listener = new GroupListener() {};
    private Optional<CoreStack.Interceptor> adversary = Optional.empty();

    private StackAssembly(GroupConfig config) {
        this.config = config;
    }

    /**
     * Begins the assembly of a member's stack.
     *
     * @throws IllegalArgumentException if the configuration is not that of a member
     */
    public static StackAssembly of(GroupConfig config) {
        if (config.self().isEmpty()) {
            throw new IllegalArgumentException(
                    "group.self: is empty; name which of group.members this process is, or set TESTUDO_GROUP_SELF");
        }
        return new StackAssembly(config);
    }

    /** Takes the layers from here, not from the class path. */
    StackAssembly from(Iterable<StackLayer> layers) {
        available = layers;
        return this;
    }

    /** The service that this member replicates: executes clients' operations, on one thread, in the total order. */
    public StackAssembly with(StateMachine stateMachine) {
        machine = Optional.of(stateMachine);
        return this;
    }

    /** Who is told of views, members' payloads and notices. */
    public StackAssembly with(GroupListener groupListener) {
        listener = groupListener;
        return this;
    }

    /** Puts an adversary between the cores and their effects: for demonstrations of an attack, and tests. */
    public StackAssembly with(CoreStack.Interceptor interceptor) {
        adversary = Optional.of(interceptor);
        return this;
    }

    /** The names of the layers of the default stack, from the wire up. */
    public static List<String> layers(GroupConfig config) {
        String ordering = config.ordering().protocol().toUpperCase(Locale.ROOT);
        return List.of("SICP", "FAILURE_DETECTOR", "ATTACK_DETECTOR", ordering, "MEMBERSHIP", "GACP", "LANES");
    }

    /**
     * Builds the stack and connects it; returns when the group is in service. If anything fails, nothing is left running.
     *
     * @throws TestudoException if a layer is missing or the environment does not allow what is configured: the message names
     *     what, where and the remedy
     * @throws IllegalArgumentException if the configuration, or a file that it names, is wrong
     */
    public Group open() {
        List<Protocol> protocols = protocols();
        JChannel channel = null;
        try {
            channel = new JChannel(protocols);
            channel.setName(config.self());
            adversary.ifPresent(StackRuntime.of(channel.getProtocolStack())::intercept);
            LANES lanes = channel.getProtocolStack().findProtocol(LANES.class);
            lanes.application(machine, listener);
            channel.connect(config.name());
            return new ChannelGroup(config.name(), channel, lanes);
        } catch (Exception e) {
            if (channel != null) channel.close();
            throw explained(e);
        }
    }

    /**
     * Finds all layers, and has each read what it needs from the files that the configuration names; starts nothing.
     *
     * @throws TestudoException if a layer or a file is missing, unreadable or wrong
     */
    public void check() {
        for (StackLayer layer : found()) layer.check(config);
    }

    List<Protocol> protocols() {
        return found().stream().map(layer -> layer.create(config)).toList();
    }

    private List<StackLayer> found() {
        Map<String, StackLayer> found = new TreeMap<>();
        for (StackLayer layer : available) found.putIfAbsent(layer.name(), layer);
        List<String> names = layers(config);
        List<String> missing =
                names.stream().filter(name -> !found.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            throw new TestudoException("this stack needs " + String.join(", ", missing)
                    + ", not found on the class path; add "
                    + String.join(
                            ", ", missing.stream().map(StackLayer::artifactOf).toList()));
        }
        return names.stream().map(found::get).toList();
    }

    /** One clear error out of whatever a layer or JGroups has wrapped it in. */
    private RuntimeException explained(Exception failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof TestudoException known) return known;
            if (each instanceof IllegalArgumentException wrong) return wrong;
            if (each instanceof BindException taken) return addressTaken(taken);
        }
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        return new TestudoException(
                "member " + config.self() + " of group " + config.name() + " does not start: " + root, failure);
    }

    private TestudoException addressTaken(BindException failure) {
        return new TestudoException(
                "group.bind, client-access.listen: " + config.self() + " cannot listen on " + config.listensAt()
                        + config.listensToClientsAt()
                                .map(place -> " or " + place)
                                .orElse("") + ": "
                        + failure.getMessage() + "; stop the process that has the port, or configure another",
                failure);
    }
}
