package org.testudo.gacp.client;

import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.MemberId;

/**
 * What to do about members who say that the client has come to the wrong life of the group (GM-21, CA-8). Until a quorum has
 * confirmed the present view, the chain may have come from one member that serves a life that is over: then f+1 who say so are
 * believed, and the chain is asked for again, from others. Used by one thread.
 */
final class OtherLife {
    private final Set<MemberId> saying = new TreeSet<>();
    private final Set<MemberId> misleading = new TreeSet<>();
    private MemberId source;

    /** This member brought the first step of the chain. */
    void ledBy(MemberId member) {
        source = member;
    }

    /** Whether this member has led this client astray before. */
    boolean misleads(MemberId member) {
        return misleading.contains(member);
    }

    /** Takes note of a member that is in another life; whether one of those that say so is correct. */
    boolean says(MemberId member, int oneCorrect) {
        saying.add(member);
        return saying.size() >= oneCorrect;
    }

    /** The chain begins again. */
    void restart() {
        saying.clear();
        if (source != null) misleading.add(source);
        source = null;
    }
}
