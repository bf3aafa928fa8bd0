package org.testudo.stack;

import java.util.List;
import org.jgroups.stack.Protocol;
import org.testudo.config.GroupConfig;

/** A layer that a configuration file can name; found with {@link java.util.ServiceLoader}. */
public interface StackLayer {
    /** The name of the JGroups protocol, such as {@code ABCAST}. */
    String name();

    /** Makes the protocol, set up as the configuration says. */
    Protocol create(GroupConfig config);

    /**
     * Reads what the layer needs to start from the files that the configuration names; starts nothing.
     *
     * @throws org.testudo.api.TestudoException if a file is missing, unreadable or wrong
     */
    default void check(GroupConfig config) {}

    /** The artifact that holds a layer of this name, for the error when it is missing. */
    static String artifactOf(String layer) {
        return ARTIFACTS.stream()
                .filter(each -> each.get(0).equals(layer))
                .map(each -> each.get(1))
                .findFirst()
                .orElse("the jar that provides it");
    }

    /** Layers of the default stack from the wire up, with the artifacts that hold them. */
    List<List<String>> ARTIFACTS = List.of(
            List.of("SICP", "org.testudo:testudo-sicp"),
            List.of("FAILURE_DETECTOR", "org.testudo:testudo-failure-detector"),
            List.of("ATTACK_DETECTOR", "org.testudo:testudo-attack-detector"),
            List.of("ABCAST", "org.testudo:testudo-atomic-broadcast"),
            List.of("MEMBERSHIP", "org.testudo:testudo-membership"),
            List.of("GACP", "org.testudo:testudo-gacp"),
            List.of("LANES", "org.testudo:testudo-stack"));
}
