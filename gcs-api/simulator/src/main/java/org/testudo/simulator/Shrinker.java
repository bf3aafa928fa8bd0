package org.testudo.simulator;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Leaves decisions out of a failing run as long as it still fails: all, whole kinds, then halves, quarters, down to single
 * ones (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, section 3, without its complements).
 */
final class Shrinker {
    /** Runs a schedule: what took effect if it fails in the way that is looked for; null if not. */
    interface Trial extends Function<Set<Decision>, List<Decision>> {}

    private final Trial trial;
    private final BooleanSupplier more;
    private List<Decision> kept;

    private Shrinker(List<Decision> all, Trial trial, BooleanSupplier more) {
        this.kept = all;
        this.trial = trial;
        this.more = more;
    }

    /**
     * A short part of these decisions that still fails; no single one of them can be left out, unless the tries ran out.
     *
     * @param more whether one more try is allowed; asked before each
     */
    static List<Decision> shrink(List<Decision> all, Trial trial, BooleanSupplier more) {
        Shrinker shrinker = new Shrinker(all, trial, more);
        if (shrinker.without(all)) return shrinker.kept;
        shrinker.dropKinds();
        shrinker.dropParts();
        return shrinker.kept;
    }

    private void dropKinds() {
        Set<Decision.Kind> kinds = EnumSet.noneOf(Decision.Kind.class);
        kept.forEach(each -> kinds.add(each.kind()));
        for (Decision.Kind kind : kinds) {
            List<Decision> ofKind =
                    kept.stream().filter(each -> each.kind() == kind).toList();
            if (!ofKind.isEmpty()) without(ofKind);
        }
    }

    private void dropParts() {
        int size = Math.max(1, kept.size() / 2);
        boolean again = true;
        while (again && !kept.isEmpty() && more.getAsBoolean()) {
            boolean dropped = dropPartsOf(size);
            again = size > 1 || dropped;
            size = Math.max(1, size / 2);
        }
    }

    private boolean dropPartsOf(int size) {
        boolean dropped = false;
        int at = 0;
        while (at < kept.size() && more.getAsBoolean()) {
            boolean gone = without(kept.subList(at, Math.min(kept.size(), at + size)));
            dropped |= gone;
            if (!gone) at += size;
        }
        return dropped;
    }

    private boolean without(List<Decision> part) {
        if (!more.getAsBoolean()) return false;
        Set<Decision> gone = Set.copyOf(part);
        List<Decision> rest = new ArrayList<>(kept);
        rest.removeIf(gone::contains);
        List<Decision> effective = trial.apply(rest.stream().collect(Collectors.toSet()));
        if (effective != null) kept = effective;
        return effective != null;
    }
}
