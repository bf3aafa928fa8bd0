package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what clients of a replicated service get that ask for one operation after the other. */
@Command(
        name = "clients",
        description = {
            "Measure a replicated key-value service of four members with default settings as its clients see it: sessions in"
                    + " one process of their own, each asking for its next operation when the last is answered.",
            "Exit status 1 if any answer was wrong or missing."
        })
final class ClientsCommand implements Callable<Integer> {
    private static final String CLIENTS = "clients";
    private static final int MOST_SESSIONS = 500;
    private static final int MOST_PAYLOAD = 60_000;
    /** Opened between two answers of the clients' process, which is given up if it is silent for long. */
    private static final int AT_ONCE = 10;

    @Option(
            names = "--sessions",
            split = ",",
            defaultValue = "1,10,50,200",
            paramLabel = "N",
            description = "How many, one after the other; the most come first (default: ${DEFAULT-VALUE}).")
    private List<Integer> sessions = List.of();

    @Option(
            names = "--payloads",
            split = ",",
            defaultValue = "0,100,1024",
            paramLabel = "BYTES",
            description = "Of the value that an operation writes, and of its answer (default: ${DEFAULT-VALUE}).")
    private List<Integer> payloads = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            paramLabel = "S",
            description = "Length of each run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "60",
            paramLabel = "S",
            description =
                    "At least so long, once, with the most sessions, and until the JIT compilers are done; 0: not at all"
                            + " (default: ${DEFAULT-VALUE}).")
    private int warmup;

    @Option(
            names = "--settle",
            defaultValue = "5",
            paramLabel = "S",
            description = "Before each run, with its own sessions and payload (default: ${DEFAULT-VALUE}).")
    private int settle;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws IOException {
        for (int each : sessions) AbcastCommand.check("--sessions", each, 1, MOST_SESSIONS);
        for (int each : payloads) AbcastCommand.check("--payloads", each, 0, MOST_PAYLOAD);
        AbcastCommand.check("--seconds", seconds, 1, 3_600);
        AbcastCommand.check("--warmup", warmup, 0, 3_600);
        AbcastCommand.check("--settle", settle, 0, 3_600);
        int most = Collections.max(sessions);
        List<ClientSample> samples = new ArrayList<>();
        Stage stage = Stage.create(Stage.Plan.of(4).withClients(ClientCommand.names(most)));
        try (Fleet fleet = Fleet.start(stage, Side.TESTUDO, AbcastCommand.JAVA, List.of())) {
            fleet.add(CLIENTS, AbcastCommand.JAVA, List.of("bench", "client"));
            for (int open = 0; open < most; open += AT_ONCE) {
                fleet.ask(CLIENTS, "open " + Math.min(most, open + AT_ONCE), "opened");
            }
            warmUp(fleet);
            for (int count : descending()) {
                fleet.ask(CLIENTS, "keep " + count, "kept");
                for (int payload : payloads) {
                    ClientSample sample = run(fleet, count, payload);
                    samples.add(sample);
                    tell(sample);
                }
            }
        }
        return report(samples);
    }

    /** From the most, so that closing some makes the next number: what is measured of fewer has no others beside it. */
    private List<Integer> descending() {
        return sessions.stream().distinct().sorted(Comparator.reverseOrder()).toList();
    }

    private void warmUp(Fleet fleet) {
        System.err.println("clients: the sessions are open; at least " + warmup + " s of warm-up");
        fleet.tell(CLIENTS, "load " + payloads.get(payloads.size() - 1));
        WarmUp.of(fleet, Duration.ofSeconds(warmup));
        fleet.ask(CLIENTS, "stop", "stopped");
    }

    private ClientSample run(Fleet fleet, int count, int payload) {
        fleet.tell(CLIENTS, "load " + payload);
        fleet.pause(Duration.ofSeconds(settle));
        List<JsonNode> membersBegin = fleet.ask("mark", "mark");
        JsonNode begin = fleet.ask(CLIENTS, "begin", "mark");
        fleet.pause(Duration.ofSeconds(seconds));
        JsonNode end = fleet.ask(CLIENTS, "end", "mark");
        List<JsonNode> membersEnd = fleet.ask("mark", "mark");
        JsonNode stopped = fleet.ask(CLIENTS, "stop", "stopped");
        double cpu = 0;
        double views = 0;
        for (int i = 0; i < membersBegin.size(); i++) {
            cpu += Sample.difference(membersBegin.get(i), membersEnd.get(i), "cpuNanos");
            views = Math.max(views, Sample.difference(membersBegin.get(i), membersEnd.get(i), "view"));
        }
        List<JsonNode> heaps = fleet.ask("heap", "heap");
        heaps.sort(Comparator.comparingLong(each -> each.get("used").asLong()));
        return ClientSample.of(
                count,
                payload,
                new ClientSample.Window(begin, end, cpu, (long) views),
                stopped,
                heaps.get(heaps.size() - 1),
                fleet.ask(CLIENTS, "heap", "heap"));
    }

    private void tell(ClientSample sample) {
        if (!output.json()) System.out.println(sample.line());
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "run");
        object.putAll(sample.toMap());
        output.tell(object);
    }

    private int report(List<ClientSample> samples) throws IOException {
        boolean ok = samples.stream().allMatch(each -> each.fault().isEmpty());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("type", "summary");
        summary.put("benchmark", CLIENTS);
        summary.put("members", 4);
        summary.put("seconds", seconds);
        summary.put("warmup", warmup);
        summary.put("settle", settle);
        summary.putAll(AbcastCommand.machine());
        for (int payload : payloads) {
            double most = samples.stream()
                    .filter(each -> each.payload() == payload)
                    .mapToDouble(ClientSample::operations)
                    .max()
                    .orElse(0);
            summary.put(String.format(Locale.ROOT, "mostOpsPerSecond%d", payload), Sample.round(most));
        }
        summary.put("ok", ok);
        output.tell(summary);
        output.draw();
        return ok ? 0 : 1;
    }
}
