package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;

/** The configuration that the protocols of a stack describe together: the experts' door (ARCHITECTURE 8). */
public final class StackConfig {
    private StackConfig() {}

    /**
     * Collects what the attributes of all protocols say.
     *
     * @param group its name
     * @param self which member this is
     * @throws IllegalArgumentException if something is missing, wrong or contradictory; names what, value and remedy
     */
    public static GroupConfig of(ProtocolStack stack, String group, String self) {
        List<ConfigSource> sources = sources(stack);
        GroupConfigBuilder builder = GroupConfig.named(group).self(self);
        for (ConfigSource each : sources) each.contribute(builder);
        GroupConfig config = builder.build();
        for (ConfigSource each : sources) each.agree(config);
        return config;
    }

    private static List<ConfigSource> sources(ProtocolStack stack) {
        List<ConfigSource> sources = new ArrayList<>();
        for (Protocol each = stack.getBottomProtocol(); each != null && each != stack; each = each.getUpProtocol()) {
            if (each instanceof ConfigSource source) sources.add(source);
        }
        return sources;
    }
}
