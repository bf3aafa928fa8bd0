package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SICP-5: what waits for one peer is bounded, oldest dropped first. */
class SendQueueTest {
    private final SendQueue queue = new SendQueue();

    @Test
    void givesPacketsInOrderAsManyAsAFrameCollects() throws Exception {
        for (int i = 0; i < 5; i++) queue.add(Crew.packet("" + i));

        assertThat(texts(queue.take(Duration.ZERO, true))).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void frameCollectsLittleAndTakesALargePacketAlone() throws Exception {
        queue.add(packet(40_000));
        queue.add(packet(40_000));
        queue.add(packet(1_000_000));

        assertThat(queue.take(Duration.ZERO, true)).hasSize(1);
        assertThat(queue.take(Duration.ZERO, true)).hasSize(1);
        assertThat(queue.take(Duration.ZERO, true)).extracting(Packet::length).containsExactly(1_000_000);
    }

    @Test
    void oldestPacketsAreDroppedWhenThereAreTooMany() throws Exception {
        for (int i = 0; i < SendQueue.MOST_PACKETS + 10; i++) queue.add(Crew.packet("" + i));

        assertThat(queue.size()).isEqualTo(SendQueue.MOST_PACKETS);
        assertThat(queue.dropped()).isEqualTo(10);
        assertThat(texts(queue.take(Duration.ZERO, true))).first().isEqualTo("10");
    }

    @Test
    void oldestPacketsAreDroppedWhenTheyAreTooLarge() {
        for (int i = 0; i < 20; i++) queue.add(packet(1 << 20));

        assertThat(queue.size()).isEqualTo(7);
        assertThat(queue.dropped()).isEqualTo(13);
    }

    @Test
    void largestPacketFitsAlone() throws Exception {
        queue.add(packet(1 << 20));
        queue.add(packet(Packet.MOST_CONTENT));

        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.take(Duration.ZERO, true)).extracting(Packet::length).containsExactly(Packet.MOST_CONTENT);
    }

    @Test
    void whatIsPutBackComesFirstAndIsDroppedFirst() throws Exception {
        queue.add(Crew.packet("late"));
        queue.putBack(List.of(Crew.packet("one"), Crew.packet("two")), 0);

        assertThat(texts(queue.take(Duration.ZERO, true))).containsExactly("one", "two", "late");
    }

    @Test
    void whatWasTakenBeforeAllWasForgottenIsNotPutBack() throws Exception {
        queue.clear();
        queue.putBack(List.of(Crew.packet("one")), 0);
        queue.putBack(List.of(Crew.packet("two")), queue.clearings());

        assertThat(texts(queue.take(Duration.ZERO, true))).containsExactly("two");
    }

    @Test
    void bulkWaitsApartFromTheOthers() throws Exception {
        queue.add(packet(100_000).asBulk());
        queue.add(Crew.packet("vote"));
        queue.add(Crew.packet("body").asBulk());
        queue.add(packet(10_000).asBulk());
        queue.add(packet(10_000).asBulk());

        assertThat(texts(queue.take(Duration.ofDays(1), true))).containsExactly("vote");
        assertThat(queue.take(Duration.ofDays(1), true)).as("bulk waits").isEmpty();
        assertThat(queue.takeBulk()).extracting(Packet::length).containsExactly(100_000);
        assertThat(queue.takeBulk()).extracting(Packet::length).containsExactly(4, 10_000);
        assertThat(queue.takeBulk()).hasSize(1);
        assertThat(queue.takeBulk()).isEmpty();
    }

    @Test
    void whoMaySendNoBulkWaitsForTheOthers() throws Exception {
        queue.add(packet(100_000).asBulk());

        long start = System.nanoTime();
        assertThat(queue.take(Duration.ofMillis(20), false)).isEmpty();
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(Duration.ofMillis(20).toNanos());
        queue.wake();
        assertThat(queue.take(Duration.ofDays(1), false)).isEmpty();
    }

    @Test
    void bulkIsDroppedBeforeTheOthersAndTogetherTheyKeepTheBound() throws Exception {
        for (int i = 0; i < 20; i++) queue.add(packet(1 << 20).asBulk());
        for (int i = 0; i < 5; i++) queue.add(packet(1 << 20));

        assertThat(queue.dropped()).isEqualTo(18);
        assertThat(queue.size()).isEqualTo(7);

        queue.add(packet(Packet.MOST_CONTENT).asBulk());

        assertThat(queue.takeBulk()).extracting(Packet::length).containsExactly(Packet.MOST_CONTENT);
        assertThat(queue.size()).as("no vote went for it").isEqualTo(5);
    }

    @Test
    void emptyQueueGivesNothingAfterAWhileOrWhenWoken() throws Exception {
        assertThat(queue.take(Duration.ofMillis(5), true)).isEmpty();
        queue.wake();
        assertThat(queue.take(Duration.ofDays(1), true)).isEmpty();
    }

    @Test
    void clearedQueueHasRoomAgain() throws Exception {
        for (int i = 0; i < 7; i++) queue.add(packet(1 << 20));
        queue.clear();
        for (int i = 0; i < 7; i++) queue.add(packet(1 << 20));

        assertThat(queue.size()).isEqualTo(7);
        assertThat(queue.dropped()).isZero();
    }

    private static Packet packet(int length) {
        return Packet.of(Crew.PROTOCOL, new byte[length]);
    }

    private static List<String> texts(List<Packet> packets) {
        List<String> texts = new ArrayList<>();
        for (Packet each : packets) texts.add(new String(each.bytes(), StandardCharsets.UTF_8));
        return texts;
    }
}
