package org.testudo.benchmarks.linearizability;

import java.util.List;

/**
 * What a history was found to be.
 *
 * @param findings of each key that is not linearizable or undecided: where the search got stuck, for people
 * @param steps of the search, over all keys: what it cost
 */
public record Judgement(Outcome outcome, List<String> findings, long steps) {
    /** From good to bad. */
    public enum Outcome {
        /** Some order of the operations explains all answers. */
        LINEARIZABLE,
        /** The search was given up at its bound: neither is known. */
        UNDECIDED,
        /** No order explains the answers. */
        NOT_LINEARIZABLE
    }

    public Judgement {
        findings = List.copyOf(findings);
    }
}
