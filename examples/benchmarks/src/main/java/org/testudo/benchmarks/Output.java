package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.testudo.benchmarks.plots.Plots;
import picocli.CommandLine.Option;

/** What is told of a benchmark: its objects as lines, and drawn. */
final class Output {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Print JSON objects, one a line, the summary last, instead of a table.")
    private boolean json;

    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Draw the figures as SVG files there, too; the same as bench plot of what --json prints.")
    private @Nullable Path plots;

    private final List<JsonNode> told = new ArrayList<>();

    /** Whether a table is not wanted. */
    boolean json() {
        return json;
    }

    /** Prints an object, if objects are wanted, and keeps it to be drawn. */
    void tell(Map<String, Object> object) {
        told.add(JSON.valueToTree(object));
        if (json) System.out.println(AbcastCommand.write(object));
    }

    /** Draws what was told, if that is wanted. */
    void draw() throws IOException {
        if (plots == null) return;
        for (Path each : Plots.of(told).write(plots)) System.err.println("drawn: " + each);
    }
}
