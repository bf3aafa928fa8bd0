package org.testudo.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A member's handle on its group. Safe for use by several threads. */
public interface Group extends AutoCloseable {
    /** The group's configured name. */
    String name();

    /** This member. */
    MemberId self();

    /** The view in force at this member. */
    View view();

    /**
     * Has a payload delivered by every correct member, in the same place of the total order. Requests of this member are
     * delivered in the order of submission.
     *
     * @return completes at this member's own delivery; fails with {@link TestudoException} if the member stops first, or is to be
     *     excluded and merely kept for its vote (GM-19): then nothing that it asks for is done
     * @throws TestudoException if too many submissions are outstanding, the payload is too large, or the member is stopped, or
     *     is to be excluded
     */
    CompletableFuture<Delivery> submit(byte[] payload);

    /** How this member sees itself and the group now. Waits at most a second for the application; never fails. */
    Status status();

    /**
     * Leaves for good: this member's seat falls vacant, and a standby may take it (GM-18). Afterwards only {@link #close} makes
     * sense.
     *
     * @param patience how long to wait for the group to agree
     * @throws TestudoException if it has not agreed by then, with the reason, such as that too few would be left; the wish
     *     stands, and the member goes on until the group can spare it
     */
    void retire(Duration patience);

    /**
     * Stops this member and frees what it holds; idempotent. It says goodbye and keeps its seat: it is inactive until it comes
     * back as a new start. If the group cannot agree to that at once, it goes all the same, as if it had crashed.
     */
    @Override
    void close();
}
