package org.testudo.benchmarks.plots;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The pictures of one benchmark, from the objects that it told, by their names. */
public final class Plots {
    private static final List<String> FIGURES = List.of("run", "minute");

    private final Map<String, Chart> charts = new LinkedHashMap<>();

    private Plots() {}

    /** @param told one benchmark's objects, of which the summary says which it is; of others nothing is drawn */
    public static Plots of(List<JsonNode> told) {
        Plots plots = new Plots();
        List<JsonNode> figures =
                where(told, it -> FIGURES.contains(it.path("type").asText()));
        if (figures.isEmpty()) return plots;
        for (JsonNode each : told) {
            switch (each.path("benchmark").asText()) {
                case "abcast" -> plots.abcast(figures);
                case "faults" -> plots.faults(figures);
                case "heap" -> plots.heap(figures);
                case "clients" -> plots.clients(figures);
                case "detector" -> plots.detector(figures);
                default -> {}
            }
        }
        return plots;
    }

    /** Of its pictures, without the ending of their files. */
    public Set<String> names() {
        return new LinkedHashSet<>(charts.keySet());
    }

    /** The same pictures, with this at the end of each name. */
    public Plots named(String suffix) {
        Plots renamed = new Plots();
        charts.forEach((name, chart) -> renamed.charts.put(name + suffix, chart));
        return renamed;
    }

