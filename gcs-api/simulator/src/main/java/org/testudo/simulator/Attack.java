package org.testudo.simulator;

import java.util.List;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;

/**
 * What a Byzantine member does instead of what its honest cores would do. It sees every step of its own cores and may
 * replace their actions; it can sign only with keys that are its own. One object serves one member in one run.
 */
public interface Attack {
    /** Makes the attack of one member for one run. */
    @FunctionalInterface
    interface Factory {
        Attack create();
    }

    /** The run begins. */
    default void begin(AttackContext context) {}

    /** What is done in place of the honest actions of this layer upon this event. */
    List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context);
}
