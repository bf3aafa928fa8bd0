package org.testudo.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Which seeds a simulation runs: as the test says, unless a system property says otherwise. */
record Seeds(long first, long count) {
    /** One seed to rerun. */
    static final String SEED = "testudo.seed";
    /** Another number of seeds, {@code 10000}, or a range of them, {@code 5000..5999}. */
    static final String SEEDS = "testudo.seeds";

    Seeds {
        if (count < 1) throw new IllegalArgumentException("a simulation needs at least one seed, found " + count);
    }

    Seeds orProperties() {
        String one = System.getProperty(SEED);
        if (one != null) return new Seeds(number(SEED, one), 1);
        String many = System.getProperty(SEEDS);
        if (many == null || count == 1) return this;
        int dots = many.indexOf("..");
        if (dots < 0) return new Seeds(first, number(SEEDS, many));
        long from = number(SEEDS, many.substring(0, dots));
        return new Seeds(from, number(SEEDS, many.substring(dots + 2)) - from + 1);
    }

    /** The same for a hunt, that has its reasons for so many: the properties can ask for more, or for one. */
    Seeds orPropertiesForAHunt() {
        Seeds chosen = orProperties();
        boolean fewer = System.getProperty(SEED) == null && chosen.count < count;
        return fewer ? this : chosen;
    }

    /** These after the remembered ones; only these if one seed was asked for. */
    long[] with(List<Long> remembered) {
        LongStream mine = LongStream.range(first, first + count);
        return count == 1
                ? mine.toArray()
                : LongStream.concat(remembered.stream().mapToLong(Long::longValue), mine)
                        .toArray();
    }

    static List<Long> remembered(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> number(file.toString(), line.split("\\s", 2)[0]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the seeds of " + file, e);
        }
    }

    private static long number(String property, String text) {
        try {
            return Long.parseLong(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(property + ": not a number: " + text, e);
        }
    }
}
