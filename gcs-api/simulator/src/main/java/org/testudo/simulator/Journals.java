package org.testudo.simulator;

import java.time.Duration;
import java.util.List;

/** What members keep on disk in a run with {@link Simulation#journals}, and what befalls it. */
public final class Journals {
    private final Run run;

    Journals(Run run) {
        this.run = run;
    }

    /**
     * Stops all correct members at once, and starts each again some time after it.
     *
     * @param longest that one stays down
     */
    public void powerLoss(Duration longest) {
        SeededRandom random = run.random("power loss " + run.time());
        if (!run.happens(Decision.Kind.CRASH, "all", "lose power")) return;
        for (SimulatedMember each : run.correct()) {
            if (!each.stopped()) run.crew().crash(each.index());
            run.agenda().in(random.between(1, longest.toNanos()), () -> {
                if (run.member(each.index()).stopped()) run.restart(each.index());
            });
        }
    }

    /**
     * Puts back an old image of the disk of a member that is down: its journal is as it was after its first entries.
     *
     * @param share of all entries that were ever durable, 0 to 1
     */
    public void rollBack(int member, double share) {
        if (run.happens(Decision.Kind.CRASH, "m" + member, "rolled back"))
            run.crew().rollBack(member, share);
    }

    /** All starts of all members so far, those that have crashed too, in the order in which they were made. */
    public List<SimulatedMember> starts() {
        return run.crew().starts();
    }

    /** What the journal of a member holds of a layer, in order. */
    public List<byte[]> entries(int member, int layer) {
        return run.crew().journal(member).map(it -> it.of(layer)).orElse(List.of());
    }

    /** The most entries that a member's journal holds now; 0 without journals. */
    public int most() {
        return run.crew().mostJournalled();
    }
}
