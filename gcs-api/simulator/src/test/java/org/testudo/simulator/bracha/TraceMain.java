package org.testudo.simulator.bracha;

import org.testudo.simulator.Result;

/** Prints the trace hash of some runs. */
public final class TraceMain {
    private TraceMain() {}

    public static void main(String[] arguments) {
        Result result = BrachaTest.underAttack().seeds(20).run();
        System.out.println(Long.toHexString(result.traceHash()) + " " + result.events());
    }
}
