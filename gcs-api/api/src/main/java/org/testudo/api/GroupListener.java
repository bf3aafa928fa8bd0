package org.testudo.api;

/**
 * What a group tells the application. Calls come one at a time from the ordered lane, in the total order; a slow listener
 * delays only this member.
 */
public interface GroupListener {
    /** A view is in force from here on: later deliveries belong to it. Says what changed, why, and the evidence (GM-9). */
    default void onView(ViewChange change) {}

    /** A request of a member (not of a client) in its final place. */
    default void onDelivery(Delivery delivery) {}

    /** A fact from a layer of the stack, on the notice thread: not ordered with the other calls. */
    default void onNotice(Notice notice) {}
}
