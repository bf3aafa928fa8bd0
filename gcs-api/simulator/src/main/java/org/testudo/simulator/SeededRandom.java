package org.testudo.simulator;

import java.util.List;

/**
 * A generator of our own (SplitMix64), so that a seed means the same on every JDK. A fork depends on the seed and the label
 * alone: a new draw in one place does not shift the draws of another.
 */
public final class SeededRandom {
    private final long seed;
    private long state;

    public SeededRandom(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    /** Another generator, which depends on this one's seed and the label, not on what was drawn. */
    public SeededRandom fork(String label) {
        long hash = mix(seed + 0x632be59bd9b4e019L);
        for (int i = 0; i < label.length(); i++) hash = mix(hash * 31 + label.charAt(i));
        return new SeededRandom(hash);
    }

    public long nextLong() {
        state += 0x9e3779b97f4a7c15L;
        return mix(state);
    }

    /** From 0 to bound-1. */
    public int below(int bound) {
        return (int) ((nextLong() >>> 1) % bound);
    }

    /** From least to most, both included. */
    public long between(long least, long most) {
        return least + (nextLong() >>> 1) % (most - least + 1);
    }

    /** True with this probability. */
    public boolean chance(double probability) {
        return probability > 0 && fraction() < probability;
    }

    /** From 0 to 1, without 1. */
    public double fraction() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    public <T> T pick(List<T> values) {
        return values.get(below(values.size()));
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
