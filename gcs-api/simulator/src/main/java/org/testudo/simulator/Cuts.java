package org.testudo.simulator;

/** Partitions now and then: a split, one member cut off, or one direction of a link dead; none after the calm. */
final class Cuts {
    private final Run run;
    private final boolean on;
    private final long calm;
    private final SeededRandom random;
    private final boolean[][] cut;
    private final long unit;

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
        if (kind == 0) cut[random.below(cut.length)][random.below(cut.length)] = true;
        else if (kind == 1) split(1L << random.below(cut.length));
        else split(random.nextLong());
        long healing = Math.min(calm, run.time() + random.between(unit, 60 * unit));
        run.agenda().at(healing, this::heal);
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
