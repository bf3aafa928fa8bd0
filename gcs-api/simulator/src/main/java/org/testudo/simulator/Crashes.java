package org.testudo.simulator;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Crashes now and then, each with a new start some time after it; none in the calm. */
final class Crashes {
    private final Run run;
    private final CrashPlan plan;
    private final SeededRandom random;
    private final boolean on;
    private final int most;
    private final Set<SimulatedMember> recovered = new HashSet<>();

    Crashes(Run run, CrashPlan plan, SeededRandom random) {
        this.run = run;
        this.plan = plan;
        this.random = random;
        this.on = plan != null && (run.plan().network.exact || random.chance(0.5));
        this.most = plan == null ? 0 : most(plan, run.plan());
    }

    private static int most(CrashPlan plan, Plan all) {
        int villains = all.villains.size() + all.anyone.size();
        return plan.most == CrashPlan.AS_TOLERATED ? all.maxFaulty - villains : plan.most;
    }

    void begin() {
        if (on) run.agenda().in(random.between(1, plan.between.toNanos()), this::fall);
    }

    private void fall() {
        if (run.time() >= run.calm()) return;
        List<SimulatedMember> faulty =
                run.correct().stream().filter(this::faulty).toList();
        List<SimulatedMember> able = run.correct().stream()
                .filter(SimulatedMember::running)
                .filter(member -> faulty.size() < most || faulty.contains(member))
                .toList();
        if (!able.isEmpty() && most > 0) crash(random.pick(able).index());
        begin();
    }

    /** A member that lost its memory may lose it again: that is the same fault. Once it has recovered it has. */
    private boolean faulty(SimulatedMember member) {
        if (member.stopped()) return true;
        if (!member.context().start().again() || recovered.contains(member)) return false;
        return !plan.recovered.test(run, member) || !recovered.add(member);
    }

    private void crash(int index) {
        long back = run.time() + random.between(plan.shortest.toNanos(), plan.longest.toNanos());
        boolean happens = run.decisions()
                .happens(run, Decision.Kind.CRASH, "drawn", () -> "m" + index + " until " + Describe.time(back));
        if (!happens) return;
        run.crew().crash(index);
        run.agenda().at(Math.min(run.calm(), back), () -> {
            if (run.member(index).stopped()) run.restart(index);
        });
    }
}
