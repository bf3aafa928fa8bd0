package org.testudo.membership.core;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What occupants say of each other on their own observation: accusations, or suspicions (GM-3, GM-20). The newest word of each
 * counts, while it is fresh by agreed time and both still sit with the incarnation that it names. Replicated state, at most one
 * entry per pair of seats.
 */
final class Words {
    /** How long a word counts, by agreed time. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private record Seated(MemberId member, long incarnation) {
        void write(WireWriter out) {
            out.writeText(member.name()).writeLong(incarnation);
        }

        static Seated read(WireReader in) throws MalformedException {
            return new Seated(Origin.readMember(in), in.readCount());
        }

        static Seated of(Occupant occupant) {
            return new Seated(occupant.member(), occupant.incarnation());
        }
    }

    private final Map<Seated, Map<Seated, Instant>> words = new LinkedHashMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(List.copyOf(words.entrySet()), (each, to) -> {
            each.getKey().write(to);
            to.writeList(List.copyOf(each.getValue().entrySet()), (word, too) -> {
                word.getKey().write(too);
                Times.write(word.getValue(), too);
            });
        });
    }

    void restore(WireReader in) throws MalformedException {
        words.clear();
        in.readList(Parts.MOST, each -> {
            Map<Seated, Instant> ofTarget = new LinkedHashMap<>();
            words.put(Seated.read(each), ofTarget);
            return each.readList(Parts.MOST, word -> ofTarget.put(Seated.read(word), Times.readInstant(word)) == null);
        });
    }

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

    /** Forgets all that this member has said. */
    void silence(MemberId speaker) {
        words.values()
                .forEach(
                        ofTarget -> ofTarget.keySet().removeIf(it -> it.member().equals(speaker)));
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
