package org.testudo.api;

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
     * @return completes at this member's own delivery; fails with {@link TestudoException} if the member stops first
     * @throws TestudoException if too many submissions are outstanding, the payload is too large, or the member is stopped
     */
    CompletableFuture<Delivery> submit(byte[] payload);

    /** How this member sees itself and the group now. Waits at most a second for the application; never fails. */
    Status status();

    /** Stops this member and frees what it holds; idempotent. Others go on without it. */
    @Override
    void close();
}
