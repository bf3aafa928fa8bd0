package org.testudo.simulator;

import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Partitions now and then: a split, one member cut off, or one direction of a link dead; none after the calm. */
final class Cuts {
    private final Run run;
    private final boolean on;
    private final long calm;
    private final SeededRandom random;
    private final boolean[][] cut;
    private final long unit;
    private int made;

    Cuts(Run run, Weather weather, long calm, SeededRandom random, int members) {
        this.run = run;
        this.on = weather.partitions();
        this.calm = calm;
        this.random = random;
        this.cut = new boolean[members][members];
        this.unit = Math.max(1, weather.most());
    }

    boolean cut(int from, int to) {
        return cut[from][to];
    }

    void begin() {
        if (on && cut.length > 1) run.agenda().in(random.between(unit, 50 * unit), this::fall);
    }

    private void fall() {
        if (run.time() >= calm) return;
        int kind = random.below(4);
        if (kind == 0) cutLink(random.below(cut.length), random.below(cut.length));
        else if (kind == 1) cutOff(random.below(cut.length));
        else fallApart(random.nextLong());
        long healing = Math.min(calm, run.time() + random.between(unit, 60 * unit));
        run.agenda().at(healing, this::heal);
    }

    private void cutLink(int from, int to) {
        if (happens(() -> "nothing from m" + from + " reaches m" + to)) cut[from][to] = true;
    }

    private void cutOff(int member) {
        if (happens(() -> "m" + member + " is cut off")) split(1L << member);
    }

    private void fallApart(long side) {
        if (happens(() -> "apart from the others: " + members(side))) split(side);
    }

    private boolean happens(Supplier<String> what) {
        boolean happens = run.decisions().happens(run, Decision.Kind.CUT, "drawn", what);
        if (happens) made++;
        return happens;
    }

    int made() {
        return made;
    }

    private String members(long side) {
        return IntStream.range(0, cut.length)
                .filter(member -> (side >> member & 1) == 1)
                .mapToObj(member -> "m" + member)
                .toList()
                .toString();
    }

    private void split(long side) {
        for (int from = 0; from < cut.length; from++) {
            for (int to = 0; to < cut.length; to++) cut[from][to] = (side >> from & 1) != (side >> to & 1);
        }
    }

    private void heal() {
        split(0);
        begin();
    }
}
