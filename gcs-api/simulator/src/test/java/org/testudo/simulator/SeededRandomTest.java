package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {
    private static long[] draws(SeededRandom random) {
        return LongStream.generate(random::nextLong).limit(5).toArray();
    }

    /** The published first values of SplitMix64 for seed 1234567: a seed means the same on every JDK. */
    @Test
    void drawsWhatSplitMix64Draws() {
        assertThat(new SeededRandom(1234567).nextLong()).isEqualTo(6457827717110365317L);
        SeededRandom random = new SeededRandom(1234567);
        random.nextLong();
        assertThat(random.nextLong()).isEqualTo(3203168211198807973L);
    }

    @Test
    void aForkDoesNotDependOnWhatWasDrawn() {
        SeededRandom fresh = new SeededRandom(7);
        SeededRandom used = new SeededRandom(7);
        used.nextLong();

        assertThat(draws(used.fork("network"))).isEqualTo(draws(fresh.fork("network")));
    }

    @Test
    void forksOfDifferentLabelsOrSeedsDiffer() {
        SeededRandom random = new SeededRandom(7);

        assertThat(draws(random.fork("a"))).isNotEqualTo(draws(random.fork("b")));
        assertThat(draws(random.fork("a"))).isNotEqualTo(draws(new SeededRandom(8).fork("a")));
        assertThat(draws(random.fork("a"))).isNotEqualTo(draws(random));
    }

    @Test
    void drawsStayWithinTheirBounds() {
        SeededRandom random = new SeededRandom(3);

        for (int i = 0; i < 10_000; i++) {
            assertThat(random.below(3)).isBetween(0, 2);
            assertThat(random.between(-5, 5)).isBetween(-5L, 5L);
            assertThat(random.fraction()).isBetween(0.0, 1.0);
        }
        assertThat(random.chance(0)).isFalse();
        assertThat(random.chance(1)).isTrue();
    }
}
