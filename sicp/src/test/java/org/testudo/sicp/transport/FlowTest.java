package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** AB-18: how much of what is large may be on its way. */
class FlowTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Flow flow = new Flow();
    private final Deque<Long> receipts = new ArrayDeque<>();
    private long now;
    private long free;

    @Test
    void opensWithAFewPieces() {
        int written = 0;
        while (flow.isOpen()) {
            flow.writes(0);
            written++;
        }

        assertThat(written).isEqualTo(Flow.FIRST);
        assertThat(flow.arrived(1, MILLI)).isTrue();
        assertThat(flow.isOpen()).isTrue();
    }

    @Test
    void piecesThatAreNotOnTheirWayCannotHaveArrived() {
        flow.writes(0);

        assertThat(flow.arrived(0, 1)).isFalse();
        assertThat(flow.arrived(2, 1)).isFalse();
        assertThat(flow.arrived(1, 1)).isTrue();
        assertThat(flow.arrived(1, 1)).isFalse();
    }

    @Test
    void edgesAndEveryFourthPieceAreTold() {
        assertThat(flow.read(true)).isTrue();
        assertThat(flow.tell()).isEqualTo(1);
        assertThat(flow.read(false)).isFalse();
        assertThat(flow.read(false)).isFalse();
        assertThat(flow.read(false)).isFalse();
        assertThat(flow.read(false)).isTrue();
        assertThat(flow.tell()).isEqualTo(4);
        assertThat(flow.tell()).isZero();
    }

    /** 10 Mbit/s take 13 ms for a piece: there are no more on their way than 40 ms and 50 need. */
    @Test
    void slowLinkIsNeverBehindByMuchMoreThanItsRoundTrip() {
        assertThat(settled(13 * MILLI, 40 * MILLI)).isBetween(6, 11);
    }

    /** 1 Gbit/s over 100 ms: 760 pieces would fill it, the most that are allowed do nearly. */
    @Test
    void longFatLinkIsFilled() {
        assertThat(settled(MILLI / 8, 100 * MILLI)).isEqualTo(Flow.MOST);
    }

    /** 100 Mbit/s over 20 ms hold 16 pieces; those of 50 ms are allowed besides. */
    @Test
    void linkOfAnotherSiteIsFilled() {
        assertThat(settled(13 * MILLI / 10, 20 * MILLI)).isBetween(40, 70);
    }

    @Test
    void linkThatBecomesSlowerIsNoLongerFilled() {
        settled(MILLI / 8, MILLI);
        int before = flow.size();

        assertThat(settled(13 * MILLI, MILLI)).isBetween(4, 12).isLessThan(before / 10);
    }

    /** How many may be on their way after a while on a link that takes so long for a piece, and so long for the way and back. */
    private int settled(long piece, long roundTrip) {
        for (int i = 0; i < 3_000; i++) {
            while (flow.isOpen()) {
                flow.writes(now);
                free = Math.max(free, now) + piece;
                receipts.addLast(free + roundTrip);
            }
            now = receipts.removeFirst();
            assertThat(flow.arrived(1, now)).isTrue();
        }
        return flow.size();
    }
}
