package org.testudo.simulator.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.testudo.api.Delivery;
import org.testudo.simulator.Observer;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** After each operation the state machines of correct members have given the same answer and have the same state. */
final class EqualStates implements Observer {
    private record Place(long slot, int position) {}

    private record Outcome(SimulatedMember member, byte[] result, byte[] state) {}

    private final Map<Place, Outcome> outcomes = new HashMap<>();

    @Override
    public void applied(SimulatedMember member, Delivery operation, byte[] result) {
        if (!member.correct()) return;
        byte[] state = member.application().orElseThrow().machine().digest();
        Outcome mine = new Outcome(member, result, state);
        Outcome first = outcomes.putIfAbsent(new Place(operation.slot(), operation.position()), mine);
        if (first == null) return;
        compare("answer", first.result, result, first.member, member, operation);
        compare("state", first.state, state, first.member, member, operation);
    }

    private static void compare(
            String what, byte[] one, byte[] other, SimulatedMember first, SimulatedMember second, Delivery operation) {
        if (Arrays.equals(one, other)) return;
        HexFormat hex = HexFormat.of();
        throw new Violation(
                Checks.EQUAL_STATES,
                "after operation " + operation.number() + " of " + operation.origin() + " in slot " + operation.slot()
                        + " the " + what + " is " + hex.formatHex(one) + " at " + first.id() + " and "
                        + hex.formatHex(other) + " at " + second.id());
    }
}
