package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LiveHeapTest {
    private static final int SIZE = 64 << 20;

    @Test
    void whatIsHeldCounts() {
        long before = LiveHeap.now().used();
        byte[] held = new byte[SIZE];
        long with = LiveHeap.now().used();
        Reference.reachabilityFence(held);

        assertThat(with - before).isGreaterThan(SIZE / 2);
    }

    /** As on a machine where the asking thread seldom gets a processor. */
    @Test
    void whatOthersAllocateMeanwhileDoesNotCount() throws InterruptedException {
        long before = LiveHeap.now().used();
        AtomicBoolean done = new AtomicBoolean();
        Thread other = new Thread(() -> {
            while (!done.get()) assertThat(new byte[1 << 20]).hasSize(1 << 20);
        });
        other.start();
        long most = 0;
        for (int i = 0; i < 10; i++) most = Math.max(most, LiveHeap.now().used());
        done.set(true);
        other.join();

        assertThat(most - before).isLessThan(SIZE / 2);
    }
}
