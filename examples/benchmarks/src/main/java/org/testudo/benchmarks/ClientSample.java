package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one run of so many sessions gave.
 *
 * @param sessions that asked
 * @param payload bytes of the value that an operation wrote
 * @param operations answered a second, to all sessions
 * @param p50Millis from asking to the answer
 * @param p99Millis the same, for the slowest hundredth
 * @param memberCpuMicros CPU time of all members together for one operation, in microseconds
 * @param clientCpuMicros that of the clients' process
 * @param memberHeapMb heap in use after a full collection, at the member with the most, in MiB
 * @param clientHeapMb that of the clients' process
 * @param repeated how often all members were asked again, since no answer had come in time, by operation
 * @param views that began meanwhile: each is proved and confirmed to every session, so where there are any, members were
 *     without a processor for long, and the run measures that
 * @param fault why the run counts as failed; empty if it does not
 */
record ClientSample(
        int sessions,
        int payload,
        double operations,
        double p50Millis,
        double p99Millis,
        double memberCpuMicros,
        double clientCpuMicros,
        double memberHeapMb,
        double clientHeapMb,
        double repeated,
        long views,
        String fault) {
    /**
     * What was measured from begin to end.
     *
     * @param begin what the clients' process said of its clocks
     * @param memberNanos CPU time of all members together
     * @param views how many began, at the member that saw the most
     */
    record Window(JsonNode begin, JsonNode end, double memberNanos, long views) {}

    /** From what the processes said after it. */
    static ClientSample of(
            int sessions, int payload, Window window, JsonNode stopped, JsonNode memberHeap, JsonNode clientHeap) {
        long answered = stopped.get("answered").asLong();
        String fault = stopped.get("fault").asText();
        return new ClientSample(
                sessions,
                payload,
                answered * 1e9 / Sample.difference(window.begin, window.end, "nanos"),
                stopped.get("p50Nanos").asLong() / 1e6,
                stopped.get("p99Nanos").asLong() / 1e6,
                answered == 0 ? 0 : window.memberNanos / answered / 1e3,
                answered == 0 ? 0 : Sample.difference(window.begin, window.end, "cpuNanos") / answered / 1e3,
                memberHeap.get("used").asLong() / (double) (1 << 20),
                clientHeap.get("used").asLong() / (double) (1 << 20),
                answered == 0 ? 0 : Sample.difference(window.begin, window.end, "repeated") / answered,
                window.views,
                answered == 0 && fault.isEmpty() ? "nothing was answered in the window" : fault);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sessions", sessions);
        map.put("payload", payload);
        map.put("opsPerSecond", Sample.round(operations));
        map.put("p50Millis", Sample.round(p50Millis));
        map.put("p99Millis", Sample.round(p99Millis));
        map.put("memberCpuMicrosPerOp", Sample.round(memberCpuMicros));
        map.put("clientCpuMicrosPerOp", Sample.round(clientCpuMicros));
        map.put("memberHeapMb", Sample.round(memberHeapMb));
        map.put("clientHeapMb", Sample.round(clientHeapMb));
        map.put("repeatedPerOp", Sample.round(repeated));
        map.put("views", views);
        map.put("verified", fault.isEmpty());
        if (!fault.isEmpty()) map.put("fault", fault);
        return map;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%4d sessions %6d B %8.0f ops/s  p50 %7.2f ms  p99 %7.2f ms  CPU us/op: members %7.1f, clients %7.1f"
                        + "  heap MiB: member %6.1f, clients %6.1f  repeated %.2f  views %d%s",
                sessions,
                payload,
                operations,
                p50Millis,
                p99Millis,
                memberCpuMicros,
                clientCpuMicros,
                memberHeapMb,
                clientHeapMb,
                repeated,
                views,
                fault.isEmpty() ? "" : "  FAILED: " + fault);
    }
}
