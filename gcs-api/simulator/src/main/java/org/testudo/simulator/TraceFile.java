package org.testudo.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The steps of a failing seed in a file, one a line, of all members and layers unless system properties name some. */
final class TraceFile {
    static final String MEMBERS = "testudo.trace.members";
    static final String LAYERS = "testudo.trace.layers";
    /** Enough for any run that a person will read; a longer one shows its end. */
    static final int MOST_STEPS = 100_000;

    private static final Path DIRECTORY = Path.of("target", "traces");

    private TraceFile() {}

    /** A file of this seed's own, whatever the test's name. */
    static Path path(String test, long seed, String kind) {
        return DIRECTORY.resolve(test.replaceAll("[^A-Za-z0-9]+", "-") + "-seed" + seed + kind + ".txt");
    }

    /** Runs the seed once more, with these decisions only if some are given, to write it down; says where, or why not. */
    static String write(Plan plan, long seed, String test, Optional<Set<Decision>> only) {
        Run run = new Run(plan, seed, MOST_STEPS, Decisions.of(only));
        try {
            run.execute();
        } catch (AssertionError | RuntimeException expected) {
            run.note(run.member(0), "run ends: " + expected.getMessage());
        }
        Path file = path(test, seed, only.isPresent() ? "-short" : "");
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(file, run.steps(wanted(MEMBERS), wanted(LAYERS)), StandardCharsets.UTF_8);
            return file.toAbsolutePath().toString();
        } catch (IOException e) {
            return "not written: " + e;
        }
    }

    /** The values that a property names, separated by commas; empty for all. */
    private static Set<String> wanted(String property) {
        List<String> words = Arrays.asList(System.getProperty(property, "").split(","));
        return words.stream().map(String::strip).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
