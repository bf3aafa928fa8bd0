package org.testudo.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
        List<Plots> all = new ArrayList<>();
        for (Path file : files) {
            Plots its = Plots.of(read(file));
            if (its.names().isEmpty()) throw new TestudoException(file + ": there is nothing to draw in it");
            all.add(its);
        }
        Set<String> drawn = new LinkedHashSet<>();
        for (int i = 0; i < all.size(); i++) {
            Plots its = all.get(i).named(suffix(i, all, drawn));
            drawn.addAll(its.names());
            its.write(plots).forEach(System.out::println);
        }
        return 0;
    }

    /** Files of one benchmark have pictures of the same names: theirs are followed by the name of the file. */
    private String suffix(int file, List<Plots> all, Set<String> drawn) {
        Set<String> names = all.get(file).names();
        boolean shared = false;
        for (int i = 0; i < all.size(); i++) {
            shared |= i != file && !Collections.disjoint(names, all.get(i).names());
        }
        String first = shared ? "-" + nameOf(files.get(file)) : "";
        String suffix = first;
        for (int n = 2; !Collections.disjoint(all.get(file).named(suffix).names(), drawn); n++) {
            suffix = first + "-" + n;
        }
        return suffix;
    }

    private static String nameOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int end = name.lastIndexOf('.');
        return end > 0 ? name.substring(0, end) : name;
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
