package org.testudo.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.testudo.cli.demo.Execution;

/**
 * What the group executed, put together from what all starts of all its members wrote down. A member that was killed leaves a
 * part of the order, one that came back may have begun anywhere in it, and one that was given a state lacks what led to it;
 * where two have written, they must have written the same.
 */
final class Ledger {
    private record Place(long slot, int position) implements Comparable<Place> {
        @Override
        public int compareTo(Place that) {
            return slot != that.slot ? Long.compare(slot, that.slot) : Integer.compare(position, that.position);
        }
    }

    private final TreeMap<Place, Execution> executions = new TreeMap<>();
    private final List<String> contradictions = new ArrayList<>();

    /** Takes what one start of a member wrote down; if that was killed, its last line may be broken. */
    void add(Path history) throws IOException {
        if (!Files.exists(history)) return; // it was killed before it served
        try (Stream<String> lines = Files.lines(history)) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                try {
                    Execution.read(line).ifPresent(it -> add(history, it));
                } catch (IOException | RuntimeException e) {
                    if (each.hasNext()) throw new IOException(history + ": broken line " + line, e);
                }
            }
        }
    }

    private void add(Path history, Execution execution) {
        Execution before = executions.putIfAbsent(new Place(execution.slot(), execution.position()), execution);
        if (before == null || same(before, execution)) return;
        contradictions.add(history.getFileName() + " has something else in slot " + execution.slot() + ", position "
                + execution.position() + " than others");
    }

    private static boolean same(Execution one, Execution other) {
        return one.client().equals(other.client())
                && one.number() == other.number()
                && Arrays.equals(one.operation(), other.operation())
                && Arrays.equals(one.result(), other.result());
    }

    /** In their order. */
    List<Execution> executions() {
        return List.copyOf(executions.values());
    }

    List<String> contradictions() {
        return List.copyOf(contradictions);
    }
}
