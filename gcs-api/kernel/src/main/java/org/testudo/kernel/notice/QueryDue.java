package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.api.Principal;

/**
 * The application is to answer a question, between two deliveries, once it has executed this slot. The ordered lane says
 * {@link QueryDone}.
 *
 * @param id chosen by the layer that asks
 * @param client who wants to know
 * @param query as the client wrote it; not to be changed
 */
public record QueryDue(long id, Principal client, byte[] query, long slot) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "query-due=" + id + " client=" + client + " slot=" + slot;
    }
}
