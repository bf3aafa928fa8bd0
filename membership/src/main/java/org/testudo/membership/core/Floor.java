package org.testudo.membership.core;

import org.testudo.api.MemberId;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;

/**
 * How far the seats may thin out (GM-18): a view whose seats cannot vote could order nothing, not even the commands that
 * would mend it.
 */
final class Floor {
    private final Quorum quorum;
    private final ViewKeys keys;
    private final Activity activity;

    Floor(Quorum quorum, ViewKeys keys, Activity activity) {
        this.quorum = quorum;
        this.keys = keys;
        this.activity = activity;
    }

    /** Whether Q others are ready when this member goes. */
    boolean allows(MemberId goes, Seats seats, boolean replaced) {
        long ready = seats.occupants().stream()
                .map(Occupant::member)
                .filter(member -> !member.equals(goes) && ready(member))
                .count();
        return ready + (replaced ? 1 : 0) >= quorum.intersecting();
    }

    /** Whether a next view could vote at all: a view uses up a key of every seat. */
    boolean allowsView(Seats seats) {
        return seats.occupants().stream()
                        .filter(occupant -> keys.has(occupant.member()))
                        .count()
                >= quorum.intersecting();
    }

    /** What an operator is told who waits for it. */
    String why() {
        return why(quorum);
    }

    static String why(Quorum quorum) {
        return "fewer than " + quorum.intersecting() + " seats could vote without it";
    }

    private boolean ready(MemberId member) {
        return keys.has(member) && !activity.joining(member) && !activity.disconnected(member);
    }
}
