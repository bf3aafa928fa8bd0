package org.testudo.kernel.notice;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;

/**
 * This member keeps a journal and has nothing in it, and it was shown that its group has lived before: it waits for members that
 * remember, and forms no group without them. If more than n-Q have lost their state, nobody goes on by itself (GM-22). One faulty
 * member is enough to show it, also of a life in which the group had no journals: such a group has to be founded anew.
 *
 * @param there founders that are there and remember nothing either, itself included
 */
public record MemoryLost(List<MemberId> there) implements Notice {
    public MemoryLost {
        there = List.copyOf(there);
    }

    @Override
    public Level level() {
        return Level.ERROR;
    }

    @Override
    public String describe() {
        return "lived-before=true without-memory=" + there
                + " remedy=\"start members that have their journals; if more than n-Q have lost theirs, operators begin a new"
                + " life: testudo recover inspect; if the group had no journals then, give it another name or genesis\"";
    }
}
