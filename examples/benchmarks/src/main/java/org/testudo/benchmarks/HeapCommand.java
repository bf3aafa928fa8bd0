package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the heap of members at saturation, and whether it grows. */
@Command(
        name = "heap",
        description = {
            "Measure the heap in use after full collections of four members at saturation with 1 KiB payloads, minute by minute.",
            "Exit status 1 if a member is above the limit or grows more than is allowed, or members disagree."
        })
final class HeapCommand implements Callable<Integer> {
    private static final int SAMPLES = 6;
    private static final int SECOND_MINUTE = 2;

    @Option(
            names = "--minutes",
            defaultValue = "10",
            paramLabel = "N",
            description = "How long, 1 to 1,440 (default: ${DEFAULT-VALUE}); growth is that from minute 2 on.")
    private int minutes;

    @Mixin
    private final Senders senders = new Senders(100, 16);

    @Option(
            names = "--max-heap-mb",
            defaultValue = "256",
            paramLabel = "MB",
            description = "In use after a collection, for each member (default: ${DEFAULT-VALUE}).")
    private double maxHeap;

    @Option(
            names = "--max-growth-percent",
            defaultValue = "5",
            paramLabel = "P",
            description = "Of each member's median of minute 2, until the last (default: ${DEFAULT-VALUE}).")
    private double maxGrowth;

    @Mixin
    private final Output output = new Output();

    /** For the tests. */
    @Option(names = "--seconds-a-minute", defaultValue = "60", hidden = true)
    private int minute;

    @Override
    public Integer call() throws IOException {
        AbcastCommand.check("--minutes", minutes, 3, 1_440);
        senders.check(1, 100, 16);
        try (Fleet fleet = Fleet.start(Side.TESTUDO, AbcastCommand.JAVA, senders.options())) {
            fleet.tell("send");
            long begun = System.nanoTime();
            List<double[]> medians = new ArrayList<>();
            double most = 0;
            for (int i = 1; i <= minutes; i++) {
                double[][] minute = minute(fleet);
                double[] its =
                        Stream.of(minute).mapToDouble(HeapCommand::median).toArray();
                for (double[] each : minute)
                    most = Math.max(most, Arrays.stream(each).max().orElse(0));
                medians.add(its);
                tell(i, its);
            }
            long sent = fleet.ask("stop", "stopped").stream()
                    .mapToLong(it -> it.get("sent").asLong())
                    .sum();
            double seconds = (System.nanoTime() - begun) / 1e9;
            String fault = Verdict.of(Sample.testimonies(fleet.ask("settle " + sent, "settled")), sent);
            return report(most, growthPercent(medians), sent / seconds, fault);
        }
    }

    /** Samples in MB, by member. */
    private double[][] minute(Fleet fleet) {
        double[][] samples = new double[fleet.stage().members().size()][SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            fleet.pause(Duration.ofMillis(minute * 1_000L / SAMPLES));
            List<JsonNode> heaps = fleet.ask("heap", "heap");
            for (int j = 0; j < heaps.size(); j++) {
                samples[j][i] = heaps.get(j).get("used").asLong() / (double) (1 << 20);
            }
        }
        return samples;
    }

    /** The log of decided slots is cut at each checkpoint, so that a single sample tells more of that than of growth. */
    static double median(double[] samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Of the member that grows the most, from minute 2 to the last, in percent. */
    static double growthPercent(List<double[]> medians) {
        double[] begin = medians.get(SECOND_MINUTE - 1);
        double[] end = medians.get(medians.size() - 1);
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < begin.length; i++) most = Math.max(most, 100 * (end[i] - begin[i]) / begin[i]);
        return most;
    }

    private void tell(int number, double[] heaps) {
        if (!output.json()) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "minute %3d: %s MB",
                    number,
                    Arrays.toString(Arrays.stream(heaps).map(Sample::round).toArray())));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "minute");
        object.put("minute", number);
        object.put("heapMb", Arrays.stream(heaps).map(Sample::round).toArray());
        output.tell(object);
    }

    private int report(double most, double growth, double perSecond, String fault) throws IOException {
        boolean ok = most <= maxHeap && growth <= maxGrowth && fault.isEmpty();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("type", "summary");
        summary.put("benchmark", "heap");
        summary.put("minutes", minutes);
        senders.tell(summary);
        summary.putAll(AbcastCommand.machine());
        summary.put("maxHeapMb", Sample.round(most));
        summary.put("growthPercent", Sample.round(growth));
        summary.put("deliveredPerSecond", Sample.round(perSecond));
        summary.put("verified", fault.isEmpty());
        if (!fault.isEmpty()) summary.put("fault", fault);
        summary.put("ok", ok);
        output.tell(summary);
        output.draw();
        if (!output.json()) summary.forEach((key, value) -> System.out.println(key + " " + value));
        return ok ? 0 : 1;
    }
}
