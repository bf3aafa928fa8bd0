package org.testudo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ViewGateTest {
    private static final Address SELF = new UUID(1, 1);

    private static final Runnable WAITING = () -> {};

    private final List<View> shown = new CopyOnWriteArrayList<>();

    @Test
    void nothingIsShownBeforeServiceThenTheViewInForceThenEachFurtherOne() throws InterruptedException {
        ViewGate gate = new ViewGate(shown::add);
        gate.installed(view(0));
        gate.installed(view(1));
        assertThat(shown).isEmpty();

        gate.inService();
        assertThat(gate.awaitService(1_000, WAITING)).isEmpty();
        gate.installed(view(2));

        assertThat(shown).containsExactly(view(1), view(2));
    }

    /** The application may block in its first viewAccepted; the loop must not. */
    @Test
    void whoInstallsNeverWaitsForTheFirstViewToBeTaken() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch showing = new CountDownLatch(1);
        ViewGate gate = new ViewGate(view -> {
            shown.add(view);
            showing.countDown();
            awaitQuietly(taken);
        });
        gate.installed(view(0));
        gate.inService();
        CompletableFuture<Void> connecting = CompletableFuture.runAsync(() -> awaitService(gate));
        showing.await();

        gate.installed(view(1));
        gate.installed(view(2));
        assertThat(shown).containsExactly(view(0));
        taken.countDown();

        connecting.join();
        assertThat(shown).containsExactly(view(0), view(1), view(2));
    }

    @Test
    void waitingEndsInTimeWithAReason() throws InterruptedException {
        ViewGate gate = new ViewGate(shown::add);
        gate.installed(view(0));

        assertThat(gate.awaitService(20, WAITING)).contains("waited 20 ms");
        assertThat(shown).isEmpty();
    }

    @Test
    void waitingEndsWhenTheChannelIsClosedOrTheMemberHalts() throws InterruptedException {
        ViewGate gate = new ViewGate(shown::add);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> gate.end("the channel was closed"));

        assertThat(gate.awaitService(0, WAITING)).contains("the channel was closed");
        closing.join();
    }

    private static void awaitService(ViewGate gate) {
        try {
            gate.awaitService(0, WAITING);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static View view(long id) {
        return new View(SELF, id, List.of(SELF));
    }
}
