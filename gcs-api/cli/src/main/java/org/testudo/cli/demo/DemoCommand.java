package org.testudo.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the main job: a real group under load that expels an intruder while the work goes on. */
@Command(
        name = "demo",
        description = {
            "Start four members, a sensor and several clients on this machine, run a workload, let something go wrong in"
                    + " the midst of it, and audit what came out.",
            "Exit status 0 only if nothing was lost, duplicated or answered wrongly and the group did what it should."
        })
public final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--scenario",
            defaultValue = "intrusion",
            paramLabel = "NAME",
            description = "What goes wrong: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
            converter = ScenarioConverter.class,
            completionCandidates = ScenarioConverter.class)
    private Scenario scenario;

    @Option(names = "--json", description = "Print one JSON object a line; the last one is the summary.")
    private boolean json;

    @Option(
            names = "--rate",
            defaultValue = "150",
            paramLabel = "N",
            description = "Operations a second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--workload", paramLabel = "FILE", description = "Operations to run instead of the shipped ones.")
    private Path workload;

    @Option(names = "--keep", paramLabel = "DIR", description = "Keep keys, configuration, logs and histories there.")
    private Path keep;

    @Override
    public Integer call() throws Exception {
        if (rate < 1 || rate > 100_000) throw new TestudoException("--rate " + rate + ": give 1 to 100000");
        Workload operations = workload == null ? shipped() : read(workload);
        Timeline timeline = new Timeline(System.out, json);
        try (Stage stage = Stage.at(keep)) {
            timeline.tell(
                    "start",
                    "scenario " + scenario + ": keys, configuration and logs in " + stage.directory(),
                    Map.of(
                            "scenario",
                            scenario.toString(),
                            "directory",
                            stage.directory().toString()));
            Summary summary = new Demonstration(scenario, stage, timeline, operations, rate).run();
            timeline.conclude(summary);
            if (!summary.ok()) stage.keepFiles();
            return summary.ok() ? 0 : 1;
        }
    }

    private static Workload shipped() throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(DemoCommand.class.getResourceAsStream("workload.txt"), StandardCharsets.UTF_8))) {
            return Workload.read(in, "workload.txt");
        }
    }

    private static Workload read(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return Workload.read(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new TestudoException("--workload " + file + ": no such file", e);
        }
    }

    /** Scenarios by the names that people write. */
    static final class ScenarioConverter implements picocli.CommandLine.ITypeConverter<Scenario>, Iterable<String> {
        @Override
        public Scenario convert(String value) {
            for (Scenario each : Scenario.values()) if (each.toString().equals(value)) return each;
            throw new picocli.CommandLine.TypeConversionException("use one of " + java.util.List.of(Scenario.values()));
        }

        @Override
        public java.util.Iterator<String> iterator() {
            return java.util.Arrays.stream(Scenario.values())
                    .map(Scenario::toString)
                    .iterator();
        }
    }
}
