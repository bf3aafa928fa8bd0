package org.testudo.benchmarks.plots;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Bars that lie below each other, each with its value.
 *
 * @param unit of all values
 */
record Bars(String title, String unit, List<Bar> bars) implements Chart {
    /** One value; bars of one group have the same label, and differ in what they say. */
    record Bar(String label, String what, double value) {
        private String words(String unit) {
            return (label + " " + what).strip() + ": " + Svg.number(value) + " " + unit;
        }
    }

    private static final int WIDTH = 760;
    private static final int TOP = 44;
    private static final int ROW = 26;
    private static final int LEFT = 200;
    private static final int RIGHT = 130;

    @Override
    public String svg() {
        String description = bars.stream().map(it -> it.words(unit)).collect(Collectors.joining("; ", "", "."));
        Svg svg = new Svg(WIDTH, TOP + ROW * bars.size() + 12, title, description);
        double largest = bars.stream().mapToDouble(Bar::value).max().orElse(0);
        Scale scale = Scale.to(largest, WIDTH - LEFT - RIGHT);
        List<String> kinds = bars.stream().map(Bar::what).distinct().toList();
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            double y = TOP + ROW * i;
            svg.label((bar.label + " " + bar.what).strip(), LEFT - 8, y + 16, "end");
            String color = Palette.color(kinds.indexOf(bar.what));
            double length = Math.max(1, scale.at(bar.value));
            svg.meaning(
                    bar.words(unit), "rect", "x", LEFT, "y", y + 3, "width", length, "height", ROW - 6, "fill", color);
            svg.label(Svg.number(bar.value) + " " + unit, LEFT + length + 6, y + 16, "start");
        }
        return svg.end();
    }
}
