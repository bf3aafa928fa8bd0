package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GapsTest {
    private static final long MS = 1_000_000;

    @Test
    void gapCountsForEachFaultThatItOverlaps() {
        long[] answers = {10 * MS, 20 * MS, 70 * MS, 80 * MS, 200 * MS};
        Gaps gaps = new Gaps();
        gaps.during(FaultKind.KILL, 30 * MS, 75 * MS);
        gaps.during(FaultKind.KILL, 11 * MS, 12 * MS);
        gaps.during(FaultKind.STOP, 190 * MS, 195 * MS);

        assertThat(gaps.longest(answers)).containsEntry(FaultKind.KILL, 50L).containsEntry(FaultKind.STOP, 120L);
        assertThat(gaps.longest(answers)).doesNotContainKey(FaultKind.LOSS);
    }

    @Test
    void silenceToTheEndIsAGapToo() {
        Gaps gaps = new Gaps();
        gaps.during(FaultKind.STOP, 30 * MS, 500 * MS);

        assertThat(gaps.longest(new long[] {40 * MS})).containsEntry(FaultKind.STOP, 460L);
        assertThat(gaps.longest(new long[0])).containsEntry(FaultKind.STOP, 470L);
    }
}
