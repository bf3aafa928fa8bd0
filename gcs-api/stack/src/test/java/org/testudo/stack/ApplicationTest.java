package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;

/** What a faulty member has ordered in place of payloads: the same becomes of it at every member, and it costs little. */
class ApplicationTest {
    private static final Origin BOB = Origin.of(new MemberId("bob"), TestKeys.statementKey(new MemberId("bob")), 1);

    private final List<Delivery> delivered = new ArrayList<>();
    private final GroupListener listener = new GroupListener() {
        @Override
        public void onDelivery(Delivery delivery) {
            delivered.add(delivery);
            if (delivery.payload().length == 0) throw new IllegalStateException("an application that expects a byte");
        }
    };
    private final Application application = new Application(Optional.empty(), listener, 100);
    private final Outstanding outstanding = new Outstanding(BOB, new Outstanding.Limits(1, 1), body -> true);

    private void execute(byte[]... bodies) {
        Request[] requests = new Request[bodies.length];
        for (int i = 0; i < bodies.length; i++) {
            requests[i] = new Request(BOB, i + 1, RequestClass.APPLICATION, bodies[i]);
        }
        application.execute(Views.slot(1, 0, requests), outstanding);
    }

    private static byte[] bundle(int payloads, int length) {
        return Bundle.encode(Collections.nCopies(payloads, new byte[length]));
    }

    @Test
    void whatIsNoBundleTakesNoPlaceAndTheRestIsDelivered() {
        execute(bundle(2, 1), new byte[] {1, 2, 3}, bundle(Bundle.MOST + 1, 0), bundle(0, 0), bundle(1, 1));

        assertThat(delivered).extracting(Delivery::position).containsExactly(0, 1, 2);
        assertThat(delivered).extracting(Delivery::number).containsExactly(1L, 1L, 5L);
        assertThat(application.executed()).isEqualTo(3);
    }

    @Test
    void payloadThatTheListenerDoesNotBearStopsNothing() {
        execute(bundle(Bundle.MOST, 0), bundle(1, 1));

        assertThat(delivered).hasSize(Bundle.MOST + 1);
    }
}
