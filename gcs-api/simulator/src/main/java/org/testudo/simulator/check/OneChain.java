package org.testudo.simulator.check;

import java.util.HashMap;
import java.util.Map;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Observer;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** Correct members install the same record for one view, one view after the other, each linked to the one before. */
final class OneChain implements Observer {
    private final Map<Long, Digest> records = new HashMap<>();
    private final Map<SimulatedMember, ViewRecord> present = new HashMap<>();

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (!member.correct()) return;
        ViewRecord before = present.put(member, view);
        if (before != null) linked(member, before, view);
        Digest digest = view.digest();
        Digest first = records.putIfAbsent(view.id(), digest);
        if (first != null && !first.equals(digest)) {
            throw new Violation(
                    Checks.ONE_CHAIN,
                    "view " + view.id() + " is " + digest + " at " + member.id() + ", elsewhere " + first);
        }
    }

    private static void linked(SimulatedMember member, ViewRecord before, ViewRecord view) {
        boolean follows = view.id() == before.id() + 1 && view.previous().equals(before.digest());
        if (!follows) {
            throw new Violation(
                    Checks.ONE_CHAIN,
                    member.id() + " installed view " + view.id() + " which does not follow " + before.id());
        }
    }
}
