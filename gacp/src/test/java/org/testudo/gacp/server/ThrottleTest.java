package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThrottleTest {
    @Test
    void aBurstIsFreeAndWhatComesAfterWaits() {
        Throttle throttle = new Throttle(1, 10);

        for (int i = 0; i < 10; i++) assertThat(throttle.take(1)).isZero();
        assertThat(throttle.take(1)).isBetween(1L, 1_000_000_000L);
        assertThat(throttle.take(1)).isGreaterThan(1_000_000_000L);
    }

    @Test
    void withoutCreditABurstIsAllThereIs() {
        Throttle throttle = new Throttle(1, 10);

        for (int i = 0; i < 10; i++) assertThat(throttle.tryTake()).isTrue();
        assertThat(throttle.tryTake()).isFalse();
    }
}