    /** Writes each as a file of its name; the folder is made if there is none. */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, Chart> each : charts.entrySet()) {
            files.add(Files.writeString(
                    folder.resolve(each.getKey() + ".svg"), each.getValue().svg()));
        }
        return files;
    }

    private void abcast(List<JsonNode> runs) {
        List<Integer> sizes = integers(runs, "members");
        List<String> sides = texts(runs, "side");
        List<JsonNode> first = where(runs, it -> it.path("members").asInt() == sizes.get(0));
        List<Bars.Bar> rates = new ArrayList<>();
        List<Bars.Bar> latencies = new ArrayList<>();
        for (String side : sides) {
            List<JsonNode> its = where(first, it -> it.path("side").asText().equals(side));
            rates.add(new Bars.Bar(side, "", median(its, "opsPerSecond")));
            latencies.add(new Bars.Bar(side, "p50", median(its, "p50Millis")));
            latencies.add(new Bars.Bar(side, "p99", median(its, "p99Millis")));
        }
        String of = " (" + sizes.get(0) + " members)";
        charts.put("abcast-throughput", new Bars("Payloads delivered at every member" + of, "1/s", rates));
        charts.put("abcast-latency", new Bars("From sending to the own delivery" + of, "ms", latencies));
        if (sizes.size() > 1) charts.put("abcast-cpu", cpuByMembers(runs, sizes, sides));
    }

    private static Chart cpuByMembers(List<JsonNode> runs, List<Integer> sizes, List<String> sides) {
        List<Lines.Line> lines = new ArrayList<>();
        for (String side : sides) {
            List<Lines.Point> points = new ArrayList<>();
            for (int size : sizes) {
                List<JsonNode> its = where(
                        runs,
                        it -> it.path("side").asText().equals(side)
                                && it.path("members").asInt() == size);
                points.add(new Lines.Point(size, median(its, "cpuMicrosPerOp") / size));
            }
            lines.add(new Lines.Line(side, points));
            Lines.Point least = points.get(0);
            List<Lines.Point> likeN = sizes.stream()
                    .map(n -> new Lines.Point(n, least.y() / least.x() * n))
                    .toList();
            lines.add(new Lines.Line(side + " if like n", likeN));
        }
        List<Lines.Tick> ticks =
                sizes.stream().map(n -> new Lines.Tick(n, "" + n)).toList();
        return new Lines("CPU time of one delivery at one member", "members", "us", ticks, List.of(), lines);
    }

    /** One picture of each kind, of its first run. */
    private void faults(List<JsonNode> runs) {
        for (String kind : texts(runs, "kind")) {
            JsonNode timeline = where(runs, it -> it.path("kind").asText().equals(kind))
                    .get(0)
                    .path("timeline");
            if (timeline.isMissingNode()) continue;
            double step = timeline.path("stepMs").asDouble() / 1_000;
            List<Lines.Point> points = new ArrayList<>();
            for (JsonNode each : timeline.path("delivered")) {
                points.add(new Lines.Point((points.size() + 0.5) * step, each.asLong() / step));
            }
            Lines.Tick fault = new Lines.Tick(timeline.path("faultAtMs").asDouble() / 1_000, kind);
            List<Lines.Line> lines = List.of(new Lines.Line("one member", points));
            charts.put(
                    "faults-" + kind,
                    new Lines("Payloads delivered: " + kind, "seconds", "1/s", List.of(), List.of(fault), lines));
        }
    }

    private void heap(List<JsonNode> minutes) {
        List<Lines.Line> lines = new ArrayList<>();
        for (int member = 0; member < minutes.get(0).path("heapMb").size(); member++) {
            List<Lines.Point> points = new ArrayList<>();
            for (JsonNode each : minutes) {
                points.add(new Lines.Point(
                        each.path("minute").asDouble(),
                        each.path("heapMb").get(member).asDouble()));
            }
            lines.add(new Lines.Line("member " + (member + 1), points));
        }
        charts.put("heap", new Lines("Heap after a full collection", "minutes", "MB", List.of(), List.of(), lines));
    }

    private void clients(List<JsonNode> runs) {
        charts.put("clients-throughput", bySessions("Operations answered", "1/s", runs, "opsPerSecond"));
        charts.put("clients-p50", bySessions("From asking to the answer, p50", "ms", runs, "p50Millis"));
        charts.put("clients-p99", bySessions("From asking to the answer, p99", "ms", runs, "p99Millis"));
        charts.put(
                "clients-cpu", bySessions("CPU time of all members by operation", "us", runs, "memberCpuMicrosPerOp"));
    }

    /** One picture of each kind of delays: what a setting costs, and what it is worth. */
    private void detector(List<JsonNode> runs) {
        for (String delays : texts(runs, "delays")) {
            List<JsonNode> its = where(runs, it -> it.path("delays").asText().equals(delays));
            List<Lines.Line> lines = new ArrayList<>();
            for (String bound : texts(its, "bound")) {
                List<Lines.Point> points = where(
                                its, it -> it.path("bound").asText().equals(bound))
                        .stream()
                        .map(it -> new Lines.Point(
                                it.path("detectionMeanMs").asDouble() / 1_000,
                                it.path("mistakesPerHour").asDouble()))
                        .toList();
                lines.add(new Lines.Line(bound + " bound", points));
            }
            String title = "Mistakes against time to detection: " + delays;
            charts.put("detector-" + delays, Lines.ofPowers(title, "seconds to detection", "mistakes an hour", lines));
        }
    }

    /** The numbers of sessions are as far from each other as they would be on a logarithmic scale, more or less: equally. */
    private static Chart bySessions(String title, String unit, List<JsonNode> runs, String figure) {
        List<Integer> sessions = integers(runs, "sessions").stream().sorted().toList();
        List<Lines.Tick> ticks = new ArrayList<>();
        for (int each : sessions) ticks.add(new Lines.Tick(ticks.size(), "" + each));
        List<Lines.Line> lines = new ArrayList<>();
        for (int payload : integers(runs, "payload")) {
            List<Lines.Point> points = new ArrayList<>();
            for (int i = 0; i < sessions.size(); i++) {
                int count = sessions.get(i);
                List<JsonNode> its = where(
                        runs,
                        it -> it.path("payload").asInt() == payload
                                && it.path("sessions").asInt() == count);
                points.add(new Lines.Point(i, median(its, figure)));
            }
            lines.add(new Lines.Line(payload + " bytes", points));
        }
        return new Lines(title, "sessions", unit, ticks, List.of(), lines);
    }

    private static List<JsonNode> where(List<JsonNode> runs, Predicate<JsonNode> which) {
        return runs.stream().filter(which).toList();
    }

    private static List<Integer> integers(List<JsonNode> runs, String field) {
        return runs.stream().map(it -> it.path(field).asInt()).distinct().toList();
    }

    private static List<String> texts(List<JsonNode> runs, String field) {
        return runs.stream().map(it -> it.path(field).asText()).distinct().toList();
    }

    private static double median(List<JsonNode> runs, String figure) {
        double[] sorted = runs.stream()
                .mapToDouble(it -> it.path(figure).asDouble())
                .sorted()
                .toArray();
        if (sorted.length == 0) return 0;
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
