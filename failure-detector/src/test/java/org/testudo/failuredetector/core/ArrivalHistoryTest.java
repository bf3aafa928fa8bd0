package org.testudo.failuredetector.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalHistoryTest {
    private static final long MS = 1_000_000;

    @Test
    void regularPeerHasTheMeanAndAnInterval() {
        ArrivalHistory history = new ArrivalHistory(250 * MS);
        assertThat(history.bound()).isEqualTo(500 * MS);

        for (int i = 0; i < ArrivalHistory.SIZE; i++) history.add(400 * MS);
        assertThat(history.bound()).isEqualTo(650 * MS);
    }

    @Test
    void irregularPeerHasSixDeviationsMore() {
        ArrivalHistory history = new ArrivalHistory(250 * MS);
        for (int i = 0; i < ArrivalHistory.SIZE; i++) history.add((i % 2 == 0 ? 200 : 400) * MS);

        assertThat(history.bound()).isEqualTo((300 + 250 + 6 * 100) * MS);
    }

    @Test
    void longestSilencesDoNotOverflow() {
        ArrivalHistory history = new ArrivalHistory(1);
        long day = 86_400_000L * MS;
        for (int i = 0; i < ArrivalHistory.SIZE; i++) history.add(i % 2 == 0 ? day : 1);

        assertThat(history.bound()).isBetween(3 * day, 4 * day);
    }
}
