package org.testudo.gacp.core;

import org.testudo.api.Notice;

/**
 * A client's query has its answer: the host signs it if the view is still in force, and sends it to the client.
 *
 * @param view in which this member answers
 * @param failed whether the application refused; the result is then the error's text
 */
public record QueryAnswered(QueryOffered query, long view, boolean failed, byte[] result) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "answered-" + query.describe() + " view=" + view + " failed=" + failed;
    }
}
