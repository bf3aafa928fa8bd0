package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration BASE = Duration.ofMillis(500);
    private final Backoff backoff = new Backoff();

    @Test
    void doublesWithEachFailedLeaderAndHalvesWithProgress() {
        backoff.raise();
        backoff.raise();
        assertThat(backoff.of(BASE)).isEqualTo(Duration.ofSeconds(2));

        backoff.progress();
        assertThat(backoff.of(BASE)).isEqualTo(Duration.ofSeconds(1));
        backoff.progress();
        backoff.progress();
        assertThat(backoff.of(BASE)).isEqualTo(BASE);
    }

    @Test
    void neverWaitsLongerThanAMinute() {
        for (int i = 0; i < 100; i++) backoff.raise();

        assertThat(backoff.of(BASE)).isEqualTo(Duration.ofMinutes(1));
        assertThat(backoff.of(Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
    }
}
