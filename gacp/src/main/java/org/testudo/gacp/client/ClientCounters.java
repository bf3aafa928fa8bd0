package org.testudo.gacp.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts; safe for use by several threads. */
final class ClientCounters {
    private final Map<ClientCounter, LongAdder> counters = new EnumMap<>(ClientCounter.class);

    ClientCounters() {
        for (ClientCounter each : ClientCounter.values()) counters.put(each, new LongAdder());
    }

    void count(ClientCounter counter) {
        counters.get(counter).increment();
    }

    Map<ClientCounter, Long> snapshot() {
        Map<ClientCounter, Long> values = new EnumMap<>(ClientCounter.class);
        counters.forEach((counter, value) -> values.put(counter, value.sum()));
        return values;
    }
}
