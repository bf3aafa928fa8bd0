package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what a group costs that has nothing to do. */
@Command(
        name = "idle",
        description = {
            "Measure CPU time and heap of four members that have nothing to do.",
            "Exit status 1 if a member is above a limit."
        })
final class IdleCommand implements Callable<Integer> {
    /** As the launcher starts a member. */
    private static final List<String> JAVA =
            List.of("-XX:+UseSerialGC", "-Xshare:auto", "-Xms32m", "-Xmx512m", "-XX:-UsePerfData");

    @Option(
            names = "--seconds",
            defaultValue = "60",
            paramLabel = "S",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "600",
            paramLabel = "S",
            description = "Before it, for the JIT compiler to settle (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--max-cpu-percent",
            defaultValue = "1",
            paramLabel = "P",
            description = "Of one core, for each member (default: ${DEFAULT-VALUE}).")
    private double maxCpu;

    @Option(
            names = "--max-heap-mb",
            defaultValue = "150",
            paramLabel = "MB",
            description = "In use after a collection, for each member (default: ${DEFAULT-VALUE}).")
    private double maxHeap;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        AbcastCommand.check("--seconds", seconds, 1, 86_400);
        AbcastCommand.check("--warmup", warmup, 0, 3_600);
        List<Map<String, Object>> members = measure();
        boolean ok = members.stream().allMatch(this::withinLimits);
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("benchmark", "idle");
            all.put("seconds", seconds);
            all.putAll(AbcastCommand.machine());
            all.put("members", members);
            all.put("maxCpuPercent", maxCpu);
            all.put("maxHeapMb", maxHeap);
            all.put("ok", ok);
            System.out.println(AbcastCommand.write(all));
        } else {
            members.forEach(each -> System.out.println(line(each)));
            System.out.println(ok ? "within the limits" : "above the limits");
        }
        return ok ? 0 : 1;
    }

    private List<Map<String, Object>> measure() throws IOException {
        try (Fleet fleet = Fleet.start(Side.TESTUDO, JAVA, List.of())) {
            System.err.println("idle: the group is in service; " + warmup + " s of warm-up");
            fleet.pause(Duration.ofSeconds(warmup));
            System.err.println("idle: measuring for " + seconds + " s");
            List<JsonNode> begin = fleet.ask("mark", "mark");
            fleet.pause(Duration.ofSeconds(seconds));
            List<JsonNode> end = fleet.ask("mark", "mark");
            List<JsonNode> heap = fleet.ask("heap", "heap");
            List<Map<String, Object>> members = new ArrayList<>();
            for (int i = 0; i < heap.size(); i++) {
                members.add(member(fleet.stage().members().get(i), begin.get(i), end.get(i), heap.get(i)));
            }
            return members;
        }
    }

    private static Map<String, Object> member(String name, JsonNode begin, JsonNode end, JsonNode heap) {
        double cpu =
                (double) end.get("cpuNanos").asLong() - begin.get("cpuNanos").asLong();
        double time = (double) end.get("nanos").asLong() - begin.get("nanos").asLong();
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("member", name);
        member.put("cpuPercent", Sample.round(100 * cpu / time));
        member.put("heapUsedMb", Sample.round(heap.get("used").asLong() / 1e6));
        member.put("heapCommittedMb", Sample.round(heap.get("committed").asLong() / 1e6));
        return member;
    }

    private boolean withinLimits(Map<String, Object> member) {
        return (double) member.get("cpuPercent") < maxCpu && (double) member.get("heapUsedMb") < maxHeap;
    }

    private static String line(Map<String, Object> member) {
        return String.format(
                Locale.ROOT,
                "%-6s %6.2f %% of a core  heap %6.1f MB in use, %6.1f MB committed",
                member.get("member"),
                member.get("cpuPercent"),
                member.get("heapUsedMb"),
                member.get("heapCommittedMb"));
    }
}
