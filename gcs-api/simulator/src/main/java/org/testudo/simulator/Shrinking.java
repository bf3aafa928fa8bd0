package org.testudo.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Finds a short schedule on which a failing seed still breaks the same check, and says what it is and how to run it. */
final class Shrinking {
    /** Switches it on. */
    static final String PROPERTY = "testudo.shrink";
    /** The most runs that it makes. */
    static final String ATTEMPTS = "testudo.shrink.attempts";
    /** How long it goes on trying; what it has then is shown. */
    static final String SECONDS = "testudo.shrink.seconds";

    private static final int MOST_SHOWN = 100;
    /** What these ask for is what the whole schedule brings, so that a shorter one breaks them for another reason. */
    private static final Set<String> OF_THE_TEST = Set.of("inspection", "harness");

    /** How a list of decisions is made shorter. */
    interface Reduction {
        List<Decision> shrink(List<Decision> all, Shrinker.Trial trial, BooleanSupplier more);
    }

    /** What remains of how many decisions, after how many runs, and whether these were all that were allowed. */
    record Short(List<Decisions.Made> kept, int all, int attempts, boolean cut) {
        Set<Decision> decisions() {
            return Set.copyOf(kept.stream().map(Decisions.Made::decision).toList());
        }
    }

    private final Plan plan;
    private final long seed;
    private final String check;
    private final Budget budget;

    Shrinking(Plan plan, long seed, String check, Budget budget) {
        this.plan = plan;
        this.seed = seed;
        this.check = check;
        this.budget = budget;
    }

    /** How many runs are left, until when. */
    static final class Budget implements BooleanSupplier {
        private final int most;
        private final LongSupplier nanos;
        private final long end;
        private int made;
        private boolean exhausted;

        Budget(int most, Duration time, LongSupplier nanos) {
            this.most = most;
            this.nanos = nanos;
            this.end = nanos.getAsLong() + time.toNanos();
        }

        static Budget ofProperties() {
            int seconds = Integer.getInteger(SECONDS, 60);
            return new Budget(Integer.getInteger(ATTEMPTS, 400), Duration.ofSeconds(seconds), System::nanoTime);
        }

        @Override
        public boolean getAsBoolean() {
            exhausted |= made >= most || nanos.getAsLong() - end >= 0;
            return !exhausted;
        }
    }

    /** The violation with the file of its steps, and with the short schedule if one is asked for. */
    static Violation explain(Plan plan, Violation found, String test) {
        Violation traced = found.and("trace: " + TraceFile.write(plan, found.seed(), test, plan.only));
        if (!Boolean.getBoolean(PROPERTY)) return traced;
        if (OF_THE_TEST.contains(found.check())) {
            return traced.and("not shrunk: what broke is an expectation of the test, not a check");
        }
        Shrinking shrinking = new Shrinking(plan, found.seed(), found.check(), Budget.ofProperties());
        try {
            return traced.and(shrinking.report(shrinking.shrink(Shrinker::shrink), test));
        } catch (IllegalStateException | IOException e) {
            return traced.and("not shrunk: " + e.getMessage());
        }
    }

    /** @throws IllegalStateException if the seed, or what was made of it, does not break the check when it is run again */
    Short shrink(Reduction reduction) {
        List<Decisions.Made> all = failing(plan.only);
        if (all == null) throw new IllegalStateException("run again, seed " + seed + " does not break '" + check + "'");
        List<Decision> kept = reduction.shrink(decisions(all), this::attempt, budget);
        List<Decisions.Made> rest = failing(Optional.of(Set.copyOf(kept)));
        if (rest == null) {
            throw new IllegalStateException(
                    "the " + kept.size() + " decisions that shrinking kept do not break '" + check + "'");
        }
        return new Short(rest, all.size(), budget.made, budget.exhausted);
    }

    private List<Decision> attempt(Set<Decision> only) {
        budget.made++;
        List<Decisions.Made> made = failing(Optional.of(only));
        return made == null ? null : decisions(made);
    }

    private static List<Decision> decisions(List<Decisions.Made> made) {
        return made.stream().map(Decisions.Made::decision).toList();
    }

    /** What took effect in a run of these decisions; null if it does not break the check. */
    private List<Decisions.Made> failing(Optional<Set<Decision>> only) {
        Decisions decisions = Decisions.recorded(only);
        try {
            new Run(plan, seed, 0, decisions).execute();
        } catch (Violation e) {
            return e.check().equals(check) ? decisions.made() : null;
        } catch (AssertionError | RuntimeException e) {
            return null; // broken in another way
        }
        return null;
    }

    private String report(Short found, String test) throws IOException {
        Path file = TraceFile.path(test, seed, "-schedule").toAbsolutePath();
        Schedule.write(file, "seed " + seed + " of " + test + " breaks '" + check + "' with these alone", found.kept);
        String line = System.lineSeparator();
        StringBuilder text =
                new StringBuilder("shrunk: " + found.kept.size() + " of " + found.all + " decisions remain after "
                        + found.attempts + " runs" + (found.cut ? ", the most allowed" : "") + ":");
        found.kept.stream().limit(MOST_SHOWN).forEach(each -> text.append(line).append("  " + each.line()));
        int hidden = found.kept.size() - MOST_SHOWN;
        if (hidden > 0) text.append(line).append("  and " + hidden + " more in " + file);
        String trace = TraceFile.write(plan, seed, test, Optional.of(found.decisions()));
        return text.append(line)
                .append("trace of the short schedule: " + trace)
                .append(line)
                .append("rerun it: " + Rerun.command(seed, file.toString()))
                .toString();
    }
}
