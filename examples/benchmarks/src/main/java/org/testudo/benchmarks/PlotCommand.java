package org.testudo.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.plots.Plots;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what other benchmarks have printed. */
@Command(
        name = "plot",
        description = "Draw as SVG files what bench abcast, faults, heap, clients or detector printed with --json.")
final class PlotCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "JSON lines, each file of one benchmark.")
    private List<Path> files = List.of();

    @Option(names = "--plots", paramLabel = "DIR", required = true, description = "Where the pictures go.")
    private Path plots = Path.of("");

    @Override
    public Integer call() throws IOException {
        for (Path file : files) {
            List<Path> drawn = Plots.of(read(file)).write(plots);
            if (drawn.isEmpty()) throw new TestudoException(file + ": there is nothing to draw in it");
            drawn.forEach(System.out::println);
        }
        return 0;
    }

    private static List<JsonNode> read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            try {
                if (!line.isBlank()) lines.add(json.readTree(line));
            } catch (JsonProcessingException e) {
                throw new TestudoException(
                        file + ": line " + (lines.size() + 1) + " is no JSON object; give what --json printed, without"
                                + " what went to standard error",
                        e);
            }
        }
        return lines;
    }
}
