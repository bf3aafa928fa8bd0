package org.testudo.kernel.notice;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * A later start of this member is there, that is, another process with its credentials: the later wins, and this one can never
 * act again (GM-23). The host sets its journal aside, if it has one, and stops.
 *
 * @param by f+1 peers that refuse this start; empty if the order has told it
 */
public record Superseded(List<MemberId> by) implements Notice {
    public Superseded {
        by = List.copyOf(by);
    }

    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "superseded-by-a-later-start told-by=" + (by.isEmpty() ? "order" : by);
    }
}
