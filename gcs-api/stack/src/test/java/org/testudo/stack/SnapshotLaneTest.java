package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.api.Snapshots;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Executed.Answer;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;

/** AB-7, AB-8 at the application: its state is written and taken back between two slots, in their one order. */
class SnapshotLaneTest {
    private static final Origin BOB = Origin.of(new MemberId("bob"), TestKeys.statementKey(new MemberId("bob")), 1);

    private final Text application = new Text();
    private final LinkedBlockingQueue<String> shares = new LinkedBlockingQueue<>();
    private final Outstanding outstanding = new Outstanding(BOB, new Outstanding.Limits(8, 4), body -> true);
    private final OrderedLane lane = new OrderedLane(
            "test", new Application(Optional.empty(), application, 100), outstanding, new Sink(), failure -> {});

    /** Its state is the text of all slots. */
    private static final class Text implements GroupListener, Snapshots {
        private final List<String> slots = new ArrayList<>();
        private boolean unwritable;

        @Override
        public void onDelivery(Delivery delivery) {
            slots.add(String.valueOf(delivery.slot()));
        }

        @Override
        public void writeSnapshot(OutputStream out) throws IOException {
            if (unwritable) throw new IOException("no");
            out.write(String.join(" ", slots).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void readSnapshot(InputStream in) throws IOException {
            slots.clear();
            slots.addAll(List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split(" ")));
        }
    }

    private final class Sink implements OrderedLane.Results {
        @Override
        public void executed(SlotDelivery slot, List<Answer> answers, Runnable taken) {
            taken.run();
        }

        @Override
        public void share(long slot, Optional<Snapshot> state) {
            shares.add(slot + ": "
                    + state.map(it -> new String(it.content(), StandardCharsets.UTF_8))
                            .orElse("-"));
        }
    }

    @AfterEach
    void stop() {
        lane.stop();
    }

    private void deliver(long slot) {
        Request request = new Request(BOB, slot, RequestClass.APPLICATION, Bundle.encode(List.of(new byte[0])));
        lane.delivered(new SlotDelivery(slot, 1, 0, Instant.EPOCH, Digest.ZERO, List.of(request)));
    }

    private String share() throws InterruptedException {
        return shares.poll(10, TimeUnit.SECONDS);
    }

    private static StateRestored state(long slot, String text) {
        TreeMap<String, Snapshot> all = new TreeMap<>();
        all.put(HoldsState.APPLICATION, Snapshot.of(text.getBytes(StandardCharsets.UTF_8)));
        return new StateRestored(slot, Digest.ZERO, Instant.EPOCH, all, List.of(), 1);
    }

    @Test
    void theStateIsThatAfterTheSlotWhetherAskedForBeforeOrAfterTheSlotHasCome() throws InterruptedException {
        deliver(1);
        lane.due(2);
        deliver(2);
        deliver(3);
        lane.due(3);
        deliver(4);
        lane.open();

        assertThat(share()).isEqualTo("2: 1 2");
        assertThat(share()).isEqualTo("3: 1 2 3");
    }

    @Test
    void whatFollowsIsExecutedOnTheStateThatWasGiven() throws Exception {
        CompletableFuture<Delivery> waiting = outstanding.submit(new byte[] {1});
        deliver(1);
        lane.restore(state(7, "1 5 7"));
        deliver(6); // was under way
        deliver(8);
        lane.due(8);
        lane.open();

        assertThat(share()).isEqualTo("8: 1 5 7 8");
        assertThat(lane.standing().get(10, TimeUnit.SECONDS).slot()).isEqualTo(8);
        assertThat(waiting).isCompletedExceptionally();
    }

    @Test
    void anApplicationThatCannotWriteItsStateIsSaidToHaveNone() throws InterruptedException {
        application.unwritable = true;
        deliver(1);
        lane.due(1);
        lane.open();

        assertThat(share()).isEqualTo("1: -");
    }
}
