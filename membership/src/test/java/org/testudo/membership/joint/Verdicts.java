package org.testudo.membership.joint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** What members say became of the commands of each slot, one after the other: the same at all. */
final class Verdicts {
    private final String check;
    private final Map<Long, List<String>> bySlot = new LinkedHashMap<>();
    private final Map<SimulatedMember, List<String>> byMember = new LinkedHashMap<>();

    Verdicts(String check) {
        this.check = check;
    }

    /**
     * A correct member says this of the next command of a slot.
     *
     * @throws Violation if another has said something else of that one
     */
    void said(SimulatedMember member, long slot, String verdict) {
        List<String> said = bySlot.computeIfAbsent(slot, any -> new ArrayList<>());
        List<String> own = byMember.computeIfAbsent(member, any -> new ArrayList<>());
        own.removeIf(each -> !each.startsWith(slot + " "));
        own.add(slot + " " + verdict);
        if (said.size() < own.size()) said.add(own.get(own.size() - 1));
        if (!said.get(own.size() - 1).equals(own.get(own.size() - 1))) {
            throw new Violation(check, member.id() + " says " + own + ", another " + said);
        }
    }
}
