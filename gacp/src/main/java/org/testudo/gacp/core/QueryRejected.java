package org.testudo.gacp.core;

import org.testudo.api.Notice;

/**
 * A client's query is not answered: the host tells the client, which asks in the order.
 *
 * @param detail for people
 */
public record QueryRejected(QueryOffered query, Rejection why, String detail) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "rejected-" + query.describe() + " why=" + why;
    }
}
