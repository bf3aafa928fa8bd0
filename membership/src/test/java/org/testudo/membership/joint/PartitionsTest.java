package org.testudo.membership.joint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.Result;

/**
 * GM-7: every way in which groups of four and five members fall apart, and every one of seven up to symmetry, with the leader
 * here or there. Those who are a quorum and reach each other go on; whoever is in touch with fewer says so, also who
 * hears all and is not heard; and once the network is healed everybody is back by itself, and what was asked for meanwhile is delivered.
 */
@Tag("sweep")
class PartitionsTest {
    static Stream<Cut> splits() {
        return Stream.of(Cut.splits(4), Cut.splits(5), Cut.splitsUpToSymmetry(7))
                .flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("splits")
    void sideWithAQuorumGoesOnAndTheOtherSaysSoAndIsBack(Cut cut) {
        holds(cut);
    }

    static Stream<Cut> oneWay() {
        return Stream.of(Cut.oneWay(4), Cut.oneWay(5), Cut.oneWayUpToSymmetry(7))
                .flatMap(each -> each);
    }

    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("oneWay")
    void holdsWhereOneSideHearsTheOtherAndIsNotHeard(Cut cut) {
        holds(cut);
    }

    static Stream<Cut> links() {
        return Cut.links(4);
    }

    /** Cuts that split nobody off, too: two members that reach each other through others only. */
    @ParameterizedTest(name = "{0}")
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("links")
    void holdsWhicheverLinksOfFourMembersAreDown(Cut cut) {
        holds(cut);
    }

    private static void holds(Cut cut) {
        Result result = Apart.simulation(JointGroup.cores(new AbcastRules()), cut)
                .seed(1)
                .run();

        assertThat(result.last().live()).hasSize(cut.members());
    }

    /** Bell numbers but for the whole group; partitions of seven with one part pointed out; sets that are neither empty nor all. */
    @Test
    void noneIsLeftOut() {
        assertThat(Cut.splits(4)).hasSize(14);
        assertThat(Cut.splits(5)).hasSize(51);
        assertThat(Cut.splits(7)).hasSize(876);
        assertThat(Cut.splitsUpToSymmetry(7)).hasSize(29);
        assertThat(Cut.oneWay(4)).hasSize(14);
        assertThat(Cut.oneWay(5)).hasSize(30);
        assertThat(Cut.oneWayUpToSymmetry(7)).hasSize(12);
        assertThat(Cut.links(4)).hasSize(63);
    }
}
