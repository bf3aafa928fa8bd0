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
import java.util.Objects;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the total order beside the one of JGroups, in turns. */
@Command(
        name = "abcast",
        description = {
            "Measure Testudo's total order beside JGroups' SEQUENCER, in turns, on loopback: with TLS client authentication,"
                    + " without, and with it but directly above GMS.",
            "Exit status 1 if in any run members disagree on the order, or anything was lost, repeated or altered."
        })
final class AbcastCommand implements Callable<Integer> {
    private static final List<String> JAVA = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

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

    @Option(
            names = "--against",
            defaultValue = "sequencer",
            paramLabel = "PEER",
            description = "sequencer for all three, sequencer-tls, sequencer-plain, sequencer-on-gms, or none"
                    + " (default: ${DEFAULT-VALUE}).")
    private String against = "sequencer";

    @Option(names = "--json", description = "Print a JSON object for each run and a summary, instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        check("--payload", payload, Deliveries.LEAST_PAYLOAD, 60_000);
        check("--senders", senders, 1, 1_000);
        check("--outstanding", outstanding, 1, 256);
        checkTogether();
        check("--seconds", seconds, 1, 3_600);
        check("--warmup", warmup, 0, 3_600);
        check("--rounds", rounds, 1, 100);
        List<Side> sides = Side.against(against);
        Map<Side, List<Sample>> samples = new EnumMap<>(Side.class);
        for (int round = 1; round <= rounds; round++) {
            for (Side side : sides) {
                Sample sample = run(side);
                System.err.println("round " + round + " of " + rounds + ": " + line(side, sample));
                if (json) System.out.println(write(object(side, round, sample)));
                samples.computeIfAbsent(side, it -> new ArrayList<>()).add(sample);
            }
        }
        return report(samples);
    }

    /** A member refuses what is beyond its bound; a sender here is never refused. */
    private void checkTogether() {
        long each = (senders + Stage.MEMBERS.size() - 1L) / Stage.MEMBERS.size() * outstanding;
        if (each <= 4_096 && each * payload <= 8L << 20) return;
        throw new TestudoException(
                "--senders " + senders + " --outstanding " + outstanding + " --payload " + payload + ": " + each
                        + " payloads of a member outstanding are more than 4,096, or than 8 MiB; give less of one");
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
            Sample sample = Sample.of(begin, end, fleet.ask("settle " + sent, "settled"), sent);
            return sample.withHeaps(fleet.ask("heap", "heap"));
        }
    }

    private int report(Map<Side, List<Sample>> samples) {
        Map<Side, Sample> medians = new EnumMap<>(Side.class);
        samples.forEach((side, its) -> medians.put(side, Sample.median(its)));
        boolean ok = medians.values().stream().allMatch(it -> it.fault().isEmpty());
        Map<String, Object> summary = summary(medians);
        summary.put("ok", ok);
        if (json) {
            System.out.println(write(summary));
        } else {
            medians.forEach((side, median) -> System.out.println(line(side, median)));
            summary.forEach((key, value) -> {
                if (key.startsWith("ratio")) System.out.println(key + " " + value + " (medians of " + rounds + ")");
            });
        }
        return ok ? 0 : 1;
    }

    private Map<String, Object> object(Side side, int round, Sample sample) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "run");
        object.put("side", side.toString());
        object.put("round", round);
        object.putAll(sample.toMap());
        return object;
    }

    private Map<String, Object> summary(Map<Side, Sample> medians) {
        Sample testudo = Objects.requireNonNull(medians.get(Side.TESTUDO));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", "summary");
        all.put("benchmark", "abcast");
        all.put("payload", payload);
        all.put("senders", senders);
        all.put("outstanding", outstanding);
        all.put("seconds", seconds);
        all.put("warmup", warmup);
        all.put("rounds", rounds);
        all.putAll(machine());
        medians.forEach((side, median) -> {
            if (side.peer()) all.put(side.ratio(), Math.round(testudo.operations() / median.operations() * 1e4) / 1e4);
        });
        all.put("deliveredPerSecond", Sample.round(testudo.operations()));
        all.put("p50Ms", Sample.round(testudo.p50Millis()));
        all.put("p99Ms", Sample.round(testudo.p99Millis()));
        all.put("cpuMicrosPerDelivery", Sample.round(testudo.cpuMicros() / Stage.MEMBERS.size()));
        all.put("maxHeapMb", Sample.round(testudo.heapMb()));
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
                "%-16s %8.0f ops/s  p50 %7.2f ms  p99 %7.2f ms  %7.1f CPU us/op%s",
                side,
                sample.operations(),
                sample.p50Millis(),
                sample.p99Millis(),
                sample.cpuMicros(),
                sample.fault().isEmpty() ? "" : "  FAILED: " + sample.fault());
    }
}
