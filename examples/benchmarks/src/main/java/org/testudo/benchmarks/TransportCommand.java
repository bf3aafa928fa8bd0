package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.testudo.api.TestudoException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures SICP beside the transport that it takes the place of, without any order. */
@Command(
        name = "transport",
        description = {
            "Measure a stock stack of JGroups over SICP beside the same stack over JGroups' TCP with TLS client"
                    + " authentication, in turns, on loopback: members ask each other and echo what they are asked.",
            "Exit status 1 if any echo was lost, repeated, altered or out of order."
        })
final class TransportCommand implements Callable<Integer> {
    private static final int MEMBERS = 4;
    /** Stock flow control bears 2 MB from one member to another, asked and echoed. */
    private static final int MOST_OUTSTANDING_BYTES = 1 << 20;

    @Option(
            names = "--payload",
            defaultValue = "1024",
            paramLabel = "BYTES",
            description = "Of what is asked, and of its echo (default: ${DEFAULT-VALUE}).")
    private int payload;

    @Mixin
    private final Senders senders = new Senders(24, 16);

    @Mixin
    private final Rounds rounds = new Rounds(30);

    @Mixin
    private final Output output = new Output();

    /** What one run gave; times in milliseconds, CPU time of all members for one round trip in microseconds. */
    private record Run(double roundTrips, double p50, double p99, double cpuMicros, String fault) {}

    @Override
    public Integer call() throws IOException {
        AbcastCommand.check("--payload", payload, Exchange.LEAST_PAYLOAD, 60_000);
        senders.check(1, 1_000, 256);
        rounds.check();
        checkTogether();
        Map<Carrier, List<Run>> runs = new EnumMap<>(Carrier.class);
        for (int round = 1; round <= rounds.count(); round++) {
            for (Carrier carrier : Carrier.values()) {
                Run run = run(carrier);
                System.err.println("round " + round + " of " + rounds.count() + ": " + line(carrier, run));
                output.tell(object(carrier, round, run));
                runs.computeIfAbsent(carrier, it -> new ArrayList<>()).add(run);
            }
        }
        return report(runs);
    }

    private void checkTogether() {
        long between = senders.outstandingAt(MEMBERS) * payload;
        if (between <= MOST_OUTSTANDING_BYTES) return;
        throw new TestudoException(senders + " --payload " + payload + ": " + between
                + " bytes of a member outstanding are more than " + MOST_OUTSTANDING_BYTES
                + ", with which flow control could hold up the echoes; give less of one");
    }

    private Run run(Carrier carrier) throws IOException {
        List<String> options = Stream.concat(Stream.of("--payload", "" + payload), senders.options().stream())
                .toList();
        Fleet.Program program = new Fleet.Program(List.of("bench", "exchange", "--carrier", carrier.toString()), true);
        try (Fleet fleet = Fleet.start(Stage.create(Stage.Plan.of(MEMBERS)), program, AbcastCommand.JAVA, options)) {
            fleet.tell("send");
            WarmUp.of(fleet, rounds.warmingUp());
            List<JsonNode> begin = fleet.ask("mark", "mark");
            fleet.pause(rounds.length());
            List<JsonNode> end = fleet.ask("mark", "mark");
            fleet.ask("stop", "stopped");
            return run(begin, end, fleet.ask("settle", "settled"));
        }
    }

    private static Run run(List<JsonNode> begin, List<JsonNode> end, List<JsonNode> settled) {
        double rate = 0;
        double count = 0;
        double cpu = 0;
        for (int i = 0; i < begin.size(); i++) {
            double echoed = Sample.difference(begin.get(i), end.get(i), "count");
            count += echoed;
            rate += echoed * 1e9 / Sample.difference(begin.get(i), end.get(i), "nanos");
            cpu += Sample.difference(begin.get(i), end.get(i), "cpuNanos");
        }
        long[] latencies =
                settled.stream().flatMapToLong(Sample::latencies).sorted().toArray();
        String fault = settled.stream()
                .map(it -> it.get("fault").asText())
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse(latencies.length == 0 ? "nothing was echoed in the window" : "");
        double p50 = Sample.percentile(latencies, 50) / 1e6;
        return new Run(rate, p50, Sample.percentile(latencies, 99) / 1e6, count == 0 ? 0 : cpu / count / 1e3, fault);
    }

    private static Map<String, Object> object(Carrier carrier, int round, Run run) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "run");
        object.put("benchmark", "transport");
        object.put("side", carrier.toString());
        object.put("round", round);
        object.put("roundTripsPerSecond", Sample.round(run.roundTrips));
        object.put("p50Millis", thousandths(run.p50));
        object.put("p99Millis", thousandths(run.p99));
        object.put("cpuMicrosPerRoundTrip", Sample.round(run.cpuMicros));
        object.put("verified", run.fault.isEmpty());
        if (!run.fault.isEmpty()) object.put("fault", run.fault);
        return object;
    }

    private int report(Map<Carrier, List<Run>> runs) throws IOException {
        Map<Carrier, Run> medians = new EnumMap<>(Carrier.class);
        runs.forEach((carrier, all) -> medians.put(carrier, median(all)));
        Run sicp = Objects.requireNonNull(medians.get(Carrier.SICP));
        Run stock = Objects.requireNonNull(medians.get(Carrier.STOCK_TLS));
        boolean ok = medians.values().stream().allMatch(it -> it.fault.isEmpty());
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("type", "summary");
        summary.put("benchmark", "transport");
        summary.put("members", MEMBERS);
        summary.put("payload", payload);
        senders.tell(summary);
        summary.put("seconds", rounds.seconds());
        summary.put("warmup", rounds.warmup());
        summary.put("rounds", rounds.count());
        summary.putAll(AbcastCommand.machine());
        summary.put("roundTripsPerSecond", Sample.round(sicp.roundTrips));
        summary.put("p50Ms", thousandths(sicp.p50));
        summary.put("p99Ms", thousandths(sicp.p99));
        summary.put("ratioToStockTls", Sample.round(sicp.roundTrips / stock.roundTrips));
        summary.put("p50RatioToStockTls", Sample.round(sicp.p50 / stock.p50));
        summary.put("ok", ok);
        output.tell(summary);
        output.draw();
        if (!output.json()) {
            medians.forEach((carrier, median) -> System.out.println(line(carrier, median)));
            System.out.println("ratioToStockTls " + summary.get("ratioToStockTls") + ", p50RatioToStockTls "
                    + summary.get("p50RatioToStockTls") + " (medians of " + rounds.count() + ")");
        }
        return ok ? 0 : 1;
    }

    private static Run median(List<Run> runs) {
        String fault = runs.stream()
                .map(Run::fault)
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse("");
        return new Run(
                median(runs, Run::roundTrips),
                median(runs, Run::p50),
                median(runs, Run::p99),
                median(runs, Run::cpuMicros),
                fault);
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double thousandths(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    private static String line(Carrier carrier, Run run) {
        return String.format(
                Locale.ROOT,
                "%-10s %8.0f round trips/s  p50 %7.3f ms  p99 %7.2f ms  %6.1f CPU us each%s",
                carrier,
                run.roundTrips,
                run.p50,
                run.p99,
                run.cpuMicros,
                run.fault.isEmpty() ? "" : "  FAILED: " + run.fault);
    }
}
