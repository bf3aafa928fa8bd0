package org.testudo.failuredetector;

import org.jgroups.stack.Protocol;
import org.testudo.config.GroupConfig;
import org.testudo.stack.StackLayer;

/** Makes {@link FAILURE_DETECTOR} for stacks that a configuration describes. */
public final class FailureDetectorLayer implements StackLayer {
    @Override
    public String name() {
        return "FAILURE_DETECTOR";
    }

    @Override
    public Protocol create(GroupConfig config) {
        return new FAILURE_DETECTOR().configure(config.failureDetector());
    }
}
