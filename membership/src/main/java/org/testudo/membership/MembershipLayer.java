package org.testudo.membership;

import org.jgroups.stack.Protocol;
import org.testudo.config.GroupConfig;
import org.testudo.stack.StackLayer;

/** Puts {@link MEMBERSHIP} into stacks that a configuration file describes. */
public final class MembershipLayer implements StackLayer {
    @Override
    public String name() {
        return "MEMBERSHIP";
    }

    /** All its settings are equal at all members. */
    @Override
    public Protocol create(GroupConfig config) {
        return new MEMBERSHIP().configure(config);
    }
}
