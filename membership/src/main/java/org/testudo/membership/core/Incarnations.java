package org.testudo.membership.core;

import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.MemberId;

/**
 * The latest start of each member that was ever seated or admitted (GM-23). It is kept when the member goes: else whoever
 * holds an old signed request to join could seat a start that has long ended. Replicated state, one per name of the roster.
 */
final class Incarnations {
    private final Map<MemberId, Long> latest = new TreeMap<>();

    boolean isLater(MemberId member, long incarnation) {
        return incarnation > latest.getOrDefault(member, 0L);
    }

    void began(MemberId member, long incarnation) {
        latest.put(member, incarnation);
    }

    /** The latest start of this member; 0 if it was never seated or admitted. */
    long latest(MemberId member) {
        return latest.getOrDefault(member, 0L);
    }
}
