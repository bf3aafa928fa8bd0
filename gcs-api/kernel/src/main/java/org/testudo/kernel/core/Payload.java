package org.testudo.kernel.core;

import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;

/** What a layer hands down to have ordered. */
public sealed interface Payload {
    /** This member's own request: the ordering numbers it and has it signed. */
    record Own(RequestClass kind, byte[] body) implements Payload {}

    /** Another principal's signed request, of which this member is the contact. */
    record Relayed(Signed<Request> request) implements Payload {}
}
