package org.testudo.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.testudo.api.Delivery;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.StateMachine;

/**
 * Runs an application's state machine on several members with the same operations, and names the first one after which their
 * answers or states differ: what a replicated service must never do.
 */
public final class StateMachineCheck {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final List<StateMachine> machines = new ArrayList<>();
    private long slot;

    /** One state machine for each of this many members; at least two. */
    public StateMachineCheck(int members, Supplier<? extends StateMachine> make) {
        if (members < 2) throw new IllegalArgumentException("one member differs from nobody; use at least 2");
        for (int i = 0; i < members; i++) machines.add(make.get());
    }

    /** Applies these operations, as text, in order. */
    public StateMachineCheck apply(String... operations) {
        for (String each : operations) apply(each.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /**
     * Applies one operation at all members.
     *
     * @return the answer, or the error's text if the state machine threw
     * @throws Violation if answers or states differ, or a failed operation left its mark on the state (HOST-5)
     */
    public byte[] apply(byte[] operation) {
        slot++;
        byte[] first = null;
        for (int member = 0; member < machines.size(); member++) {
            byte[] answer = answer(member, operation);
            if (first == null) first = answer;
            if (!Arrays.equals(first, answer)) throw differs("answer", member, first, answer, operation);
        }
        byte[] state = machines.get(0).digest();
        for (int member = 1; member < machines.size(); member++) {
            byte[] other = machines.get(member).digest();
            if (!Arrays.equals(state, other)) throw differs("state", member, state, other, operation);
        }
        return first;
    }

    /** The state machine of one member. */
    public StateMachine machine(int member) {
        return machines.get(member);
    }

    private byte[] answer(int member, byte[] operation) {
        StateMachine machine = machines.get(member);
        byte[] before = machine.digest();
        try {
            return machine.apply(delivery(operation));
        } catch (RuntimeException e) {
            if (!Arrays.equals(before, machine.digest())) {
                throw new Violation(
                        "failed operations leave no trace",
                        "operation " + text(operation) + " threw and changed the state");
            }
            return String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
        }
    }

    private Delivery delivery(byte[] operation) {
        return new Delivery(
                Principal.of(new MemberId("m0")), 1, slot, operation.clone(), slot, 0, 0, BEGIN.plusMillis(slot));
    }

    private Violation differs(String what, int member, byte[] first, byte[] other, byte[] operation) {
        HexFormat hex = HexFormat.of();
        return new Violation(
                "deterministic",
                "after operation " + text(operation) + " the " + what + " is " + hex.formatHex(first)
                        + " at member 0 and " + hex.formatHex(other) + " at member " + member);
    }

    private String text(byte[] operation) {
        return slot + " " + Describe.bytes(operation);
    }
}
