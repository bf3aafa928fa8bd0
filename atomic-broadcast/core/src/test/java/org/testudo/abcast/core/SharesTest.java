package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;

/** What one who floods leaves of the slots to others (AB-11). */
class SharesTest {
    private static final int FLOODER = 1;
    private static final int LARGE = 200 << 10;
    private static final int SMALL = 1 << 10;

    private Table table = new Table(AbcastSettings.of(OrderingConfig.defaults()), new AbcastRules());
    private final long[] sent = new long[4];

    @Test
    void whoIsAloneFillsItsSlots() {
        for (int i = 0; i < 13; i++) request(FLOODER, LARGE);

        table.passAll();

        assertThat(slots(FLOODER)).containsExactly(1, 6, 6);
    }

    @Test
    void slotsStayShortWhileSomebodyFloods() {
        flood();

        // One request is more than twelve times a share: eleven slots pay for the rest of it.
        assertThat(slots(FLOODER).subList(1, 14)).containsExactly(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);
        assertThat(slots(2).subList(0, 14).stream().mapToInt(each -> each).sum())
                .isGreaterThanOrEqualTo(13);
    }

    /** The mutant shows that it is the shares that keep them short. */
    @Test
    void withoutSharesFullBatchesAreProposedOneAfterTheOther() {
        table = new Table(AbcastSettings.of(OrderingConfig.defaults()), new AbcastRules() {
            @Override
            public boolean shares() {
                return false;
            }
        });

        flood();

        assertThat(slots(FLOODER).subList(1, 4)).containsExactly(6, 6, 6);
    }

    /** Those who have equally much to send are bounded by the batch alone. */
    @Test
    void slotsAreFullWhenMoreThanFHaveMuchToSend() {
        request(0, SMALL);
        for (int i = 0; i < 6; i++) for (int each = 1; each <= 3; each++) request(each, LARGE);

        table.passAll();

        assertThat(slots(1)).containsExactly(0, 2, 2, 2);
        assertThat(slots(2)).containsExactly(0, 2, 2, 2);
        assertThat(slots(3)).containsExactly(0, 2, 2, 2);
    }

    /** Who sends as much as others, but in bursts, is no flooder: slots of a share each would cost all more signatures. */
    @Test
    void burstsInTurnAreNotCutIntoShares() {
        for (int i = 0; i < 2; i++) for (int each = 1; each <= 3; each++) burst(each);
        int before = table.deliveries(0).size();

        for (int each = 1; each <= 3; each++) burst(each);

        for (int each = 1; each <= 3; each++) {
            List<Integer> its = slots(each).subList(before, table.deliveries(0).size());
            assertThat(Collections.max(its)).as("of origin " + each).isGreaterThan(2 * (int) Shares.LEAST / SMALL);
        }
    }

    /** A pause earns nobody a burst of more than others have had. */
    @Test
    void whoPausesMayNotHaveMoreThanTwiceWhatOthersHad() {
        for (int i = 0; i < 8; i++) {
            request(2, SMALL);
            request(3, SMALL);
            table.passAll();
        }
        request(FLOODER, SMALL);
        table.passAll();
        table.talk(Shares.TURN.dividedBy(2), 0, 1, 2, 3);
        int before = table.deliveries(0).size();

        burst(FLOODER);

        List<Integer> its = slots(FLOODER).subList(before, table.deliveries(0).size());
        assertThat(Collections.max(its)).isLessThanOrEqualTo((int) Shares.LEAST / SMALL + 1);
    }

    private void burst(int from) {
        for (int i = 0; i < 60; i++) request(from, SMALL);
        table.passAll();
    }

    /** Else who has more would stand still where nobody else sends any more. */
    @Test
    void whoHasBecomeAloneOwesNothing() {
        request(2, SMALL);
        request(2, SMALL);
        for (int i = 0; i < 8; i++) request(FLOODER, LARGE);
        table.passAll();
        assertThat(slots(FLOODER)).containsExactly(0, 1);

        table.talk(Shares.TURN.plusMillis(50), 0, 1, 2, 3);

        assertThat(slots(FLOODER).stream().mapToInt(each -> each).sum()).isEqualTo(8);
    }

    @Test
    void whoOwesWaitsNoLongerThanATurn() {
        request(2, SMALL);
        request(2, SMALL);
        request(FLOODER, AbcastSettings.BATCH_BYTES);
        request(FLOODER, SMALL);
        table.passAll();

        for (int i = 0; i < 30 && last(FLOODER) < 2; i++) {
            request(2, SMALL);
            table.talk(Duration.ofMillis(10), 0, 1, 2, 3);
        }

        assertThat(last(FLOODER)).isEqualTo(2);
        assertThat(last(2)).isBetween(8L, 14L);
    }

    /** What is due at once is not kept waiting by what its origin owes (AB-20). */
    @Test
    void commandsWaitForNoShare() {
        request(2, SMALL);
        request(2, SMALL);
        request(FLOODER, LARGE);
        table.passAll();

        command(FLOODER);
        table.passAll();

        assertThat(slots(FLOODER)).containsExactly(0, 1, 1);
    }

    /** Else who keeps a command at the end of its stream would have as many slots as it likes for itself. */
    @Test
    void whatStandsBeforeACommandIsShared() {
        request(2, SMALL);
        for (int i = 0; i < 3; i++) request(2, SMALL);
        sent[FLOODER] = 12;
        command(FLOODER);
        sent[FLOODER] = 0;
        for (int i = 0; i < 12; i++) request(FLOODER, LARGE);

        table.passAll();

        assertThat(slots(FLOODER)).containsExactly(0, 1);
        assertThat(slots(2)).containsExactly(1, 3);
        table.talk(Shares.TURN.multipliedBy(2), 0, 1, 2, 3);
        assertThat(last(FLOODER)).isEqualTo(13);
    }

    /** One has much to send all the time, the others one small request in every slot. */
    private void flood() {
        request(2, SMALL);
        request(3, SMALL);
        for (int i = 0; i < 18; i++) request(FLOODER, LARGE);
        for (int slot = 0; slot < 14; slot++) {
            request(2, SMALL);
            request(3, SMALL);
            long before = table.deliveries(0).size();
            table.pass(each -> table.deliveries(0).size() == before);
        }
        table.passAll();
    }

    private void request(int from, int bytes) {
        leaderGets(new Request(Table.origin(from), ++sent[from], RequestClass.APPLICATION, new byte[bytes]), from);
    }

    private void command(int from) {
        leaderGets(new Request(Table.origin(from), ++sent[from], RequestClass.CONTROL, new byte[SMALL]), from);
    }

    private void leaderGets(Request request, int from) {
        table.says(from, OwnRequest.of(request, table.lives), 0, 1, 2, 3);
        table.pass(each -> each.content() instanceof OwnRequest);
    }

    /** How many requests of an origin are in each slot. */
    private List<Integer> slots(int origin) {
        return table.deliveries(0).stream().map(each -> count(each, origin)).toList();
    }

    private static int count(SlotDelivery slot, int origin) {
        return (int) slot.requests().stream()
                .filter(each -> each.origin().equals(Table.origin(origin)))
                .count();
    }

    private long last(int origin) {
        return slots(origin).stream().mapToInt(each -> each).sum();
    }
}
