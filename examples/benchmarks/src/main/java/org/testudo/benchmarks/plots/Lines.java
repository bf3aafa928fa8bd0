package org.testudo.benchmarks.plots;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines over an axis.
 *
 * @param x what goes to the right, with its unit
 * @param y what goes up, with its unit
 * @param ticks named places on the axis to the right; if there are none, round numbers
 * @param marks places where something happens
 * @param powers whether each step up is ten times as much; what is less than a tenth is drawn as a tenth
 */
record Lines(String title, String x, String y, List<Tick> ticks, List<Tick> marks, List<Line> lines, boolean powers)
        implements Chart {
    record Tick(double at, String label) {}

    record Point(double x, double y) {}

    record Line(String name, List<Point> points) {}

    private static final int WIDTH = 760;
    private static final int HEIGHT = 400;
    private static final int LEFT = 84;
    private static final int RIGHT = 170;
    private static final int TOP = 52;
    private static final int BOTTOM = 56;
    private static final int MOST_TOLD = 60;

    private static final double LEAST = 0.1;

    Lines(String title, String x, String y, List<Tick> ticks, List<Tick> marks, List<Line> lines) {
        this(title, x, y, ticks, marks, lines, false);
    }

    static Lines ofPowers(String title, String x, String y, List<Line> lines) {
        return new Lines(title, x, y, List.of(), List.of(), lines, true);
    }

    @Override
    public String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, title, description());
        Scale right = Scale.to(largest(true), WIDTH - LEFT - RIGHT);
        double highest = powers ? Math.max(1, Math.ceil(height(largest(false)))) : largest(false);
        int pixels = HEIGHT - TOP - BOTTOM;
        Scale up = powers ? new Scale(highest, 1, pixels) : Scale.to(highest, pixels);
        axes(svg, right, up);
        for (int i = 0; i < lines.size(); i++) draw(svg, i, right, up);
        for (Tick each : marks) {
            double at = LEFT + right.at(each.at);
            svg.element("line", "x1", at, "x2", at, "y1", TOP - 4, "y2", HEIGHT - BOTTOM, "stroke", "#a00000");
            svg.label(each.label, at + 4, TOP + 8, "start", "fill", "#a00000");
        }
        return svg.end();
    }

    /** Where a value lies upward, in the units of the scale. */
    private double height(double value) {
        return powers ? Math.log10(Math.max(value, LEAST) / LEAST) : value;
    }

    /** All values of short lines; of long ones what they reach. */
    private String description() {
        String told = lines.stream().map(this::words).collect(Collectors.joining("; ", y + " over " + x + ". ", "."));
        return told
                + marks.stream()
                        .map(it -> " " + it.label + " at " + Svg.number(it.at) + ".")
                        .collect(Collectors.joining());
    }

    private String words(Line line) {
        if (line.points.size() > MOST_TOLD) {
            double least = line.points.stream().mapToDouble(Point::y).min().orElse(0);
            double most = line.points.stream().mapToDouble(Point::y).max().orElse(0);
            return line.name + ": from " + Svg.number(least) + " to " + Svg.number(most);
        }
        return line.name + ": "
                + line.points.stream()
                        .map(it -> name(it.x) + " → " + Svg.number(it.y))
                        .collect(Collectors.joining(", "));
    }

    private String name(double at) {
        return ticks.stream()
                .filter(it -> it.at == at)
                .map(Tick::label)
                .findFirst()
                .orElse(Svg.number(at));
    }

    private double largest(boolean toTheRight) {
        double points = lines.stream()
                .flatMap(it -> it.points.stream())
                .mapToDouble(it -> toTheRight ? it.x : it.y)
                .max()
                .orElse(0);
        return toTheRight
                ? Math.max(points, ticks.stream().mapToDouble(Tick::at).max().orElse(0))
                : points;
    }

    private void axes(Svg svg, Scale right, Scale up) {
        double bottom = HEIGHT - BOTTOM;
        for (double each : up.ticks()) {
            double at = bottom - up.at(each);
            svg.element("line", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", at, "y2", at, "stroke", "#d8d8d8");
            svg.label(Svg.number(powers ? LEAST * Math.pow(10, each) : each), LEFT - 8, at + 4, "end");
        }
        List<Tick> named = ticks.isEmpty()
                ? right.ticks().stream().map(it -> new Tick(it, Svg.number(it))).toList()
                : ticks;
        for (Tick each : named) svg.label(each.label, LEFT + right.at(each.at), bottom + 18, "middle");
        svg.element("line", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", bottom, "y2", bottom, "stroke", "black");
        svg.label(x, LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 14.0, "middle");
        svg.label(y, 16, TOP - 10, "start", "fill", "#444444");
    }

    private void draw(Svg svg, int index, Scale right, Scale up) {
        Line line = lines.get(index);
        double bottom = HEIGHT - BOTTOM;
        String points = line.points.stream()
                .map(it -> Svg.number(LEFT + right.at(it.x)) + "," + Svg.number(bottom - up.at(height(it.y))))
                .collect(Collectors.joining(" "));
        String color = Palette.color(index);
        svg.meaning(
                words(line),
                "polyline",
                "points",
                points,
                "fill",
                "none",
                "stroke",
                color,
                "stroke-width",
                2,
                "stroke-dasharray",
                Palette.dashes(index));
        if (line.points.size() <= MOST_TOLD) {
            IntStream.range(0, line.points.size()).forEach(i -> {
                Point it = line.points.get(i);
                svg.meaning(
                        line.name + ", " + name(it.x) + ": " + Svg.number(it.y),
                        "circle",
                        "cx",
                        LEFT + right.at(it.x),
                        "cy",
                        bottom - up.at(height(it.y)),
                        "r",
                        4,
                        "fill",
                        color);
            });
        }
        double key = TOP + 20.0 * index;
        svg.element(
                "line",
                "x1",
                WIDTH - RIGHT + 14,
                "x2",
                WIDTH - RIGHT + 44,
                "y1",
                key,
                "y2",
                key,
                "stroke",
                color,
                "stroke-width",
                2,
                "stroke-dasharray",
                Palette.dashes(index));
        svg.label(line.name, WIDTH - RIGHT + 50, key + 4, "start");
    }
}
