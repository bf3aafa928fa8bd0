package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.Tick;

/** The last steps of the cores in short, without payloads, for the log when a member halts. Used by the loop. */
final class StepRing {
    private static final int KEPT = 200;
    private static final Logger LOG = LoggerFactory.getLogger(StepRing.class);

    /** One event at one core; the verbs of its actions follow when it is done. */
    private static final class Step {
        private final Tick when;
        private final String layer;
        private final String event;
        private List<? extends Class<?>> verbs;

        Step(Tick when, String layer, String event) {
            this.when = when;
            this.layer = layer;
            this.event = event;
        }

        @Override
        public String toString() {
            String outcome = verbs == null
                    ? "failed"
                    : verbs.stream().map(Class::getSimpleName).toList().toString();
            return when.elapsed().toNanos() / 1_000 + "us " + layer + " " + event + " -> " + outcome;
        }
    }

    private final Deque<Step> steps = new ArrayDeque<>();

    /** The same core, with each step recorded. */
    <M> ProtocolCore<M> recording(String layer, ProtocolCore<M> core) {
        return (now, event) -> {
            Step step = new Step(now, layer, describe(event));
            if (steps.size() == KEPT) steps.removeFirst();
            steps.addLast(step);
            List<Action<M>> actions = core.on(now, event);
            step.verbs = actions.stream().map(Action::getClass).toList();
            if (LOG.isTraceEnabled()) LOG.trace("step {}", step);
            return actions;
        };
    }

    /** Oldest first; one that never ended is the one that failed. */
    List<String> last() {
        return steps.stream().map(Step::toString).toList();
    }

    private static String describe(Event<?> event) {
        String kind = event.getClass().getSimpleName();
        if (event instanceof Event.Received<?> it) {
            return kind + " " + it.message().message().getClass().getSimpleName() + " from "
                    + it.message().sender();
        }
        if (event instanceof Event.TimerFired<?> it)
            return kind + " " + it.timer().name();
        if (event instanceof Event.Delivered<?> it)
            return kind + " slot " + it.delivery().slot();
        if (event instanceof Event.Installed<?> it)
            return kind + " view " + it.view().id();
        if (event instanceof Event.Noticed<?> it)
            return kind + " " + it.notice().getClass().getSimpleName();
        if (event instanceof Event.Gap<?> it) return kind + " from " + it.from();
        return kind;
    }
}
