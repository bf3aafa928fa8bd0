package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private final AtomicInteger reliefs = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Outbox outbox = new Outbox("test", reliefs::incrementAndGet, failure::set);

    @AfterEach
    void stop() {
        outbox.stop();
    }

    @Test
    void runsTasksInTheirOrder() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            outbox.add(() -> seen.add(number));
        }

        outbox.start();

        await().until(() -> seen.size() == 1_000);
        assertThat(seen).isSorted();
    }

    /** The loop never waits; it is the intake that holds back. */
    @Test
    void saysThatItIsCongestedAtItsBoundUntilHalfIsDone() {
        CountDownLatch hold = new CountDownLatch(1);
        outbox.start();
        outbox.add(() -> {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> outbox.depth() == 0);

        for (int i = 0; i < Outbox.BOUND - 1; i++) outbox.add(() -> {});
        assertThat(outbox.congested()).isFalse();
        outbox.add(() -> {});
        assertThat(outbox.congested()).isTrue();
        hold.countDown();

        await().until(() -> !outbox.congested());
        await().until(() -> reliefs.get() == 1);
    }

    @Test
    void taskThatFailsIsTold() {
        outbox.start();

        outbox.add(() -> {
            throw new IllegalStateException("test");
        });

        await().until(() -> failure.get() != null);
        assertThat(failure.get()).hasMessage("test");
    }
}
