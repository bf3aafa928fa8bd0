package org.testudo.benchmarks.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The longest times without any answer, by the fault during which they began or ended. Used by one thread. */
final class Gaps {
    private record Window(FaultKind kind, long from, long to) {}

    private final List<Window> windows = new ArrayList<>();

    /** A fault was there from its injection to the recovery from it, by the monotonic clock. */
    void during(FaultKind kind, long from, long to) {
        windows.add(new Window(kind, from, to));
    }

    /**
     * In milliseconds.
     *
     * @param completions when operations were answered, in order of time
     */
    Map<FaultKind, Long> longest(long[] completions) {
        Map<FaultKind, Long> longest = new EnumMap<>(FaultKind.class);
        for (Window window : windows)
            longest.merge(window.kind, longest(completions, window.from, window.to), Math::max);
        return longest;
    }

    /** The longest of all, in milliseconds, while operations were asked for: between these two instants. */
    static long longest(long[] completions, long from, long to) {
        return overlapping(completions, from, to) / 1_000_000;
    }

    /** Of the gaps that overlap the window; at its ends it is limited by the answer before and the answer after. */
    private static long overlapping(long[] completions, long from, long to) {
        long longest = 0;
        for (int i = 1; i < completions.length; i++) {
            boolean overlaps = completions[i] > from && completions[i - 1] < to;
            if (overlaps) longest = Math.max(longest, completions[i] - completions[i - 1]);
        }
        boolean noneSince = completions.length == 0 || completions[completions.length - 1] < to;
        long last = completions.length == 0 ? from : completions[completions.length - 1];
        return noneSince ? Math.max(longest, to - last) : longest;
    }
}
