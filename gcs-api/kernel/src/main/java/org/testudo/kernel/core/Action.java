package org.testudo.kernel.core;

import java.time.Duration;
import java.util.function.Supplier;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.view.ViewRecord;

/** Everything that a core can ask for. Actions take effect in the order in which they were asked for. */
public sealed interface Action<M> {
    /** To one occupant of a seat, signed first if its codec says so; to oneself it comes back as {@link Event.Received}. */
    record Send<M>(MemberId to, M message) implements Action<M> {}

    /** To every occupant of a seat, oneself included, signed once if its codec says so. */
    record Multicast<M>(M message) implements Action<M> {}

    /** To the layer below. */
    record Submit<M>(Payload payload) implements Action<M> {}

    /** To the layer above. */
    record Deliver<M>(SlotDelivery delivery) implements Action<M> {}

    /** To every other layer, below and above: this view is in force. */
    record Install<M>(ViewRecord view) implements Action<M> {}

    /** To the layers below: {@link Event.Unchanged}. */
    record Release<M>(long slot) implements Action<M> {}

    /** Fires once after this time; replaces an armed timer of this name. */
    record ArmTimer<M>(TimerId timer, Duration after) implements Action<M> {}

    record DisarmTimer<M>(TimerId timer) implements Action<M> {}

    /**
     * Durable before any later action of this core takes effect (AB-25).
     *
     * @param role says which earlier entries of this core need not be kept once this one is durable
     */
    record Persist<M>(EntryId entry, byte[] content, EntryRole role) implements Action<M> {
        /** One that adds to those before it. */
        public Persist(EntryId entry, byte[] content) {
            this(entry, content, EntryRole.ADDS);
        }
    }

    /** To every other layer of the stack. */
    record Announce<M>(Notice notice) implements Action<M> {}

    /** Heavy pure computation, off the loop; its result is {@link Event.Computed}. */
    record Compute<M>(TaskId task, Supplier<byte[]> work) implements Action<M> {}
}
