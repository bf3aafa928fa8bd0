package org.testudo.attackdetector.sensor;

import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;

/**
 * Submits reports to the client port of one member. Implementations block up to a deadline of their own, of some seconds;
 * they are used by one thread per member, and interrupted when the agent is closed.
 */
@FunctionalInterface
public interface ReportSink {
    /** What a member said. */
    enum Answer {
        /** It has the report, now or since before. */
        TAKEN,
        /** It says that a repetition may help. */
        LATER,
        /** It will not have it. */
        REFUSED,
        /** It did not answer. */
        UNREACHABLE
    }

    /**
     * @param detail for people; may be empty
     */
    record Outcome(Answer answer, String detail) {}

    /** Submits a report; the same may be submitted again. Never throws for what the network or the member does. */
    Outcome submit(Signed<Request> report) throws InterruptedException;
}
