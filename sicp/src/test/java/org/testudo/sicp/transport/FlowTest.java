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
    private final Deque<Receipt> receipts = new ArrayDeque<>();
    private long now;
    private long free;
    private int untold;

    private record Receipt(int pieces, long at) {}

    @Test
    void opensWithAFewPieces() {
        int written = 0;
        while (flow.isOpen()) {
            flow.writes(false, 0);
            written++;
        }

        assertThat(written).isEqualTo(Flow.FIRST);
        assertThat(flow.arrived(1, MILLI)).isTrue();
        assertThat(flow.isOpen()).isTrue();
    }

    @Test
    void piecesThatAreNotOnTheirWayCannotHaveArrived() {
        flow.writes(false, 0);

        assertThat(flow.arrived(0, 1)).isFalse();
        assertThat(flow.arrived(2, 1)).isFalse();
        assertThat(flow.arrived(1, 1)).isTrue();
        assertThat(flow.arrived(1, 1)).isFalse();
    }

    @Test
    void firstPiecesOfTheFirstPacketsAndAQuarterOfTheWayAreAskedFor() {
        assertThat(flow.writes(true, 0)).isTrue();
        assertThat(flow.writes(false, 0)).isFalse();
        assertThat(flow.writes(false, 0)).isTrue();
        for (int i = 3; i < Flow.FIRST - 1; i++) flow.writes(false, 0);
        assertThat(flow.writes(false, 0)).as("the last that may be written").isTrue();
    }

    @Test
    void whatWasReadIsToldOnce() {
        flow.read();
        flow.read();

        assertThat(flow.tell()).isEqualTo(2);
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
                boolean asks = flow.writes(i % 10 == 0, now);
                free = Math.max(free, now) + piece;
                untold++;
                if (asks) {
                    receipts.addLast(new Receipt(untold, free + roundTrip));
                    untold = 0;
                }
            }
            Receipt next = receipts.removeFirst();
            now = next.at;
            assertThat(flow.arrived(next.pieces, now)).isTrue();
        }
        return flow.size();
    }
}
