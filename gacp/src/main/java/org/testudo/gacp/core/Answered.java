package org.testudo.gacp.core;

import java.util.Optional;
import org.testudo.api.Notice;

/**
 * A client's request has its answer: the host signs it under the view in force and sends it to the client.
 *
 * @param result empty when only its digest is kept
 */
public record Answered(Reply reply, Optional<byte[]> result) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "answered=" + reply.client().principal() + "/" + reply.client().incarnation() + "#" + reply.number()
                + " slot=" + reply.slot() + " failed=" + reply.failed();
    }
}
