package org.testudo.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is decided in one run: asked before each thing that may be left out, and, if told to, a list of all that was not. The
 * end of a fault is never left out: a schedule with less in it must not break the fault model where the whole one kept it.
 */
final class Decisions {
    /** A decision that took effect, and when; what it did is put in words only if it is shown. */
    record Made(Decision decision, long time, Supplier<String> what) {
        /** As in the file of a schedule: what follows the number sign is for people. */
        String line() {
            return decision + " # " + Describe.time(time) + " " + Describe.brief(what.get());
        }
    }

    private final Optional<Set<Decision>> only;
    private final boolean recorded;
    private final Map<Decision, Integer> counts = new HashMap<>();
    private final List<Made> made = new ArrayList<>();

    private Decisions(Optional<Set<Decision>> only, boolean recorded) {
        this.only = only;
        this.recorded = recorded;
    }

    /** As the seed says; or only these, if some are given. */
    static Decisions of(Optional<Set<Decision>> only) {
        return new Decisions(only, false);
    }

    static Decisions recorded(Optional<Set<Decision>> only) {
        return new Decisions(only, true);
    }

    /** Whether anything may be left out. */
    boolean selective() {
        return only.isPresent();
    }

    /** Whether the next decision of this kind and source is to take effect. */
    boolean happens(Run run, Decision.Kind kind, String source, Supplier<String> what) {
        if (!recorded && only.isEmpty()) return true;
        Decision first = new Decision(kind, source, 0);
        int ordinal = counts.merge(first, 1, Integer::sum) - 1;
        Decision decision = new Decision(kind, source, ordinal);
        if (only.isPresent() && !only.get().contains(decision)) return false;
        if (recorded) made.add(new Made(decision, run.time(), what));
        return true;
    }

    /** Those that took effect, in the order of time. */
    List<Made> made() {
        return made;
    }
}
