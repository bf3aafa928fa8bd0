package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * What one run of one side gave.
 *
 * @param operations a second, delivered at every member: the least of the members
 * @param p50Millis from sending to the sender's own delivery, over all senders
 * @param p99Millis the same, for the slowest hundredth
 * @param cpuMicros CPU time of all members together for one operation, in microseconds
 * @param heapMb heap in use after a full collection, at the member with the most, in MiB
 * @param fault why the run counts as failed; empty if it does not
 */
record Sample(double operations, double p50Millis, double p99Millis, double cpuMicros, double heapMb, String fault) {
    /** From the members' answers at the begin and end of the window, and after the run. */
    static Sample of(List<JsonNode> begin, List<JsonNode> end, List<JsonNode> settled, long sent) {
        double least = Double.MAX_VALUE;
        double cpu = 0;
        double delivered = Double.MAX_VALUE;
        for (int i = 0; i < begin.size(); i++) {
            double count = difference(begin.get(i), end.get(i), "count");
            delivered = Math.min(delivered, count);
            least = Math.min(least, count * 1e9 / difference(begin.get(i), end.get(i), "nanos"));
            cpu += difference(begin.get(i), end.get(i), "cpuNanos");
        }
        long[] latencies =
                settled.stream().flatMapToLong(Sample::latencies).sorted().toArray();
        return new Sample(
                least,
                percentile(latencies, 50) / 1e6,
                percentile(latencies, 99) / 1e6,
                delivered == 0 ? 0 : cpu / delivered / 1e3,
                0,
                latencies.length == 0 ? "nothing was delivered in the window" : Verdict.of(testimonies(settled), sent));
    }

    /** With what the members say of their heaps. */
    Sample withHeaps(List<JsonNode> heaps) {
        double most = heaps.stream()
                .mapToLong(each -> each.get("used").asLong())
                .max()
                .orElse(0);
        return new Sample(operations, p50Millis, p99Millis, cpuMicros, most / (1 << 20), fault);
    }

    static double difference(JsonNode begin, JsonNode end, String key) {
        return (double) end.get(key).asLong() - begin.get(key).asLong();
    }

    static LongStream latencies(JsonNode settled) {
        JsonNode all = settled.get("latencies");
        return LongStream.range(0, all.size()).map(i -> all.get((int) i).asLong());
    }

    /** What the members said of their deliveries when they had settled. */
    static List<Verdict.Testimony> testimonies(List<JsonNode> settled) {
        List<Verdict.Testimony> all = new ArrayList<>();
        for (JsonNode each : settled) {
            all.add(new Verdict.Testimony(
                    each.get("self").asText(),
                    each.get("count").asLong(),
                    each.get("digest").asText(),
                    each.get("fault").asText()));
        }
        return all;
    }

    /** The nearest rank; zero if there is nothing. */
    static long percentile(long[] sorted, int percent) {
        if (sorted.length == 0) return 0;
        return sorted[(int) Math.max(0, Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Of each figure the median; the first fault that there is. */
    static Sample median(List<Sample> samples) {
        String fault = samples.stream()
                .map(Sample::fault)
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse("");
        return new Sample(
                median(samples, Sample::operations),
                median(samples, Sample::p50Millis),
                median(samples, Sample::p99Millis),
                median(samples, Sample::cpuMicros),
                samples.stream().mapToDouble(Sample::heapMb).max().orElse(0),
                fault);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("opsPerSecond", round(operations));
        map.put("p50Millis", round(p50Millis));
        map.put("p99Millis", round(p99Millis));
        map.put("cpuMicrosPerOp", round(cpuMicros));
        map.put("heapMb", round(heapMb));
        map.put("verified", fault.isEmpty());
        if (!fault.isEmpty()) map.put("fault", fault);
        return map;
    }

    static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
