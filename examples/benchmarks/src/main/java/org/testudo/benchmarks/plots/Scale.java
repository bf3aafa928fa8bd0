package org.testudo.benchmarks.plots;

import java.util.ArrayList;
import java.util.List;

/** From zero to a round number, in round steps, onto so many pixels. */
record Scale(double most, double step, double pixels) {
    private static final int STEPS = 5;
    private static final double[] ROUND = {1, 2, 2.5, 5, 10};

    /** @param largest of the values; with one of zero the scale ends at 1 */
    static Scale to(double largest, double pixels) {
        double goal = largest > 0 ? largest : 1;
        double magnitude = Math.pow(10, Math.floor(Math.log10(goal / STEPS)));
        for (double each : ROUND) {
            double step = each * magnitude;
            if (step * STEPS >= goal) return new Scale(step * Math.ceil(goal / step - 1e-9), step, pixels);
        }
        throw new IllegalStateException("five times ten magnitudes are more than " + goal);
    }

    double at(double value) {
        return value / most * pixels;
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= Math.round(most / step); i++) ticks.add(i * step);
        return ticks;
    }
}
