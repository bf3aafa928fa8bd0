package org.testudo.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * What a {@link StateMachine} also implements so that its group can take checkpoints: then the group need not keep what it
 * has ordered for ever, and a member that joins or was away is given the state instead of all that led to it. Without it the
 * group keeps its log, up to {@code ordering.log-limit}, and stops there. A group without a state machine asks the same of its
 * {@link GroupListener}. It is a property of the group, so all its members must have it or none: one without it counts as a
 * faulty member when the others sign a state, and stays out if it ever lacks slots that they have forgotten.
 *
 * <p>Called by the thread that calls the state machine, between two slots. While a state is being written nothing is applied
 * at this member; the group goes on.
 */
public interface Snapshots {
    /**
     * Writes the whole state. Equal states must give equal bytes at all members: no hash order, no clock, no addresses. Every
     * so many slots these bytes are kept in memory, up to four times at once.
     *
     * @throws IOException if it cannot be written; this member then takes no part in checkpoints until it starts again, and
     *     is given no state either
     */
    void writeSnapshot(OutputStream out) throws IOException;

    /**
     * Takes a state, which a quorum of the group has signed, in place of the present one. What follows are the operations
     * after it.
     *
     * @throws IOException if it cannot be read, by another version of the application say; this member then stops
     */
    void readSnapshot(InputStream in) throws IOException;
}
