package org.testudo.simulator;

import org.testudo.api.Delivery;
import org.testudo.api.Notice;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.view.ViewRecord;

/** Watches one run; throws {@link Violation} when what it guards is broken. Told of all members, the faulty included. */
public interface Observer {
    /** Stands for the layer of what a host announces itself. */
    int HOST = -1;

    /** A member was asked to have something ordered. */
    default void submitted(Submission submission) {}

    /** A slot left the top of a member's stack. */
    default void delivered(SimulatedMember member, SlotDelivery delivery) {}

    /** A view came into force at a member; also view 0. */
    default void installed(SimulatedMember member, ViewRecord view) {}

    /**
     * A layer has announced something.
     *
     * @param layer which, from the bottom; {@link #HOST} if it was a part of the host that is no core
     */
    default void announced(SimulatedMember member, int layer, Notice notice) {}

    /** Whether {@link #stepped} is to be called; the answer may not change. */
    default boolean watchesSteps() {
        return false;
    }

    /** A member took one event. */
    default void stepped(SimulatedMember member, int layer) {}

    /** Whether {@link #sent} is to be called; the answer may not change. */
    default boolean watchesMessages() {
        return false;
    }

    /**
     * A member sent a message to one receiver, whether or not it arrives.
     *
     * @param to index of the receiver
     * @param message as its codec reads it; null if it cannot
     */
    default void sent(SimulatedMember from, int to, int layer, Object message) {}

    /** A member's state machine has executed an operation. */
    default void applied(SimulatedMember member, Delivery operation, byte[] result) {}

    /** The edge of a member refused what another sent: malformed, or not proved. */
    default void refused(SimulatedMember member, SimulatedMember sender, String why) {}

    /** Whether this observer has seen all that it waits for; a run ends early when all have, after the calm began. */
    default boolean satisfied() {
        return true;
    }

    /** The run is over. */
    default void ended() {}
}
