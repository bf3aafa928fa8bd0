package org.testudo.kernel.order;

/** What an ordering knows of a request. The order is part of the wire format: add at the end. */
public enum RequestClass {
    /** For the application: an operation of a client or a payload of a member. */
    APPLICATION,
    /** A command that may change the membership: travels in the control lane and raises the barrier (AB-14, AB-20). */
    CONTROL,
    /** Opens or closes a client's session (AB-22): number 1 with a card opens it, an empty body closes it. */
    SESSION,
    /** Forms the group: the one command of view 0, of the life {@link org.testudo.kernel.statement.Lives#forming} (GM-21). */
    FORMATION
}
