package org.testudo.gacp.core;

import org.testudo.api.Notice;
import org.testudo.api.Principal;

/**
 * A client asks something that needs no place in the order. It is not signed: nobody is told of it but the member that is
 * asked, over the connection that proves who asks.
 *
 * @param session of the client, on whose streams the answer goes out
 * @param number of the query among those of the client
 * @param body what it wants to know
 */
public record QueryOffered(Principal client, long session, long number, byte[] body) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "query=" + client + "/" + session + "#" + number + " bytes=" + body.length;
    }
}
