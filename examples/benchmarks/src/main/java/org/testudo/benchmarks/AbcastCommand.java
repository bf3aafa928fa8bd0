package org.testudo.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the total order beside the one of JGroups, in turns. */
@Command(
        name = "abcast",
        description = {
            "Measure Testudo's total order beside JGroups' SEQUENCER with TLS client authentication, in turns, on loopback.",
            "Exit status 1 if in any run members disagree on the order, or anything was lost, repeated or altered."
        })
final class AbcastCommand implements Callable<Integer> {
    private static final List<String> JAVA = List.of("-Xms3g", "-Xmx3g", "-XX:+UseParallelGC");

    @Option(
            names = "--payload",
            defaultValue = "1024",
            paramLabel = "BYTES",
            description = "Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(
            names = "--senders",
            defaultValue = "100",
            paramLabel = "N",
            description = "Threads that send, spread over the members (default: ${DEFAULT-VALUE}).")
    private int senders;

    @Option(
            names = "--outstanding",
            defaultValue = "16",
            paramLabel = "N",
            description = "Payloads that a sender may have sent and not been delivered (default: ${DEFAULT-VALUE}).")
    private int outstanding;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "S",
            description = "Length of a run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "20",
            paramLabel = "S",
            description = "Before each run (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "Runs of each side (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        check("--payload", payload, Deliveries.LEAST_PAYLOAD, 60_000);
        check("--senders", senders, 1, 1_000);
        check("--outstanding", outstanding, 1, 256);
        check("--seconds", seconds, 1, 3_600);
        check("--warmup", warmup, 0, 3_600);
        check("--rounds", rounds, 1, 100);
        Map<Side, List<Sample>> samples = new EnumMap<>(Side.class);
        for (int round = 1; round <= rounds; round++) {
            for (Side side : Side.values()) {
                Sample sample = run(side);
                System.err.println("round " + round + " of " + rounds + ": " + line(side, sample));
                samples.computeIfAbsent(side, it -> new ArrayList<>()).add(sample);
            }
        }
        return report(samples);
    }

    static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new TestudoException(option + " " + value + ": give " + least + " to " + most);
        }
    }

    private Sample run(Side side) throws IOException {
        List<String> options =
                List.of("--payload", "" + payload, "--senders", "" + senders, "--outstanding", "" + outstanding);
        try (Fleet fleet = Fleet.start(side, JAVA, options)) {
            fleet.tell("send");
            fleet.pause(Duration.ofSeconds(warmup));
            List<JsonNode> begin = fleet.ask("mark", "mark");
            fleet.pause(Duration.ofSeconds(seconds));
            List<JsonNode> end = fleet.ask("mark", "mark");
            long sent = fleet.ask("stop", "stopped").stream()
                    .mapToLong(it -> it.get("sent").asLong())
                    .sum();
            return Sample.of(begin, end, fleet.ask("settle " + sent, "settled"), sent);
        }
    }

    private int report(Map<Side, List<Sample>> samples) {
        Sample testudo = Sample.median(samples.getOrDefault(Side.TESTUDO, List.of()));
        Sample sequencer = Sample.median(samples.getOrDefault(Side.SEQUENCER, List.of()));
        double ratio = testudo.operations() / sequencer.operations();
        boolean ok = testudo.fault().isEmpty() && sequencer.fault().isEmpty();
        if (json) {
            Map<String, Object> all = object(samples, Map.of(Side.TESTUDO, testudo, Side.SEQUENCER, sequencer));
            all.put("ratio", Math.round(ratio * 10_000) / 10_000.0);
            all.put("ok", ok);
            System.out.println(write(all));
        } else {
            System.out.println(line(Side.TESTUDO, testudo));
            System.out.println(line(Side.SEQUENCER, sequencer));
            System.out.printf(Locale.ROOT, "ratio %.3f (medians of %d)%n", ratio, rounds);
        }
        return ok ? 0 : 1;
    }

    private Map<String, Object> object(Map<Side, List<Sample>> samples, Map<Side, Sample> medians) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("benchmark", "abcast");
        all.put("payload", payload);
        all.put("senders", senders);
        all.put("outstanding", outstanding);
        all.put("seconds", seconds);
        all.put("warmup", warmup);
        all.put("rounds", rounds);
        all.putAll(machine());
        samples.forEach((side, its) ->
                all.put(side + "Runs", its.stream().map(Sample::toMap).toList()));
        medians.forEach((side, its) -> all.put(side.toString(), its.toMap()));
        return all;
    }

    /** Where it was measured; the load includes this benchmark's own. */
    static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        machine.put("java", Runtime.version().toString());
        machine.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return machine;
    }

    static String write(Map<String, Object> object) {
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts can be written", e);
        }
    }

    private static String line(Side side, Sample sample) {
        return String.format(
                Locale.ROOT,
                "%-9s %8.0f ops/s  p50 %7.2f ms  p99 %7.2f ms  %7.1f CPU us/op%s",
                side,
                sample.operations(),
                sample.p50Millis(),
                sample.p99Millis(),
                sample.cpuMicros(),
                sample.fault().isEmpty() ? "" : "  FAILED: " + sample.fault());
    }
}
