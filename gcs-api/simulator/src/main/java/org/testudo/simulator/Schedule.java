package org.testudo.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decisions in a file, one a line; a run that is given the file leaves all others out. */
final class Schedule {
    /** Names the file; with one seed. */
    static final String ONLY = "testudo.only";

    private static final String COMMENT = "# ";

    private Schedule() {}

    /** What the property names; empty without it. */
    static Optional<Set<Decision>> ofProperty() {
        String file = System.getProperty(ONLY);
        if (file == null) return Optional.empty();
        if (System.getProperty(Seeds.SEED) == null) {
            throw new IllegalArgumentException(
                    "-D" + ONLY + "=" + file + " needs -D" + Seeds.SEED + " with the seed that the file names");
        }
        return Optional.of(read(Path.of(file)));
    }

    static Set<Decision> read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "-D" + ONLY + ": cannot read " + file.toAbsolutePath() + "; name the file that a failure named", e);
        }
        Set<Decision> decisions = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int comment = line.indexOf(COMMENT);
            String text = comment < 0 ? line : line.substring(0, comment);
            if (text.isBlank()) continue;
            try {
                decisions.add(Decision.parse(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return decisions;
    }

    static void write(Path file, String about, List<Decisions.Made> decisions) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(COMMENT + about);
        decisions.forEach(each -> lines.add(each.line()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines, StandardCharsets.UTF_8);
    }
}
