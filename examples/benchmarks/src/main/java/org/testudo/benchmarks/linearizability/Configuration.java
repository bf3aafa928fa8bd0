package org.testudo.benchmarks.linearizability;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * A point of the search: which operations have their place already, and what is bound to the key then. What follows depends
 * on nothing else, so a point that led nowhere once need not be visited again (Lowe 2017).
 *
 * <p>Answered operations are numbered by invocation: but for a few all have their place up to some number, so only the words
 * from the first one with a gap on are kept.
 */
record Configuration(int fullWords, long[] answered, long[] pending, Optional<String> bound, boolean unseen) {
    /** @param unseen whether the last place went to an operation without an answer */
    static Configuration of(BitSet answered, BitSet pending, Optional<String> bound, boolean unseen) {
        int fullWords = answered.nextClearBit(0) / Long.SIZE;
        long[] words = answered.toLongArray();
        return new Configuration(
                fullWords,
                Arrays.copyOfRange(words, Math.min(fullWords, words.length), words.length),
                pending.toLongArray(),
                bound,
                unseen);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Configuration that
                && fullWords == that.fullWords
                && unseen == that.unseen
                && Arrays.equals(answered, that.answered)
                && Arrays.equals(pending, that.pending)
                && bound.equals(that.bound);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * fullWords + Arrays.hashCode(answered)) + Arrays.hashCode(pending)) + bound.hashCode();
    }
}
