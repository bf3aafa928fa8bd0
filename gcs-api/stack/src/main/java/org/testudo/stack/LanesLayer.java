package org.testudo.stack;

import org.jgroups.stack.Protocol;
import org.testudo.config.GroupConfig;

/** Lets the assembly find {@link LANES} as it finds all layers. */
public final class LanesLayer implements StackLayer {
    @Override
    public String name() {
        return "LANES";
    }

    @Override
    public Protocol create(GroupConfig config) {
        LANES lanes = new LANES();
        int requests = Math.max(1, config.ordering().poolPerOrigin() * 3 / 4); // the rest is for our own commands
        lanes.limits(config.ordering().maxPayload(), requests);
        lanes.record(config.recorder().directory(), config.recorder().size());
        return lanes;
    }
}
