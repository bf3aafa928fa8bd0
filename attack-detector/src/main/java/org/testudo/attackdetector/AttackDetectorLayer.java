package org.testudo.attackdetector;

import org.jgroups.stack.Protocol;
import org.testudo.config.GroupConfig;
import org.testudo.stack.StackLayer;

/** Makes {@link ATTACK_DETECTOR} for stacks that a configuration describes. Its settings are part of the genesis. */
public final class AttackDetectorLayer implements StackLayer {
    @Override
    public String name() {
        return "ATTACK_DETECTOR";
    }

    @Override
    public Protocol create(GroupConfig config) {
        return new ATTACK_DETECTOR().configure(config);
    }
}
