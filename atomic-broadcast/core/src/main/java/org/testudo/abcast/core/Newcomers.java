package org.testudo.abcast.core;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Origin;

/**
 * Streams of which nothing is delivered yet: a client's sessions to be opened, a sensor's new boot, a new start of a member
 * that asks for a seat. Bounded per principal, and kept by an order that all members share, so that members under one flood
 * keep the same: of a client the lowest session numbers, of a sensor the highest boot, of a member the latest start. The
 * backlogs of those who sit are as many as seats.
 */
final class Newcomers {
    /** Sessions of one client that may wait to be opened. */
    static final int MAX_OPENINGS = 16;

    private final Map<Principal, TreeMap<Long, Backlog>> backlogs = new TreeMap<>();

    static boolean isClient(Origin origin) {
        return origin.principal().kind() == Principal.Kind.CLIENT;
    }

    /** Adds a backlog; answers the one that has to go for it, which may be itself, or null. */
    Backlog add(Backlog backlog) {
        Origin origin = backlog.origin();
        TreeMap<Long, Backlog> own = backlogs.computeIfAbsent(origin.principal(), who -> new TreeMap<>());
        Backlog sameNumber = own.get(origin.incarnation());
        if (sameNumber != null) return backlog; // one number under two keys: the first stays
        own.put(origin.incarnation(), backlog);
        int most = isClient(origin) ? MAX_OPENINGS : 1;
        if (own.size() <= most) return null;
        return isClient(origin)
                ? own.pollLastEntry().getValue()
                : own.pollFirstEntry().getValue();
    }

    void remove(Backlog backlog) {
        Principal who = backlog.origin().principal();
        TreeMap<Long, Backlog> own = backlogs.get(who);
        if (own == null || own.get(backlog.origin().incarnation()) != backlog) return;
        own.remove(backlog.origin().incarnation());
        if (own.isEmpty()) backlogs.remove(who);
    }

    /**
     * One of the principal's newcomers was delivered: the leader has served it, so the others' waiting begins anew. (Else a
     * client that floods the leader with openings, but not this member, would make this member complain of the leader.)
     */
    void progress(Origin origin, Duration now, long deliveredRequests) {
        TreeMap<Long, Backlog> own = backlogs.get(origin.principal());
        if (own != null) own.values().forEach(each -> each.restartHead(now, deliveredRequests));
    }
}
