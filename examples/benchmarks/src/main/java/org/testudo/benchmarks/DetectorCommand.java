package org.testudo.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.benchmarks.detector.Delays;
import org.testudo.benchmarks.detector.Quality;
import org.testudo.config.FailureDetectorConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon the failure detector finds a crash, and how often it is mistaken. */
@Command(
        name = "detector",
        description = {
            "Measure how soon the failure detector finds a crash against how often it suspects who is there,",
            "in virtual time, over delays with tails: adaptive bounds and fixed ones. The same seed gives the same figures."
        })
final class DetectorCommand implements Callable<Integer> {
    private static final FailureDetectorConfig DEFAULTS = FailureDetectorConfig.defaults();
    private static final int[] FIXED = {500, 750, 1_000, 1_500, 2_000, 3_000, 5_000};
    private static final int[] CEILINGS = {750, 1_000, 1_500, 2_000, 3_000, 5_000};

    @Option(
            names = "--hours",
            defaultValue = "10",
            paramLabel = "H",
            description = "Of virtual time without a crash, for each setting (default: ${DEFAULT-VALUE}).")
    private int hours;

    @Option(
            names = "--crashes",
            defaultValue = "200",
            paramLabel = "N",
            description = "For each setting (default: ${DEFAULT-VALUE}).")
    private int crashes;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of the delays and the times of crashes (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws IOException {
        AbcastCommand.check("--hours", hours, 1, 1_000);
        AbcastCommand.check("--crashes", crashes, 1, 100_000);
        for (Delays delays : Delays.values()) {
            if (!output.json()) System.out.println(delays.label() + ": " + delays.words());
            for (int each : FIXED) measure(delays, "fixed", each, each);
            for (int each : CEILINGS)
                measure(delays, "adaptive", (int) DEFAULTS.floor().toMillis(), each);
        }
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("type", "summary");
        summary.put("benchmark", "detector");
        summary.put("intervalMs", DEFAULTS.interval().toMillis());
        summary.put("hours", hours);
        summary.put("crashes", crashes);
        summary.put("seed", seed);
        summary.put("ok", true);
        output.tell(summary);
        output.draw();
        return 0;
    }

    /** A bound between equal limits is fixed. */
    private void measure(Delays delays, String bound, int floor, int ceiling) {
        var config =
                new FailureDetectorConfig(DEFAULTS.interval(), Duration.ofMillis(floor), Duration.ofMillis(ceiling));
        Quality quality = Quality.of(config, delays, hours, crashes, seed);
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("type", "run");
        run.put("delays", delays.label());
        run.put("bound", bound);
        run.put("floorMs", floor);
        run.put("ceilingMs", ceiling);
        run.put("detectionMeanMs", Sample.round(quality.meanDetection()));
        run.put("detectionP99Ms", Sample.round(quality.detection(0.99)));
        run.put("detectionMaxMs", Sample.round(quality.detection(1)));
        run.put("mistakesPerHour", Sample.round(quality.mistakesPerHour()));
        run.put("mistakeMeanMs", Sample.round(quality.meanMistake()));
        run.put("queryAccuracy", Math.round(quality.queryAccuracy() * 1e6) / 1e6);
        output.tell(run);
        if (!output.json()) System.out.println(line(run));
    }

    private static String line(Map<String, Object> run) {
        return String.format(
                Locale.ROOT,
                "  %-8s %4d to %4d ms  found after %7.1f ms, p99 %7.1f  mistakes %8.1f an hour of %6.1f ms  accuracy %.6f",
                run.get("bound"),
                run.get("floorMs"),
                run.get("ceilingMs"),
                run.get("detectionMeanMs"),
                run.get("detectionP99Ms"),
                run.get("mistakesPerHour"),
                run.get("mistakeMeanMs"),
                run.get("queryAccuracy"));
    }
}
