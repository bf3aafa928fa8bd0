package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.ProtocolCore;
import org.testudo.kernel.core.Tick;

/**
 * The last steps of the cores in short, without payloads, for the log when a member halts. Used by the loop. Written into
 * text only when somebody asks: it notes every step of every core.
 */
final class StepRing {
    private static final int KEPT = 200;
    private static final Logger LOG = LoggerFactory.getLogger(StepRing.class);

    /** One event at one core, and its actions when it is done; used again and again. */
    private static final class Step {
        private Tick when;
        private String layer;
        private Class<?> event;
        private Object what;
        private Object from;
        private final List<Class<?>> verbs = new ArrayList<>();
        private boolean done;

        void begin(Tick now, String at, Event<?> happens) {
            when = now;
            layer = at;
            event = happens.getClass();
            from = null;
            verbs.clear();
            done = false;
            note(happens);
        }

        /** Nothing that holds a payload is kept. */
        private void note(Event<?> happens) {
            what = null;
            if (happens instanceof Event.Received<?> it) {
                what = it.message().message().getClass();
                from = it.message().sender();
            } else if (happens instanceof Event.TimerFired<?> it) {
                what = it.timer().name();
            } else if (happens instanceof Event.Delivered<?> it) {
                what = it.delivery().slot();
            } else if (happens instanceof Event.Installed<?> it) {
                what = it.view().id();
            } else if (happens instanceof Event.Noticed<?> it) {
                what = it.notice().getClass();
            } else if (happens instanceof Event.Gap<?> it) {
                from = it.from();
            }
        }

        void end(List<? extends Action<?>> actions) {
            for (Action<?> each : actions) verbs.add(each.getClass());
            done = true;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            text.append(when.elapsed().toNanos() / 1_000).append("us ").append(layer);
            text.append(' ').append(event.getSimpleName());
            if (what != null) text.append(' ').append(what instanceof Class<?> it ? it.getSimpleName() : what);
            if (from != null) text.append(" from ").append(from);
            text.append(" -> ");
            return done
                    ? text.append(verbs.stream().map(Class::getSimpleName).toList())
                            .toString()
                    : text.append("failed").toString();
        }
    }

    private final Step[] steps = new Step[KEPT];
    private long begun;

    /** The same core, with each step recorded. */
    <M> ProtocolCore<M> recording(String layer, ProtocolCore<M> core) {
        return (now, event) -> {
            Step step = next();
            step.begin(now, layer, event);
            List<Action<M>> actions = core.on(now, event);
            step.end(actions);
            if (LOG.isTraceEnabled()) LOG.trace("step {}", step);
            return actions;
        };
    }

    private Step next() {
        int place = (int) (begun++ % KEPT);
        if (steps[place] == null) steps[place] = new Step();
        return steps[place];
    }

    /** Oldest first; one that never ended is the one that failed. */
    List<String> last() {
        List<String> last = new ArrayList<>();
        for (long i = Math.max(0, begun - KEPT); i < begun; i++) last.add(steps[(int) (i % KEPT)].toString());
        return last;
    }
}
