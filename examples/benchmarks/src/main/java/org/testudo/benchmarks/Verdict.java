package org.testudo.benchmarks;

import java.util.List;

/** Whether the members of a run were all delivered the same, and all that was sent. */
final class Verdict {
    private Verdict() {}

    /**
     * What one member says of its deliveries.
     *
     * @param digest of their order
     * @param fault what was wrong with them; empty if nothing
     */
    record Testimony(String member, long count, String digest, String fault) {}

    /** What is wrong; empty if nothing is. */
    static String of(List<Testimony> testimonies, long sent) {
        for (Testimony each : testimonies) {
            if (!each.fault.isEmpty()) return each.member + ": " + each.fault;
            if (each.count != sent) return each.member + " was delivered " + each.count + " of " + sent;
            if (!each.digest.equals(testimonies.get(0).digest)) {
                return each.member + " was delivered another order than " + testimonies.get(0).member;
            }
        }
        return sent == 0 ? "nothing was sent" : "";
    }
}
