package org.testudo.gacp.core;

import org.testudo.api.Notice;
import org.testudo.kernel.statement.Origin;

/**
 * A client's request is not taken: the host tells the client.
 *
 * @param detail for people
 */
public record Rejected(Origin client, long number, Rejection why, String detail) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "rejected=" + client.principal() + "/" + client.incarnation() + "#" + number + " why=" + why;
    }
}
