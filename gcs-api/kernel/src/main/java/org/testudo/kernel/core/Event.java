package org.testudo.kernel.core;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewRecord;

/** Everything that can happen to a core. */
public sealed interface Event<M> {
    /** A view is in force from here on. The first event of every core is the view in which it begins. */
    record Installed<M>(ViewRecord view) implements Event<M> {}

    /** The control command in this slot changed no view: go on (AB-14). */
    record Unchanged<M>(long slot) implements Event<M> {}

    /** From the layer above. */
    record Submitted<M>(Payload payload) implements Event<M> {}

    /** From the layer below. */
    record Delivered<M>(SlotDelivery delivery) implements Event<M> {}

    /** From a peer, or from this member itself, already authenticated. */
    record Received<M>(Authentic<M> message) implements Event<M> {}

    record TimerFired<M>(TimerId timer) implements Event<M> {}

    /** A fact from another layer of the stack. */
    record Noticed<M>(Notice notice) implements Event<M> {}

    /**
     * A message whose sender is known, and which was dropped because a claim nested in it does not hold; not one of its sender's
     * own signature. Claims before that one hold. What is signed may convict whoever signed it (AD-10).
     */
    record Refuted<M>(Authentic<M> message, Claim claim) implements Event<M> {}

    /** A lane overflowed: something of this peer is missing (HOST-4). */
    record Gap<M>(MemberId from) implements Event<M> {}

    /** What was asked of {@link Action.Persist} is durable (AB-25). */
    record Persisted<M>(EntryId entry) implements Event<M> {}

    /**
     * What the journal holds of this core, in the order in which it was asked for: in a start that goes on where the last one
     * ended, once, after the first view (AB-26). Begins no later than with the last base that was completed. Until
     * {@link org.testudo.kernel.notice.Replayed} the core brings its state back, and neither speaks nor asks for anything.
     */
    record Restored<M>(List<byte[]> entries) implements Event<M> {}

    /** The application has executed this slot; the digest is of its results. */
    record Applied<M>(long slot, Digest result) implements Event<M> {}

    /** A computation asked for is done. */
    record Computed<M>(TaskId task, byte[] result) implements Event<M> {}
}
