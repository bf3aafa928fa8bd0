package org.testudo.kernel.notice;

import org.testudo.api.Notice;

/**
 * A layer above has a question that is to be answered without a place in the order, and asks the ordering from when on this
 * member may answer it (AB-30). The ordering says {@link ReadReady}, or never.
 *
 * @param id chosen by the layer that asks
 */
public record ReadAsked(long id) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "read-asked=" + id;
    }
}
