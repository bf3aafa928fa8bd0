package org.testudo.simulator;

/** What one seed drew from a {@link NetworkPlan}; times in nanoseconds. */
record Weather(
        long least,
        long most,
        double loss,
        double duplicate,
        double gaps,
        boolean reorder,
        boolean partitions,
        int slowMember,
        boolean pauses,
        long signing,
        long skew,
        long rate) {
    private static final int NOBODY = -1;

    static Weather draw(NetworkPlan plan, int members, SeededRandom random) {
        long least = plan.least.toNanos();
        long most = plan.most.toNanos();
        if (plan.exact) {
            return new Weather(
                    least,
                    most,
                    plan.loss,
                    plan.duplicate,
                    plan.gaps,
                    plan.reorder,
                    plan.partitions,
                    NOBODY,
                    plan.pauses,
                    0,
                    plan.skew.toNanos(),
                    plan.rate);
        }
        return new Weather(
                least,
                random.between(least, most),
                strength(plan.loss, random),
                strength(plan.duplicate, random),
                strength(plan.gaps, random),
                plan.reorder & random.chance(0.5),
                plan.partitions & random.chance(0.5),
                random.chance(0.25) && plan.slowMember ? random.below(members) : NOBODY,
                plan.pauses & random.chance(0.3),
                random.chance(0.5) ? random.between(0, most / 4) : 0,
                plan.skew.toNanos(),
                plan.rate);
    }

    /** How far the wall clock of this member is from the true time, in milliseconds. */
    long skewOf(String member, Run run) {
        long range = skew / 1_000_000;
        return range == 0 ? 0 : run.random("skew " + member).between(-range, range);
    }

    private static double strength(double largest, SeededRandom random) {
        boolean on = random.chance(0.5);
        return random.fraction() * (on ? largest : 0);
    }
}
