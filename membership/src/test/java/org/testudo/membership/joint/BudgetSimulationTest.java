package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.notice.Stripped;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Result;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;

/** GM-19 in a group: nobody can have the budget spent to freeze it, and who must wait does no harm meanwhile. */
@Tag("sweep")
class BudgetSimulationTest {
    private static final int SEEDS = 40;

    /** Two of seven accuse all in chorus, or leave their seats vacant: the reported go all the same, the correct stay. */
    @Test
    void faultyMembersThatWouldExhaustTheBudgetFreezeNothing() {
        List<Long> out = new ArrayList<>();

        Result result = Scenarios.EXHAUSTED_BUDGET
                .with(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .each(run -> {
                    ViewRecord last = lastView(run);
                    List<MemberId> guilty = guilty(run);
                    List<MemberId> excluded =
                            last.exclusions().stream().map(Exclusion::member).toList();
                    assertThat(guilty).as("excluded, seed %s", run.seed()).containsAll(excluded);
                    assertThat(last.occupants())
                            .as("seated, seed %s", run.seed())
                            .extracting(Occupant::member)
                            .containsAll(run.correct().stream()
                                    .map(SimulatedMember::id)
                                    .toList());
                    if (excluded.size() == guilty.size()) out.add(run.seed());
                })
                .run();

        if (result.seeds() == SEEDS)
            assertThat(out).as("runs in which both are out at the end").hasSizeGreaterThan(SEEDS / 4);
    }

    /** Of six one may be faulty at a time: the second to be accused rests until a standby has taken the first one's seat. */
    @Test
    void whoIsAccusedBeyondTheBudgetIsOutWhenASeatIsRefilled() {
        List<Long> pending = new ArrayList<>();

        Result result = Scenarios.BEYOND_THE_BUDGET
                .with(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .each(run -> count(run, pending, "pending"))
                .run();

        if (result.seeds() == SEEDS)
            assertThat(pending).as("runs in which somebody was pending").hasSizeGreaterThan(SEEDS / 4);
    }

    /** One of three that formed a group of four is revoked, and cannot be spared until the fourth has joined. */
    @Test
    void whoMustGoAtTheFloorIsStrippedUntilItCanBeSpared() {
        List<Long> stripped = new ArrayList<>();

        Result result = Scenarios.STRIPPED
                .with(JointGroup.cores(new AbcastRules()))
                .seeds(SEEDS)
                .each(run -> {
                    boolean any = run.live().stream()
                            .anyMatch(member -> !member.notices(Stripped.class).isEmpty());
                    if (any) stripped.add(run.seed());
                })
                .run();

        if (result.seeds() == SEEDS)
            assertThat(stripped).as("runs in which somebody was stripped").hasSizeGreaterThan(SEEDS / 4);
    }

    private static ViewRecord lastView(Run run) {
        return run.correct().stream()
                .map(member -> member.views().get(member.views().size() - 1))
                .max(Comparator.comparing(ViewRecord::id))
                .orElseThrow();
    }

    private static List<MemberId> guilty(Run run) {
        return run.members().stream()
                .filter(member -> !member.correct())
                .map(SimulatedMember::id)
                .toList();
    }

    private static void count(Run run, List<Long> seeds, String verdict) {
        boolean any = run.live().stream()
                .flatMap(member -> member.notices(Judged.class).stream())
                .anyMatch(judged -> judged.verdict().startsWith(verdict));
        if (any) seeds.add(run.seed());
    }
}
