package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;

/** Asks for missing values and bodies, first the leader, then those who voted; answers who asks (AB-18). */
final class Fetching {
    /** Slots for which is asked at once. */
    private static final int MAX_SLOTS = 16;
    /** Bytes in one answer, or a single request. */
    private static final int PART_BYTES = 128 << 10;

    /** How long an origin is not waited for whose body did not come in time. */
    private static final Duration LATE_FOR = Duration.ofMinutes(5);

    /** The most that are remembered of these; the earliest is forgotten. */
    private static final int MOST_LATE = 1_024;

    private final Ordering ordering;
    private final Window window;
    private final Log log;
    private final Budget budget;
    private final Turnaround turnaround;
    private final Map<Sent, Duration> sent = new LinkedHashMap<>();
    private final Map<Way, Duration> late = new LinkedHashMap<>();
    private final TreeMap<Long, Integer> attempts = new TreeMap<>();
    private Duration askedAt = Duration.ZERO;

    /** A large body that a peer was sent. */
    private record Sent(MemberId to, Digest body) {}

    /** On which bodies come to a peer. */
    private record Way(Origin from, MemberId to) {}

    Fetching(Ordering ordering, Window window, Log log, Budget budget, Turnaround turnaround) {
        this.ordering = ordering;
        this.window = window;
        this.log = log;
        this.budget = budget;
        this.turnaround = turnaround;
    }

    void install() {
        attempts.clear();
    }

    /** Asks for what the first slots under way lack, if they lack it for long enough. */
    void askDue() {
        Duration now = ordering.elapsed();
        if (now.minus(askedAt).compareTo(ordering.settings().busyPulse()) < 0) return;
        askedAt = now;
        attempts.headMap(ordering.delivered(), true).clear();
        int asked = 0;
        for (Slot slot : window.slots()) {
            if (asked == MAX_SLOTS) return;
            boolean due = now.minus(slot.since())
                            .compareTo(ordering.settings().busyPulse().dividedBy(2))
                    >= 0;
            List<Digest> lacking = lacking(slot);
            if (!due || lacking.isEmpty()) continue;
            asked++;
            int attempt = attempts.merge(slot.number(), 1, Integer::sum) - 1;
            ask(target(slot, attempt), slot.number(), lacking);
        }
    }

    /** Asks one who has just shown that it holds the slot. */
    void ask(MemberId holder, long number) {
        Slot slot = window.find(number);
        if (slot == null || holder.equals(ordering.self())) return;
        List<Digest> lacking = lacking(slot);
        if (!lacking.isEmpty()) ask(holder, number, lacking);
    }

    private void ask(MemberId holder, long slot, List<Digest> lacking) {
        ordering.out().send(holder, new Fetch(slot, lacking));
    }

    private List<Digest> lacking(Slot slot) {
        Optional<Digest> value = slot.expected(ordering.epoch());
        if (value.isEmpty()) return List.of();
        return slot.content(value.get())
                .map(content -> content.tooLarge() ? List.<Digest>of() : content.missing(Fetch.MAX))
                .orElse(List.of(value.get()));
    }

    private MemberId target(Slot slot, int attempt) {
        Set<MemberId> holders = new LinkedHashSet<>();
        if (slot.decision().isEmpty()) holders.add(ordering.leader());
        slot.decision().ifPresent(it -> it.votes().forEach(vote -> holders.add(vote.member())));
        ordering.choice().holders(slot.number()).forEach(vote -> holders.add(vote.member()));
        slot.prepares(ordering.epoch()).casts().forEach(cast -> holders.add(cast.member()));
        slot.commits(ordering.epoch()).casts().forEach(cast -> holders.add(cast.member()));
        holders.addAll(ordering.seating().members());
        holders.remove(ordering.self());
        List<MemberId> turns = new ArrayList<>(holders);
        return turns.isEmpty() ? ordering.self() : turns.get(attempt % turns.size());
    }

    void onFetch(MemberId from, Fetch fetch) {
        Slot slot = window.find(fetch.slot());
        List<Signed<Request>> bodies = new ArrayList<>();
        int bytes = 0;
        Set<Digest> wanted = new LinkedHashSet<>(fetch.wanted());
        for (Content content : contents(fetch.slot(), slot)) {
            if (wanted.contains(content.digest()) && budget.spend(from, (int) content.size())) {
                ordering.out().send(from, content.value());
            }
            for (Held each : content.bodies()) {
                if (each == null || !wanted.remove(each.digest())) continue;
                if (isOnItsWay(from, slot, each)) continue;
                if (!budget.spend(from, each.size())) break;
                bodies.add(each.signed());
                bytes += each.size();
                if (bytes < PART_BYTES && bodies.size() < Relay.MAX) continue;
                ordering.out().send(from, new Body(bodies));
                bodies = new ArrayList<>();
                bytes = 0;
            }
        }
        if (!bodies.isEmpty()) ordering.out().send(from, new Body(bodies));
    }

    /**
     * Who asks knows no sizes. A large body that is asked for as soon as a slot names it comes from its origin still, and one that was
     * sent takes its time: a further copy would make both late. But an origin whose body did not come in time is not waited for again
     * for a while, so that one that withholds its bodies from somebody gains that time once.
     */
    private boolean isOnItsWay(MemberId to, Slot slot, Held body) {
        if (!Turnaround.isLarge(body.size())) return false;
        Duration now = ordering.elapsed();
        Duration usual = turnaround.of(body.size());
        sent.values().removeIf(at -> now.minus(at).compareTo(Turnaround.LONGEST) > 0);
        late.values().removeIf(at -> now.minus(at).compareTo(LATE_FOR) > 0);
        Way way = new Way(body.request().origin(), to);
        Duration before = sent.get(new Sent(to, body.digest()));
        boolean young = slot != null && now.minus(slot.since()).compareTo(usual.dividedBy(4)) < 0;
        boolean comes = young && !late.containsKey(way);
        boolean again = before != null && now.minus(before).compareTo(usual) < 0;
        if (comes || again) return true;
        sent.put(new Sent(to, body.digest()), now);
        if (slot != null && !young) late.put(way, now);
        if (late.size() > MOST_LATE) late.remove(late.keySet().iterator().next());
        return false;
    }

    private List<Content> contents(long number, Slot slot) {
        if (slot != null) return slot.contents();
        return log.entry(number).map(it -> List.of(it.content())).orElse(List.of());
    }
}
