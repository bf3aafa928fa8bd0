package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.ClockDiffers;
import org.testudo.kernel.notice.OwnClockOff;
import org.testudo.kernel.statement.Digest;

/**
 * Judges the time of fresh proposals by this member's wall clock, and says so when they are too far apart (AB-27). Whose clock
 * is wrong the group tells: if a quorum decides what this member refuses, its own. A leader that shows one member another time
 * than the others cannot bring that about, since what is decided is not what it has shown.
 */
final class Clock {
    private static final Duration SELDOM = Duration.ofMinutes(1);

    /** What was refused in a slot, by its first sight: how far this member's clock was ahead. */
    private record Refusal(MemberId leader, Digest value, Duration ahead) {}

    private final Ordering ordering;
    private final TreeMap<Long, Refusal> refused = new TreeMap<>();
    private final Map<MemberId, Duration> told = new TreeMap<>();

    Clock(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Whether a fresh proposal is near enough to be voted for. Of slots of the window only, so that is the bound. */
    boolean near(long slot, Content content) {
        Duration ahead =
                Duration.between(content.value().time(), ordering.out().now().wallClock());
        if (ahead.abs().compareTo(ordering.settings().skew()) <= 0) return true;
        refused.putIfAbsent(slot, new Refusal(ordering.leader(), content.digest(), ahead));
        return false;
    }

    /** A slot is decided and delivered. */
    void delivered(long slot, Digest value) {
        Refusal refusal = refused.get(slot);
        if (refusal != null && refusal.value.equals(value) && due(ordering.self())) {
            ordering.out()
                    .announce(new OwnClockOff(refusal.ahead, ordering.settings().skew()));
        }
        refused.headMap(slot, true).clear();
    }

    /** An epoch begins: what was refused in the one before has not been decided. */
    void begin() {
        List<Refusal> undecided = new ArrayList<>(refused.values());
        refused.clear();
        for (Refusal each : undecided) {
            boolean other = !each.leader.equals(ordering.self());
            if (other && due(each.leader)) {
                ordering.out()
                        .announce(new ClockDiffers(
                                each.leader,
                                each.ahead.negated(),
                                ordering.settings().skew()));
            }
        }
    }

    /** A view begins: what was not decided before is void, whatever its time. */
    void install() {
        refused.clear();
        told.keySet()
                .removeIf(member -> ordering.seating().record().occupant(member).isEmpty());
    }

    private boolean due(MemberId member) {
        Duration last = told.get(member);
        if (last != null && ordering.elapsed().minus(last).compareTo(SELDOM) < 0) return false;
        told.put(member, ordering.elapsed());
        return true;
    }
}
