package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Occupant;

/**
 * Sends delivered slots to who lacks them, whole, so that nothing has to be asked for (AB-15, AB-29). While a peer makes
 * progress each slot comes from one active member, in turn, and the next ones follow as fast as the peer takes them; if it
 * makes none, every member sends it what comes next, and f+1 serve each slot for a while: a traitor whose turn it is costs
 * the peer its patience now and then, and no more.
 */
final class Replay {
    /** A peer is served so much of the window before it is the next member's turn, and before it tells its status again. */
    private static final int BURSTS = 4;
    /** Windows for which f+1 serve a peer that has made no progress. */
    private static final int WARY = 8;

    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Ordering ordering;
    private final Log log;
    private final Budget budget;
    private final StateServing states;
    private final Map<MemberId, Pace> paces = new LinkedHashMap<>();

    /** How a peer is served. */
    private static final class Pace {
        private long delivered;
        private long sentTo;
        private long waryTo;
        private Duration repeatAt = Duration.ZERO;
        private Duration patience;

        Pace(Duration patience) {
            this.patience = patience;
        }
    }

    Replay(Ordering ordering, Log log, Budget budget, StateServing states) {
        this.ordering = ordering;
        this.log = log;
        this.budget = budget;
        this.states = states;
    }

    void install() {
        paces.keySet().removeIf(each -> !ordering.serves(each));
    }

    /** How many slots a learner delivers before it says so at once. */
    static int burst(Ordering ordering) {
        return Math.max(1, ordering.settings().window() / BURSTS);
    }

    /** Sends what a peer of this status lacks and may be sent now; whether that was anything. */
    boolean serve(MemberId to, Status status, boolean progressed) {
        if (status.view() > ordering.view()) return false;
        if (isForgotten(status.delivered() + 1)) return states.offer(to, status.view());
        Pace pace = paces.computeIfAbsent(to, any -> new Pace(ordering.patience()));
        boolean anew = status.delivered() < pace.delivered; // it has lost its memory
        pace.delivered = status.delivered();
        if (progressed) pace.patience = ordering.patience();
        long last = last(status);
        if (last <= status.delivered()) return false; // also of the last slot that there can be
        boolean repeats = !progressed;
        if (repeats && ordering.elapsed().compareTo(pace.repeatAt) < 0) return false;
        if (repeats)
            pace.waryTo = status.delivered() + (long) WARY * ordering.settings().window();
        boolean first = repeats || anew || pace.sentTo < status.delivered();
        pace.sentTo = first ? status.delivered() : pace.sentTo;
        boolean sent = send(to, pace, last, repeats);
        pace.repeatAt = ordering.elapsed().plus(pace.patience);
        if (repeats) pace.patience = atMost(LONGEST, pace.patience.multipliedBy(2));
        return sent;
    }

    private boolean isForgotten(long slot) {
        return slot > 0 && slot <= ordering.delivered() && log.entry(slot).isEmpty();
    }

    /** Of a closed view only its own slots, the next ones come after (AB-15); and no further than the peer's window. */
    private long last(Status status) {
        long last =
                status.view() < ordering.view() ? log.lastSlotOf(status.view()).orElse(0L) : ordering.delivered();
        return Math.min(last, status.delivered() + ordering.settings().window());
    }

    private boolean send(MemberId to, Pace pace, long last, boolean all) {
        boolean sent = false;
        List<MemberId> servers = servers(to);
        for (long slot = pace.sentTo + 1; slot <= last; slot++) {
            if (all || appointed(servers, slot, slot <= pace.waryTo)) {
                Optional<Log.Entry> entry = log.entry(slot).filter(it -> !ordering.young(it.since()));
                if (entry.isEmpty() || !budget.spend(to, size(entry.get()))) return sent;
                ordering.out().send(to, decided(entry.get()));
                sent = true;
            }
            pace.sentTo = slot;
        }
        return sent;
    }

    private static int size(Log.Entry entry) {
        return entry.certificate().size() + (int) entry.content().size();
    }

    private static Decided decided(Log.Entry entry) {
        List<Signed<Request>> bodies =
                entry.content().bodies().stream().map(Held::signed).toList();
        return new Decided(entry.certificate(), entry.content().value(), bodies);
    }

    private List<MemberId> servers(MemberId peer) {
        return ordering.seating().record().occupants().stream()
                .filter(Occupant::active)
                .map(Occupant::member)
                .filter(each -> !each.equals(peer))
                .toList();
    }

    /** Whether it is this member's turn to send a slot, alone or as one of f+1. */
    private boolean appointed(List<MemberId> servers, long slot, boolean wary) {
        int own = servers.indexOf(ordering.self());
        if (own < 0) return false;
        int turn = (int) (slot / burst(ordering) % servers.size());
        int distance = Math.floorMod(own - turn, servers.size());
        return distance < (wary ? ordering.seating().quorum().oneCorrect() : 1);
    }

    private static Duration atMost(Duration most, Duration some) {
        return some.compareTo(most) > 0 ? most : some;
    }
}
