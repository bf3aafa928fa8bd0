package org.testudo.gacp.server;

import org.testudo.api.Notice;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.StackContext;

/** What the client port needs of the member behind it. Safe for use by several threads. */
public interface AccessPoint {
    StackContext context();

    /** The view in force at this member. */
    ViewRecord viewInForce();

    /** Posts a notice to all layers; false if it could not be taken. */
    boolean announce(Notice notice);

    /** How this member sees itself and the group, as JSON. */
    String status();
}
