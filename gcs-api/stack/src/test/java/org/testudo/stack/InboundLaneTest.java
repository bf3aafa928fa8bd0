package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.MessageCodec.Lane;

/** HOST-1: bounds by count and by bytes. */
class InboundLaneTest {
    private static final MemberId PEER = new MemberId("bob");

    @ParameterizedTest
    @CsvSource({"CONTROL, 512", "VOTES, 4096", "BODIES, 1024"})
    void laneHoldsSoManyMessages(Lane kind, int most) {
        InboundLane lane = new InboundLane(PEER, kind);

        for (int i = 0; i < most; i++) assertThat(lane.offer(item(1))).isTrue();

        assertThat(lane.offer(item(1))).isFalse();
        lane.take();
        assertThat(lane.offer(item(1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"CONTROL, 1", "VOTES, 8", "BODIES, 16"})
    void laneHoldsSoManyMebibytes(Lane kind, int mebibytes) {
        InboundLane lane = new InboundLane(PEER, kind);

        for (int i = 0; i < 4; i++)
            assertThat(lane.offer(item(mebibytes << 18))).isTrue();

        assertThat(lane.offer(item(1))).isFalse();
        lane.take();
        assertThat(lane.offer(item(1))).isTrue();
    }

    @Test
    void emptyLaneTakesOneMessageHoweverLarge() {
        InboundLane lane = new InboundLane(PEER, Lane.CONTROL);

        assertThat(lane.offer(item(2 << 20))).isTrue();
        assertThat(lane.offer(item(1))).isFalse();
    }

    @Test
    void parkHasItsOwnBounds() {
        Park byCount = new Park();
        for (int i = 0; i < Park.MOST; i++)
            assertThat(byCount.offer(Lane.VOTES, item(1))).isTrue();
        Park byBytes = new Park();
        assertThat(byBytes.offer(Lane.VOTES, item((int) Park.MOST_BYTES))).isTrue();

        assertThat(byCount.offer(Lane.VOTES, item(1))).isFalse();
        assertThat(byBytes.offer(Lane.VOTES, item(1))).isFalse();
        assertThat(byCount.drainNewestFirst()).hasSize(Park.MOST);
        assertThat(byCount.offer(Lane.VOTES, item(1))).isTrue();
    }

    private static InboundLane.Item item(int bytes) {
        return new InboundLane.Item(null, new byte[bytes]);
    }
}
