package org.testudo.benchmarks.attacks;

/**
 * What was observed of an attack.
 *
 * @param untouched whether the group is as it was before, fit for the next attack
 */
record Finding(Verdict.Outcome outcome, String detail, boolean untouched) {
    static Finding succeeded(String detail) {
        return new Finding(Verdict.Outcome.SUCCEEDED, detail, false);
    }

    static Finding blocked(String detail) {
        return new Finding(Verdict.Outcome.BLOCKED, detail, true);
    }
}
