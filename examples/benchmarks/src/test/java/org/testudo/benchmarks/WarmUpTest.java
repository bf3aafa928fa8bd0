package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final int PROCESSORS = 2;

    private double seconds;
    private double compiled;

    @Test
    void itLastsUntilTheCompilersAreDone() {
        assertThat(run(20, at -> at < 100 ? 1 : 0.01)).isBetween(Duration.ofSeconds(105), Duration.ofSeconds(115));
    }

    @Test
    void onePauseOfTheCompilersIsNotTheirEnd() {
        assertThat(run(20, at -> at >= 40 && at < 45 || at >= 60 ? 0 : 0.5)).isEqualTo(Duration.ofSeconds(70));
    }

    @Test
    void itLastsAsLongAsIsAskedFor() {
        assertThat(run(90, at -> 0)).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(95));
    }

    @Test
    void itEndsThoughTheCompilersDoNot() {
        assertThat(run(20, at -> 2 * WarmUp.DONE)).isEqualTo(WarmUp.MOST);
    }

    @Test
    void noneIsNone() {
        assertThat(run(0, at -> 1)).isZero();
        assertThat(seconds).isZero();
    }

    /** With compilers that have such a part of the processors at each second. */
    private Duration run(int least, DoubleUnaryOperator share) {
        WarmUp warmUp = new WarmUp(() -> Math.round(compiled), time -> pass(time, share), PROCESSORS);
        return warmUp.run(Duration.ofSeconds(least));
    }

    private void pass(Duration time, DoubleUnaryOperator share) {
        for (long second = 0; second < time.toSeconds(); second++, seconds++) {
            compiled += 1_000 * PROCESSORS * share.applyAsDouble(seconds);
        }
    }
}
