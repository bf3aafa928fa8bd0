package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;

/**
 * Requests that wait for their order. Who gets in is a function of the delivered prefix (AB-19): the next P numbers of an
 * origin, one body per number, lower numbers before higher ones; so a correct leader has room for whatever another correct
 * member has room for.
 */
final class Pool {
    private final Ordering ordering;
    private final Sequences sequences;
    private final Misconduct misconduct;
    private final Turnaround turnaround;
    private final Map<Origin, Backlog> backlogs = new LinkedHashMap<>();
    private final Map<Digest, Held> byDigest = new LinkedHashMap<>();
    private final Newcomers newcomers = new Newcomers();
    private long bytes;
    private long delivered;

    Pool(Ordering ordering, Sequences sequences, Misconduct misconduct, Turnaround turnaround) {
        this.misconduct = misconduct;
        this.turnaround = turnaround;
        this.ordering = ordering;
        this.sequences = sequences;
    }

    int size() {
        return byDigest.size();
    }

    long bytes() {
        return bytes;
    }

    Held find(Digest request) {
        return byDigest.get(request);
    }

    Collection<Backlog> backlogs() {
        return backlogs.values();
    }

    Backlog backlog(Origin origin) {
        return backlogs.get(origin);
    }

    /** How many requests have been delivered; what a head's overtaking is measured by. */
    long deliveredRequests() {
        return delivered;
    }

    /** Takes a request whose signature is verified, if there is room for it. */
    boolean offer(Held held) {
        Request request = held.request();
        long next = sequences.next(request.origin());
        if (!inWindow(request, next) || byDigest.containsKey(held.digest())) return false;
        Backlog backlog = backlogs.get(request.origin());
        Held first = backlog == null ? null : backlog.get(request.number());
        if (first != null) {
            misconduct.numberedTwice(first.signed(), held.signed());
            return false;
        }
        if (!fits(held, backlog, next)) return false;
        if (backlog == null) backlog = begin(request.origin());
        if (backlog == null) return false;
        put(backlog, held);
        backlog.refreshHead(next, ordering.elapsed(), delivered);
        return true;
    }

    private boolean inWindow(Request request, long next) {
        if (next == Numbers.NONE || !sequences.permits(request)) return false;
        if (request.body().length > ordering.settings().largest(request.kind())) return false;
        if (request.opensSession()
                && sequences.sessions().open() >= ordering.settings().sessions()) return false;
        boolean unopened = request.opensSession() || next == 1 && Newcomers.isClient(request.origin());
        int room = unopened ? 1 : ordering.settings().poolPerOrigin();
        return request.number() >= next && request.number() < next + room;
    }

    private boolean fits(Held held, Backlog backlog, long next) {
        long number = held.request().number();
        if (bytes > 2L * AbcastSettings.POOL_BYTES && !held.control()) return false;
        if (bytes > AbcastSettings.POOL_BYTES && !held.control() && number != next) return false;
        return backlog == null
                || number == next
                || backlog.bytesBefore(number) + held.size() <= AbcastSettings.POOL_BYTES_PER_ORIGIN;
    }

    private Backlog begin(Origin origin) {
        Backlog backlog = new Backlog(origin);
        if (sequences.begun(origin)) {
            backlogs.put(origin, backlog);
            return backlog;
        }
        Backlog loser = newcomers.add(backlog);
        if (loser == backlog) return null;
        backlogs.put(origin, backlog);
        if (loser != null) drop(loser);
        return backlog;
    }

    private void put(Backlog backlog, Held held) {
        backlog.put(held);
        byDigest.put(held.digest(), held);
        bytes += held.size();
        while (backlog.bytes() > AbcastSettings.POOL_BYTES_PER_ORIGIN && backlog.count() > 1) {
            remove(backlog, backlog.last());
        }
    }

    private void remove(Backlog backlog, Held held) {
        backlog.remove(held);
        byDigest.remove(held.digest());
        bytes -= held.size();
    }

    private void drop(Backlog backlog) {
        for (Held each : new ArrayList<>(backlog.all())) remove(backlog, each);
        backlogs.remove(backlog.origin());
        newcomers.remove(backlog);
    }

    /** A request was delivered: what its number passes is dropped. */
    void delivered(Request request) {
        delivered++;
        if (request.number() == 1) {
            newcomers.progress(request.origin(), ordering.elapsed(), delivered);
            Backlog begun = backlogs.get(request.origin());
            if (begun != null) newcomers.remove(begun);
        }
        Backlog backlog = backlogs.get(request.origin());
        if (backlog == null) return;
        sample(backlog.head(), request);
        advance(backlog);
    }

    private void sample(Backlog.Head head, Request request) {
        boolean waited = head != null && head.request().request().number() == request.number();
        if (waited && Turnaround.isLarge(head.request().size()))
            turnaround.sample(ordering.elapsed().minus(head.since()));
    }

    /**
     * Bytes of what a leader that is fair to all may order before the head of an origin, and of that itself; without its own, or
     * it would win time by them.
     */
    long bytesOfHeads() {
        Principal leader = Principal.of(ordering.leader());
        long sum = 0;
        for (Backlog each : backlogs.values()) {
            boolean counts = each.head() != null && !each.origin().principal().equals(leader);
            sum += counts ? each.head().request().size() : 0;
        }
        return sum;
    }

    private void advance(Backlog backlog) {
        long next = sequences.next(backlog.origin());
        if (next == Numbers.NONE) {
            drop(backlog);
            return;
        }
        for (Held old = backlog.firstBefore(next); old != null; old = backlog.firstBefore(next)) remove(backlog, old);
        if (backlog.isEmpty()) drop(backlog);
        else backlog.refreshHead(next, ordering.elapsed(), delivered);
    }

    /** Drops what can no longer be ordered. */
    void sweep() {
        for (Backlog each : List.copyOf(backlogs.values())) {
            if (isRefused(each.get(1))) drop(each);
            else advance(each);
        }
    }

    /** Whether it opens a session with a card that was good when it came (SICP-11). */
    private boolean isRefused(Held opening) {
        return opening != null && opening.request().opensSession() && !sequences.permits(opening.request());
    }
}
