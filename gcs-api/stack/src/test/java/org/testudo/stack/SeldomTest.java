package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeldomTest {
    @Test
    void whatHappensAMillionTimesIsToldTwentyTimes() {
        Seldom seldom = new Seldom();
        List<Long> told = new ArrayList<>();

        for (int i = 0; i < 1_000_000; i++) seldom.tell(told::add);

        assertThat(told).hasSize(20).startsWith(1L, 2L, 4L, 8L).endsWith(524_288L);
    }
}
