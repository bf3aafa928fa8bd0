package org.testudo.kernel.core;

import java.util.List;

/**
 * A protocol as a deterministic state machine: the same events give the same actions. Used by one thread at a time. The
 * rules that every implementation keeps stand in the architecture page; tests enforce them.
 *
 * @param <M> the messages that this protocol exchanges with its peers
 */
public interface ProtocolCore<M> {
    /** Takes one event and says, in order, what is to be done. Never throws on what a peer sent. */
    List<Action<M>> on(Tick now, Event<M> event);
}
