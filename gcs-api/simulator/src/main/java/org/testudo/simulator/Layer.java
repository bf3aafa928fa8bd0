package org.testudo.simulator;

import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.statement.MessageCodec;

/** One core of a member's stack, with the codec of what it exchanges with its peers. */
public record Layer<M>(ProtocolCore<M> core, MessageCodec<M> codec) {
    /** A core that exchanges nothing with its peers. */
    public static Layer<Void> silent(ProtocolCore<Void> core) {
        return new Layer<>(core, new NoMessages());
    }
}
