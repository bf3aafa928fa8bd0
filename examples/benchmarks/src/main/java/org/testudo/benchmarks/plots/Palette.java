package org.testudo.benchmarks.plots;

import java.util.List;

/** Colours that also the colour-blind tell apart (Okabe and Ito, without yellow), and dashes for print. */
final class Palette {
    private static final List<String> COLORS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");
    private static final List<String> DASHES = List.of("none", "8 3", "2 3", "8 3 2 3", "12 4", "4 4", "1 2");

    private Palette() {}

    static String color(int index) {
        return COLORS.get(index % COLORS.size());
    }

    /** Moved on by one each time that the colours begin anew, so that no two of 49 lines have both alike. */
    static String dashes(int index) {
        return DASHES.get((index + index / COLORS.size()) % DASHES.size());
    }
}
