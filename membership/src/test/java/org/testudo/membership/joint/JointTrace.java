package org.testudo.membership.joint;

import org.testudo.abcast.core.AbcastRules;
import org.testudo.simulator.Result;

/** Prints the trace hash of some runs: for a test in another JVM. */
public final class JointTrace {
    private static final int SEEDS = 8;

    private JointTrace() {}

    public static void main(String[] arguments) {
        System.out.println(text());
    }

    static String text() {
        Result result = JointGroup.simulation(JointGroup.cores(new AbcastRules()))
                .someoneByzantine(JointGroup.ensemble())
                .seeds(SEEDS)
                .run();
        return Long.toHexString(result.traceHash()) + " " + result.events();
    }
}
