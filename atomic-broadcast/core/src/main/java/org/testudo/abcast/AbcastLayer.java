package org.testudo.abcast;

import org.jgroups.stack.Protocol;
import org.testudo.config.GroupConfig;
import org.testudo.stack.StackLayer;

/** Makes {@link ABCAST} for stacks that a configuration describes. */
public final class AbcastLayer implements StackLayer {
    @Override
    public String name() {
        return "ABCAST";
    }

    @Override
    public Protocol create(GroupConfig config) {
        return new ABCAST().configure(config.ordering());
    }
}
