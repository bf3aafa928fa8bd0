package org.testudo.membership.core;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Occupant;

/**
 * What occupants say of each other on their own observation: accusations, or suspicions (GM-3, GM-20). The newest word of each
 * counts, while it is fresh by agreed time and both still sit with the incarnation that it names. Replicated state, at most one
 * entry per pair of seats.
 */
final class Words {
    /** How long a word counts, by agreed time. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private record Seated(MemberId member, long incarnation) {
        static Seated of(Occupant occupant) {
            return new Seated(occupant.member(), occupant.incarnation());
        }
    }

    private final Map<Seated, Map<Seated, Instant>> words = new LinkedHashMap<>();

    /** Takes an occupant's word against another and says who speaks against it freshly, in the order in which they first did. */
    List<MemberId> say(Occupant speaker, Occupant target, Instant agreedTime, Seats seats) {
        Map<Seated, Instant> ofTarget = words.computeIfAbsent(Seated.of(target), any -> new LinkedHashMap<>());
        if (!speaker.member().equals(target.member())) ofTarget.put(Seated.of(speaker), agreedTime);
        Instant oldest = agreedTime.minus(FRESH);
        ofTarget.entrySet().removeIf(word -> word.getValue().isBefore(oldest) || !sits(word.getKey(), seats));
        return ofTarget.keySet().stream().map(Seated::member).toList();
    }

    /** The speaker takes its word back. */
    void withdraw(Occupant speaker, Occupant target) {
        words.getOrDefault(Seated.of(target), new LinkedHashMap<>()).remove(Seated.of(speaker));
    }

    /** What was said against this member has had its effect, or can have none. */
    void useUp(MemberId target) {
        words.keySet().removeIf(seated -> seated.member().equals(target));
    }

    /** When this speaker's word against the target was said; null if none stands. */
    Instant said(Occupant speaker, Occupant target) {
        Map<Seated, Instant> ofTarget = words.get(Seated.of(target));
        return ofTarget == null ? null : ofTarget.get(Seated.of(speaker));
    }

    /** Forgets who no longer sits, as speaker and as target. */
    void retain(Seats seats) {
        words.keySet().removeIf(target -> !sits(target, seats));
        words.values().forEach(speakers -> speakers.keySet().removeIf(speaker -> !sits(speaker, seats)));
    }

    private static boolean sits(Seated seated, Seats seats) {
        return seats.occupant(seated.member(), seated.incarnation()).isPresent();
    }
}
