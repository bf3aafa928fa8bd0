package org.testudo.membership.core;

import java.util.Collection;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;

/**
 * How far the seats may thin out (GM-18): a view whose seats cannot vote could order nothing, not even the commands that
 * would mend it.
 */
final class Floor {
    private final ViewKeys keys;
    private final Activity activity;

    Floor(ViewKeys keys, Activity activity) {
        this.keys = keys;
        this.activity = activity;
    }

    /** Whether Q others are ready when this member goes. */
    boolean allows(MemberId goes, Seats seats, boolean replaced) {
        long ready = seats.occupants().stream()
                .map(Occupant::member)
                .filter(member -> !member.equals(goes) && ready(member))
                .count();
        return ready + (replaced ? 1 : 0) >= seats.quorum().intersecting();
    }

    /** Whether Q of the next number of seats are ready when only these members stay and as many newcomers, who are, come. */
    boolean allows(Quorum next, Collection<MemberId> stay, int newcomers) {
        return stay.stream().filter(this::ready).count() + newcomers >= next.intersecting();
    }

    /** Whether a next view could vote at all: a view uses up a key of every seat. */
    boolean allowsView(Seats seats) {
        return seats.occupants().stream()
                        .filter(occupant -> keys.has(occupant.member()))
                        .count()
                >= seats.quorum().intersecting();
    }

    /** What an operator is told who waits for it. */
    String why(Seats seats) {
        return why(seats.quorum());
    }

    static String why(Quorum quorum) {
        return "fewer than " + quorum.intersecting() + " seats could vote without it";
    }

    private boolean ready(MemberId member) {
        return keys.has(member) && !activity.joining(member) && !activity.disconnected(member);
    }
}
