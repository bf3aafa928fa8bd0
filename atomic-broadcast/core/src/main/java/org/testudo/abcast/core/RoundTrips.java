package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * How long a message to a quorum and its answers take (AB-4, AB-20). Each member's round trip is what the failure detector of
 * this member measured; f members can make theirs as long or as short as they like. So this takes the Q-th shortest, its own
 * of nothing among them: at least Q members are correct, so it is never longer than the longest of a correct one; and of the
 * Q shortest f are false at most, so it is never shorter than the shortest of a correct peer.
 */
final class RoundTrips {
    private final AbcastRules rules;
    private final Map<MemberId, Duration> measured = new LinkedHashMap<>();
    private ViewRecord view;
    private Duration quorum = Duration.ZERO;

    RoundTrips(AbcastRules rules) {
        this.rules = rules;
    }

    /** A view is in force: who holds no seat does not count. */
    void install(ViewRecord record) {
        view = record;
        measured.keySet().removeIf(each -> record.occupant(each).isEmpty());
        quorum = compute();
    }

    /** The round trip to a member was measured. */
    void measured(MemberId member, Duration roundTrip) {
        if (view == null || view.occupant(member).isEmpty()) return;
        measured.put(member, roundTrip);
        quorum = compute();
    }

    /** That of a quorum; nothing while too few are measured, and at most {@link AbcastSettings#LONGEST_ROUND_TRIP}. */
    Duration ofQuorum() {
        return quorum;
    }

    private Duration compute() {
        List<Duration> all = new ArrayList<>();
        all.add(Duration.ZERO);
        for (Occupant each : view.occupants()) {
            if (measured.containsKey(each.member())) all.add(measured.get(each.member()));
        }
        int rank = rules.roundTrip(view.quorum());
        if (all.size() < rank) return Duration.ZERO;
        Collections.sort(all);
        Duration found = all.get(rank - 1);
        return found.compareTo(AbcastSettings.LONGEST_ROUND_TRIP) > 0 ? AbcastSettings.LONGEST_ROUND_TRIP : found;
    }
}
