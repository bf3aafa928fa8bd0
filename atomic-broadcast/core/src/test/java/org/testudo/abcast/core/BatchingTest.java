package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;

/** How much goes into a slot follows the load (AB-2): who is alone waits for nothing, what comes meanwhile goes together. */
class BatchingTest {
    private final Table table = new Table(AbcastSettings.of(OrderingConfig.defaults()), new AbcastRules());

    @Test
    void requestThatIsAloneIsProposedAtOnce() {
        leaderGets(request(1, 10));

        assertThat(proposed()).isEqualTo(1);
    }

    @Test
    void whatComesWhileASlotIsUnderWayGoesTogetherInTheNext() {
        for (long number = 1; number <= 4; number++) leaderGets(request(number, 10));
        assertThat(proposed()).isEqualTo(1);

        table.passAll();

        assertThat(deliveredInEachSlot()).containsExactly(1, 3);
    }

    @Test
    void fullBatchWaitsForNoSlot() {
        leaderGets(request(1, 10));
        leaderGets(request(2, AbcastSettings.BATCH_BYTES - 1_000));
        assertThat(proposed()).isEqualTo(1);

        leaderGets(request(3, 1_000));

        assertThat(proposed()).isEqualTo(2);
    }

    /** Else one large request would make every later one a slot of its own. */
    @Test
    void bytesThatAreUnderWayOrDeliveredDoNotFillABatch() {
        leaderGets(request(1, AbcastSettings.BATCH_BYTES));
        leaderGets(request(2, 10));
        assertThat(proposed()).isEqualTo(1);
        table.passAll();

        for (long number = 3; number <= 5; number++) leaderGets(request(number, 10));
        table.passAll();

        assertThat(deliveredInEachSlot()).containsExactly(1, 1, 1, 2);
    }

    private OwnRequest request(long number, int bytes) {
        return OwnRequest.of(
                new Request(Table.origin(1), number, RequestClass.APPLICATION, new byte[bytes]), table.lives);
    }

    private void leaderGets(OwnRequest request) {
        table.says(1, request, 0, 1, 2, 3);
        table.pass(each -> each.content() instanceof OwnRequest);
    }

    /** How many slots the leader has proposed. */
    private long proposed() {
        return table.sent(0, Value.class) / 4;
    }

    private List<Integer> deliveredInEachSlot() {
        return table.deliveries(3).stream().map(each -> each.requests().size()).toList();
    }
}
