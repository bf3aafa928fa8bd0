package org.testudo.gacp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
    private static final long MS = Duration.ofMillis(1).toNanos();

    private final RoundTrips trips = new RoundTrips(Duration.ofMillis(150), Duration.ofSeconds(2));

    @Test
    void waitsAtLeastTheLeastPatienceHoweverFastAnswersAre() {
        for (int i = 0; i < 100; i++) trips.measured(MS);

        assertThat(trips.patience(1)).isEqualTo(150 * MS);
    }

    @Test
    void waitsLongerWhenAnswersTakeLongerOrVaryMore() {
        for (int i = 0; i < 100; i++) trips.measured(i % 2 == 0 ? 200 * MS : 400 * MS);

        assertThat(trips.patience(1)).isBetween(400 * MS, 2_000 * MS);
    }

    @Test
    void doublesWithEachAttemptUpToTheMostPatience() {
        for (int i = 0; i < 100; i++) trips.measured(MS);

        assertThat(trips.patience(2)).isEqualTo(300 * MS);
        assertThat(trips.patience(3)).isEqualTo(600 * MS);
        assertThat(trips.patience(9)).isEqualTo(2_000 * MS);
        assertThat(trips.patience(Integer.MAX_VALUE)).isEqualTo(2_000 * MS);
    }
}
