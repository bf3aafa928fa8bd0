package org.testudo.simulator.toy;

import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;

/** What the members of the toy ordering tell each other. */
sealed interface ToyMessage {
    /** To the first member: order this. */
    record Wish(RequestClass kind, byte[] body) implements ToyMessage {}

    /** From the first member: this is in that slot. */
    record Line(long slot, long time, Request request) implements ToyMessage {}

    /** Signed with the key of the view: I am in it. */
    record Hello(long view, long number) implements ToyMessage {}
}
