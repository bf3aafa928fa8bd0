package org.testudo.membership.core;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;

/**
 * Accusations by members on their own observation (GM-3, GM-20): Q distinct fresh ones exclude, the newest word of each
 * accuser counts. Replicated state, at most one entry per pair of seats.
 */
final class Accusations {
    /** How long a word counts, by agreed time. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private record Seated(MemberId member, long incarnation) {
        static Seated of(Occupant occupant) {
            return new Seated(occupant.member(), occupant.incarnation());
        }
    }

    private final Quorum quorum;
    private final Map<Seated, Map<Seated, Instant>> words = new LinkedHashMap<>();

    Accusations(Quorum quorum) {
        this.quorum = quorum;
    }

    /** Takes an accuser's word and says who accuses the target by fresh words, in the order in which they first did. */
    List<MemberId> accuse(Occupant accuser, Occupant target, Instant agreedTime, Seats seats) {
        Map<Seated, Instant> ofTarget = words.computeIfAbsent(Seated.of(target), any -> new LinkedHashMap<>());
        if (!accuser.member().equals(target.member())) ofTarget.put(Seated.of(accuser), agreedTime);
        Instant oldest = agreedTime.minus(FRESH);
        ofTarget.entrySet().removeIf(word -> word.getValue().isBefore(oldest) || !sits(word.getKey(), seats));
        return ofTarget.keySet().stream().map(Seated::member).toList();
    }

    boolean enough(List<MemberId> accusers) {
        return accusers.size() >= quorum.intersecting();
    }

    /** Forgets who no longer sits, as accuser and as target. */
    void retain(Seats seats) {
        words.keySet().removeIf(target -> !sits(target, seats));
        words.values().forEach(accusers -> accusers.keySet().removeIf(accuser -> !sits(accuser, seats)));
    }

    private static boolean sits(Seated seated, Seats seats) {
        return seats.occupant(seated.member(), seated.incarnation()).isPresent();
    }
}
