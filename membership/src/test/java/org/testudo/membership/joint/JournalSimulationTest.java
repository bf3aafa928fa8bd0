package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.kernel.notice.Replayed;
import org.testudo.kernel.notice.RolledBack;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;

/** AB-9, AB-25, AB-26: crashes of members that keep a journal, power loss everywhere, and old images of disks. */
@Tag("sweep")
class JournalSimulationTest {
    private static final int CRASHES = 60;
    private static final int POWER_LOSSES = 60;
    private static final int WITH_A_TRAITOR = 40;
    private static final int ROLLED_BACK = 40;
    private static final int GIVEN = 40;
    private static final int DISKS = 30;

    private static Simulation simulation() {
        return JournalScenes.withStates(JointGroup.cores(new AbcastRules()));
    }

    @Test
    void nothingChangesWhereNobodyCrashes() {
        assertThat(simulation().seeds(10).run().events()).isPositive();
    }

    @Test
    void whoCrashesGoesOnAsTheSameIncarnation() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = simulation()
                .crashes(crash -> crash)
                .seeds(CRASHES)
                .each(run -> count(run, seen))
                .run();

        if (result.seeds() < CRASHES) return; // one seed was asked for
        assertThat(seen.get("resumed")).as("gone on with").isGreaterThan(CRASHES / 3L);
        assertThat(seen).doesNotContainKey("rolled back");
    }

    /** Nothing that anybody delivered is lost, although nobody remembers anything but what is on disk. */
    @Test
    void aGroupThatLosesPowerEverywhereGoesOnInTheSameLife() {
        Map<String, Long> seen = powerLosses(JointGroup.cores(new AbcastRules()));

        if (seen.get("runs") < POWER_LOSSES) return; // one seed was asked for
        assertThat(seen.get("resumed")).as("gone on with").isGreaterThan(3L * POWER_LOSSES);
        assertThat(seen.get("from a base")).as("begun with a state").isGreaterThan(POWER_LOSSES);
        assertThat(seen.get("most entries")).as("kept").isLessThan(400);
        assertThat(seen).doesNotContainKey("rolled back");
    }

    /** Without checkpoints all is executed again. */
    @Test
    void soDoesOneWithoutCheckpoints() {
        Map<String, Long> seen = powerLosses(JointGroup.cores(new AbcastRules(), JointGroup.settings(0)));

        if (seen.get("runs") < POWER_LOSSES) return; // one seed was asked for
        assertThat(seen.get("resumed")).as("gone on with").isGreaterThan(3L * POWER_LOSSES);
        assertThat(seen).doesNotContainKeys("rolled back", "from a base");
    }

    private static Map<String, Long> powerLosses(CoreFactory cores) {
        Map<String, Long> seen = new TreeMap<>();
        JournalScenes.powerLosses(JournalScenes.withStates(cores))
                .seeds(POWER_LOSSES)
                .each(run -> count(run, seen))
                .run();
        return seen;
    }

    @Test
    void soDoesOneWithATraitor() {
        Map<String, Long> seen = new TreeMap<>();

        JournalScenes.powerLosses(simulation())
                .someoneByzantine(JointGroup.ensemble())
                .seeds(WITH_A_TRAITOR)
                .each(run -> count(run, seen))
                .run();

        assertThat(seen).doesNotContainKey("rolled back");
    }

    /** AB-8: what a member was given stands in its journal for the slots that it never saw. */
    @Test
    void whoWasGivenAStateGoesOnFromThere() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = JournalScenes.givenAState(simulation())
                .seeds(GIVEN)
                .each(run -> count(run, seen))
                .run();

        if (result.seeds() < GIVEN) return; // one seed was asked for
        assertThat(seen.get("given")).as("states given").isGreaterThan(GIVEN / 8L);
        assertThat(seen.get("resumed")).as("gone on with").isGreaterThan(3L * GIVEN);
        assertThat(seen).doesNotContainKey("rolled back");
    }

    /** GM-23: what a former start has said is nothing that this one's journal lacks. */
    @Test
    void whoLostItsDiskAndStartsTwiceIsNotTakenForRolledBack() {
        Map<String, Long> seen = new TreeMap<>();

        Result result = JournalScenes.losesItsDiskAndStartsTwice(simulation())
                .seeds(DISKS)
                .each(run -> count(run, seen))
                .run();

        if (result.seeds() < DISKS) return; // one seed was asked for
        assertThat(seen.get("resumed")).as("gone on with").isGreaterThan(DISKS / 4L);
        assertThat(seen).doesNotContainKey("rolled back");
    }

    private static void count(Run run, Map<String, Long> seen) {
        add(seen, "runs", 1);
        for (SimulatedMember each : run.journals().starts()) {
            boolean replayed = !each.notices(Replayed.class).isEmpty();
            boolean first = each.notices().stream()
                    .takeWhile(it -> !(it instanceof Replayed))
                    .anyMatch(StateRestored.class::isInstance);
            if (each.resumed() && replayed) add(seen, "resumed", 1);
            if (each.resumed() && first) add(seen, "from a base", 1);
            int given = each.notices(StateRestored.class).size() - (each.resumed() && first ? 1 : 0);
            add(seen, "given", given);
            add(seen, "rolled back", each.notices(RolledBack.class).size());
        }
        seen.merge("most entries", (long) run.journals().most(), Math::max);
    }

    private static void add(Map<String, Long> seen, String what, int times) {
        if (times > 0) seen.merge(what, (long) times, Long::sum);
    }

    /** AB-26: the others show what it has forgotten, and it joins as a new incarnation. */
    @Test
    void aJournalThatWasRolledBackIsNoticed() {
        long[] noticed = new long[1];

        Result result = JournalScenes.rolledBack(simulation())
                .seeds(ROLLED_BACK)
                .each(run -> noticed[0] += run.correct().stream()
                        .filter(member -> member.context().start().number() > 1)
                        .count())
                .run();

        if (result.seeds() < ROLLED_BACK) return; // one seed was asked for
        assertThat(noticed[0]).as("noticed").isGreaterThan(ROLLED_BACK / 2);
    }
}
