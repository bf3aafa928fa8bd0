package org.testudo.simulator;

import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * How correct members crash and start again, in the seeds that draw it; none crashes in the calm. A start knows nothing of
 * what the member did before: such a loss of memory counts as a fault (G-1) until the group has taken the member in again.
 */
public final class CrashPlan {
    static final int AS_TOLERATED = -1;

    int most = AS_TOLERATED;
    Duration shortest = Duration.ofMillis(50);
    Duration longest = Duration.ofSeconds(1);
    Duration between = Duration.ofMillis(300);
    BiPredicate<Run, SimulatedMember> recovered = (run, member) -> seated(member);

    /** How many may be down or without memory at a time; without this as many as the group tolerates beside the Byzantine. */
    public CrashPlan atMost(int members) {
        if (members < 1)
            throw new IllegalArgumentException("at most " + members + " crashed members; ask for 1 or more");
        most = members;
        return this;
    }

    /** For how long a member is down; a calm that begins meanwhile ends it. */
    public CrashPlan downFor(Duration least, Duration greatest) {
        if (least.isNegative() || greatest.compareTo(least) < 0) {
            throw new IllegalArgumentException(
                    "down for " + least + " to " + greatest + "; give the shorter one first");
        }
        shortest = least;
        longest = greatest;
        return this;
    }

    /** The longest time to the next crash. */
    public CrashPlan every(Duration longestBetween) {
        if (longestBetween.isZero() || longestBetween.isNegative()) {
            throw new IllegalArgumentException("a crash every " + longestBetween + "; give a time above zero");
        }
        between = longestBetween;
        return this;
    }

    /**
     * When a new start counts as faulty no longer; without this once it is seated with its incarnation in the view that is in
     * force at it. A protocol that takes nobody in again never gets there, so that only a few members ever crash.
     */
    public CrashPlan recoveredWhen(Predicate<SimulatedMember> again) {
        return recoveredWhen((run, member) -> again.test(member));
    }

    /** The same, by what may be seen of the whole run. */
    public CrashPlan recoveredWhen(BiPredicate<Run, SimulatedMember> again) {
        recovered = again;
        return this;
    }

    private static boolean seated(SimulatedMember member) {
        long mine = member.context().origin().incarnation();
        return member.view()
                .occupant(member.id())
                .filter(seat -> seat.origin().incarnation() == mine)
                .isPresent();
    }
}
