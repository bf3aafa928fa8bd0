package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import org.junit.jupiter.api.Test;

/** The benchmark must notice when what it measures does not do its job. */
class DeliveriesTest {
    private static final int LENGTH = 64;

    private final Deliveries deliveries = new Deliveries(new int[] {LENGTH, LENGTH});

    @Test
    void completeDeliveriesOfAllSendersAreInOrder() {
        add(0, 1);
        add(1, 1);
        add(0, 2);

        assertThat(deliveries.fault()).isEmpty();
        assertThat(deliveries.count()).isEqualTo(3);
    }

    @Test
    void aLostPayloadIsNoticed() {
        add(0, 1);
        add(0, 3);

        assertThat(deliveries.fault()).isEqualTo("sender 0: payload 3 after 1");
    }

    @Test
    void aRepeatedPayloadIsNoticed() {
        add(1, 1);
        add(1, 1);

        assertThat(deliveries.fault()).isEqualTo("sender 1: payload 1 after 1");
    }

    @Test
    void anAlteredPayloadIsNoticed() {
        byte[] payload = Deliveries.payload(0, 1, LENGTH);
        payload[LENGTH - 1]++;
        deliveries.add(payload);

        assertThat(deliveries.fault()).contains("altered");
    }

    @Test
    void aPayloadOfAnotherLengthOrOfNobodyIsNoticed() {
        deliveries.add(new byte[3]);
        assertThat(deliveries.fault()).contains("3 bytes");

        Deliveries differing = new Deliveries(new int[] {LENGTH, 2 * LENGTH});
        differing.add(Deliveries.payload(0, 1, LENGTH));
        differing.add(Deliveries.payload(1, 1, 2 * LENGTH));
        assertThat(differing.fault()).isEmpty();
        differing.add(Deliveries.payload(1, 2, LENGTH));
        assertThat(differing.fault()).contains("64 bytes instead of 128");

        Deliveries others = new Deliveries(new int[] {LENGTH, LENGTH});
        others.add(Deliveries.payload(2, 1, LENGTH));
        assertThat(others.fault()).contains("sender 2");
    }

    @Test
    void theDigestTellsOrdersApart() {
        Deliveries others = new Deliveries(new int[] {LENGTH, LENGTH});
        add(0, 1);
        add(1, 1);
        others.add(Deliveries.payload(1, 1, LENGTH));
        others.add(Deliveries.payload(0, 1, LENGTH));

        assertThat(deliveries.digest()).isNotEqualTo(others.digest());
    }

    @Test
    void whoIsGivenAStateGoesOnAsIfItHadBeenDeliveredWhatLedToIt() throws Exception {
        Deliveries behind = new Deliveries(new int[] {LENGTH, LENGTH});
        behind.add(Deliveries.payload(0, 1, LENGTH));
        add(0, 1);
        add(1, 1);
        add(1, 2);
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        deliveries.write(new DataOutputStream(state));

        behind.read(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
        behind.add(Deliveries.payload(0, 2, LENGTH));
        add(0, 2);

        assertThat(behind.fault()).isEmpty();
        assertThat(behind.count()).isEqualTo(4);
        assertThat(behind.digest()).isEqualTo(deliveries.digest());
    }

    private void add(int sender, long number) {
        deliveries.add(Deliveries.payload(sender, number, LENGTH));
    }
}
