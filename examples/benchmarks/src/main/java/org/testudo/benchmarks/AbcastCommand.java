package org.testudo.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.testudo.api.FaultModel;
import org.testudo.api.TestudoException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");
    static final List<String> JAVA = List.of("-Xms512m", "-Xmx512m", "-XX:+UseParallelGC");

    @Option(
            names = "--payload",
            defaultValue = "1024",
            paramLabel = "BYTES",
            description = "Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Mixin
    private final Senders senders = new Senders(100, 16);

    @Mixin
    private final Rounds rounds = new Rounds(20);

    @Option(
            names = "--against",
            defaultValue = "sequencer",
            paramLabel = "PEER",
            description = "sequencer for all three, sequencer-tls, sequencer-plain, sequencer-on-gms, testudo-crash,"
                    + " testudo-journal, testudo-crash-journal, or none (default: ${DEFAULT-VALUE}).")
    private String against = "sequencer";

    @Option(
            names = "--fault-model",
            defaultValue = "byzantine",
            paramLabel = "MODEL",
            description = "Of Testudo: byzantine or crash; then the side is testudo-crash, and --against may be testudo"
                    + " (default: ${DEFAULT-VALUE}).")
    private String faultModel = "byzantine";

    @Option(
            names = "--journal",
            defaultValue = "none",
            paramLabel = "KIND",
            description =
                    "Of Testudo: none or file; with file each member writes to the disk what it must not forget before it"
                            + " says so, the side is testudo-journal, and --against may be testudo (default: ${DEFAULT-VALUE}).")
    private String journal = "none";

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Where a folder for the journals and all else is made for the time of a run; on a disk if there are"
                            + " journals (default: where temporary files are).")
    private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--members",
            split = ",",
            defaultValue = "4",
            paramLabel = "N",
            description =
                    "Sizes of the group, one after the other, 4 to 10, such as 4,7,10; f is as large as each allows"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> members = List.of(4);

    @Option(
            names = "--grow-senders",
            description =
                    "With several sizes: --senders are those of the first, and each member of the others has as many as"
                            + " a member of that; else all have --senders together.")
    private boolean growSenders;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws IOException {
        check("--payload", payload, Deliveries.LEAST_PAYLOAD, 60_000);
        senders.check(1, 1_000, 256);
        rounds.check();
        members = members.stream().distinct().toList();
        for (int each : members) check("--members", each, 4, Stage.MOST_MEMBERS);
        for (int each : members) check("--senders of " + each + " members:", sendersOf(each), 1, 1_000);
        checkTogether();
        Side measured = Side.of(model(), journaling());
        List<Side> sides = Side.against(against, measured);
        if (sides.stream().anyMatch(Side::journal)) checkDisk();
        Map<Integer, Map<Side, List<Sample>>> samples = new LinkedHashMap<>();
        for (int round = 1; round <= rounds.count(); round++) {
            for (int size : members) {
                for (Side side : sides) {
                    Sample sample = run(side, size);
                    System.err.println("round " + round + " of " + rounds.count() + ", " + size + " members: "
                            + line(side, sample));
                    output.tell(object(side, size, round, sample));
                    samples.computeIfAbsent(size, it -> new EnumMap<>(Side.class))
                            .computeIfAbsent(side, it -> new ArrayList<>())
                            .add(sample);
                }
            }
        }
        Map<Integer, Map<Side, Sample>> medians = new LinkedHashMap<>();
        samples.forEach((size, bySide) -> {
            Map<Side, Sample> its = medians.computeIfAbsent(size, it -> new EnumMap<>(Side.class));
            bySide.forEach((side, all) -> its.put(side, Sample.median(all)));
        });
        return report(measured, medians);
    }

    /** A member refuses what is beyond its bound; a sender here is never refused. */
    private void checkTogether() {
        long each = senders.outstandingAt(Collections.min(members));
        if (each <= 4_096 && each * payload <= 8L << 20) return;
        throw new TestudoException(senders + " --payload " + payload + ": " + each
                + " payloads of a member outstanding are more than 4,096, or than 8 MiB; give less of one");
    }

    static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new TestudoException(option + " " + value + ": give " + least + " to " + most);
        }
    }

    private FaultModel model() {
        for (FaultModel each : FaultModel.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(faultModel)) return each;
        }
        throw new TestudoException("--fault-model " + faultModel + ": give byzantine or crash");
    }

    private boolean journaling() {
        if (journal.equals("file") || journal.equals("none")) return journal.equals("file");
        throw new TestudoException("--journal " + journal + ": give none or file");
    }

    /** A journal in memory would be fast, and prove nothing. */
    private void checkDisk() throws IOException {
        if (!Files.isDirectory(directory)) throw new TestudoException("--directory " + directory + " is no folder");
        String type = Files.getFileStore(directory).type();
        if (!IN_MEMORY.contains(type)) return;
        throw new TestudoException(
                "--directory " + directory + " is in memory (" + type + "): give a folder on a disk");
    }

    private int sendersOf(int size) {
        return growSenders ? senders.growing(size, members.get(0)) : senders.count();
    }

    private Sample run(Side side, int size) throws IOException {
        List<String> options = Stream.concat(
                        Stream.of("--payload", "" + payload), senders.options(sendersOf(size)).stream())
                .toList();
        try (Fleet fleet =
                Fleet.start(Stage.create(Stage.Plan.of(size, Stage.ROOMY).as(side, directory)), side, JAVA, options)) {
            fleet.tell("send");
            WarmUp.of(fleet, rounds.warmingUp());
            List<JsonNode> begin = fleet.ask("mark", "mark");
            fleet.pauseUntilDelivered(rounds.length());
            List<JsonNode> end = fleet.ask("mark", "mark");
            long sent = fleet.ask("stop", "stopped").stream()
                    .mapToLong(it -> it.get("sent").asLong())
                    .sum();
            Sample sample = Sample.of(begin, end, fleet.ask("settle " + sent, "settled"), sent);
            return sample.withHeaps(fleet.ask("heap", "heap"));
        }
    }

    private int report(Side measured, Map<Integer, Map<Side, Sample>> medians) throws IOException {
        boolean ok = medians.values().stream()
                .flatMap(it -> it.values().stream())
                .allMatch(it -> it.fault().isEmpty());
        Map<String, Object> summary = summary(measured, medians);
        summary.put("ok", ok);
        output.tell(summary);
        output.draw();
        if (!output.json()) {
            medians.forEach((size, its) -> its.forEach((side, median) ->
                    System.out.println(String.format(Locale.ROOT, "n=%-3d ", size) + line(side, median))));
            summary.forEach((key, value) -> {
                if (key.startsWith("ratio"))
                    System.out.println(key + " " + value + " (medians of " + rounds.count() + ")");
            });
            if (members.size() > 1) System.out.println("cpuGrowth " + summary.get("cpuGrowth"));
        }
        return ok ? 0 : 1;
    }

    private Map<String, Object> object(Side side, int size, int round, Sample sample) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "run");
        object.put("side", side.toString());
        object.put("members", size);
        object.put("senders", sendersOf(size));
        object.put("round", round);
        object.putAll(sample.toMap());
        return object;
    }

    /** Ratios and figures are those of the first size; what the others cost is told beside them. */
    private Map<String, Object> summary(Side measured, Map<Integer, Map<Side, Sample>> medians) {
        int size = members.get(0);
        Map<Side, Sample> first = Objects.requireNonNull(medians.get(size));
        Sample testudo = Objects.requireNonNull(first.get(measured));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", "summary");
        all.put("benchmark", "abcast");
        all.put("side", measured.toString());
        all.put("members", size);
        all.put("payload", payload);
        senders.tell(all);
        all.put("seconds", rounds.seconds());
        all.put("warmup", rounds.warmup());
        all.put("rounds", rounds.count());
        all.putAll(machine());
        first.forEach((side, median) -> {
            if (side != measured)
                all.put(measured.ratioTo(side), Math.round(testudo.operations() / median.operations() * 1e4) / 1e4);
        });
        all.put("deliveredPerSecond", Sample.round(testudo.operations()));
        all.put("p50Ms", Sample.round(testudo.p50Millis()));
        all.put("p99Ms", Sample.round(testudo.p99Millis()));
        all.put("cpuMicrosPerDelivery", Sample.round(testudo.cpuMicros() / size));
        all.put("maxHeapMb", Sample.round(testudo.heapMb()));
        if (medians.size() > 1) {
            Map<Integer, Double> cpu = new LinkedHashMap<>();
            medians.forEach((n, its) ->
                    cpu.put(n, Objects.requireNonNull(its.get(measured)).cpuMicros() / n));
            all.put("cpuMicrosPerDeliveryByMembers", cpu);
            all.put("cpuGrowth", Sample.round(growth(cpu)));
        }
        return all;
    }

    /**
     * How the CPU time of one delivery at one member grows from the smallest group to the largest, by how the group grows:
     * 1 if just like n, less if slower.
     */
    static double growth(Map<Integer, Double> cpuByMembers) {
        int least = Collections.min(cpuByMembers.keySet());
        int most = Collections.max(cpuByMembers.keySet());
        double cost = Objects.requireNonNull(cpuByMembers.get(most)) / Objects.requireNonNull(cpuByMembers.get(least));
        return cost / ((double) most / least);
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
