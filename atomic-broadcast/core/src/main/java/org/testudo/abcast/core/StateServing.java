package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.testudo.api.MemberId;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/**
 * Serves the stable state, and the chain of views that leads to it, to who lacks slots that are forgotten here (AB-8). What a
 * peer asks for costs its budget.
 */
final class StateServing {
    /** A peer is told no more often of what it may ask for. */
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** Links told at a time. */
    static final int LINKS = 16;
    /** For so long a peer is taken to know what it said that it knows. */
    private static final Duration REMEMBERED = Duration.ofSeconds(2);

    /** Up to which view a peer has said that it knows the chain, beyond the view that it is in. */
    private record Known(long view, Duration at) {}

    private final Ordering ordering;
    private final Checkpoints checkpoints;
    private final Budget budget;
    private final TreeMap<Long, ViewCertificate> chain = new TreeMap<>();
    private final TreeMap<Long, ViewRecord> records = new TreeMap<>();
    private final Map<MemberId, Duration> notBefore = new LinkedHashMap<>();
    private final Map<MemberId, Known> knows = new LinkedHashMap<>();

    StateServing(Ordering ordering, Checkpoints checkpoints, Budget budget) {
        this.ordering = ordering;
        this.checkpoints = checkpoints;
        this.budget = budget;
    }

    void install() {
        records.put(ordering.view(), ordering.seating().record());
        notBefore.keySet().removeIf(each -> !ordering.serves(each));
        knows.keySet().removeIf(each -> !ordering.serves(each));
    }

    /** The record of a view that this member has been in, or has passed. */
    Optional<ViewRecord> record(long view) {
        return Optional.ofNullable(records.get(view));
    }

    /** A view is certified, or as far as it is: those who sat in the view before believe f+1 (GM-12). */
    void certified(ViewCertificate certificate) {
        ViewCertificate known = chain.get(certificate.record().id());
        if (known != null
                && known.signatures().size() >= certificate.signatures().size()) return;
        chain.put(certificate.record().id(), certificate);
        records.put(certificate.record().id(), certificate.record());
    }

    /** The views after this one, up to that one, each with what is known of its certificate. */
    List<ViewCertificate> chain(long after, long last) {
        return LongStream.rangeClosed(after + 1, last)
                .mapToObj(view -> Optional.ofNullable(chain.get(view))
                        .orElseGet(() -> new ViewCertificate(records.get(view), List.of())))
                .toList();
    }

    /** What is known of the certificates of all views up to this one. */
    List<ViewCertificate> certificates(long last) {
        return List.copyOf(chain.headMap(last, true).values());
    }

    /** A certificate of a view that this member was in before it started again. */
    void known(ViewCertificate certificate) {
        if (records.containsKey(certificate.record().id())) certified(certificate);
    }

    /** Views on the way to a state that was given. */
    void passed(List<ViewCertificate> views) {
        for (ViewCertificate each : views) {
            records.putIfAbsent(each.record().id(), each.record());
            if (!each.signatures().isEmpty()) certified(each);
        }
    }

    /** Tells a peer that knows the chain up to this view what it needs to go on; whether that was anything. */
    boolean offer(MemberId to, long view) {
        Optional<Stable> stable = checkpoints.latest();
        Duration now = ordering.elapsed();
        boolean early = now.compareTo(notBefore.getOrDefault(to, Duration.ZERO)) < 0;
        if (stable.isEmpty() || early || !ordering.serves(to)) return false;
        notBefore.put(to, now.plus(PAUSE));
        long named = stable.get().certificate().view();
        long from = Math.max(view, known(to, now));
        long last = Math.min(named, from + LINKS);
        if (!links(to, from, last)) return true;
        if (last <= named
                && from + LINKS >= named
                && budget.spend(to, stable.get().certificate().size()))
            ordering.out().send(to, stable.get());
        return true;
    }

    private long known(MemberId peer, Duration now) {
        Known known = knows.get(peer);
        return known == null || now.minus(known.at).compareTo(REMEMBERED) > 0 ? 0 : known.view;
    }

    /** Whether all of them were sent. */
    private boolean links(MemberId to, long after, long last) {
        for (long next = after + 1; next <= last; next++) if (!link(to, next)) return false;
        return true;
    }

    private boolean link(MemberId to, long view) {
        ViewCertificate certificate = chain.get(view);
        ViewRecord before = records.get(view - 1);
        if (certificate == null || before == null) return false;
        Link link = Link.of(certificate, before);
        if (!budget.spend(to, link.size())) return false;
        ordering.out().send(to, link);
        return true;
    }

    void onWanted(MemberId from, Wanted wanted) {
        if (from.equals(ordering.self()) || !ordering.serves(from)) return;
        ViewRecord first = records.firstEntry().getValue();
        if (first.life().forming() && wanted.above() < first.firstSlot()) {
            showChain(from, wanted.view());
            return;
        }
        boolean above =
                checkpoints.latest().filter(it -> it.slot() > wanted.above()).isPresent();
        if (!above) return;
        knows.put(from, new Known(wanted.view(), ordering.elapsed()));
        offer(from, wanted.view());
    }

    /** To one who does not know the group's life: views up to the present one, as far as they are certified (GM-21). */
    private void showChain(MemberId to, long view) {
        Duration now = ordering.elapsed();
        if (chain.isEmpty() || now.compareTo(notBefore.getOrDefault(to, Duration.ZERO)) < 0) return;
        notBefore.put(to, now.plus(PAUSE));
        links(to, view, Math.min(chain.lastKey(), view + LINKS));
    }

    void onFetch(MemberId from, ChunkFetch fetch) {
        if (!ordering.serves(from) || from.equals(ordering.self())) return;
        Optional<StableState> state = checkpoints.served(fetch.state());
        if (state.isEmpty()) return;
        for (ChunkFetch.Piece piece : fetch.pieces()) {
            Optional<Snapshot> share = share(state.get(), piece);
            if (share.isEmpty()) continue;
            byte[] bytes = share.get().chunk(piece.index());
            if (!budget.spend(from, bytes.length)) return;
            ordering.out()
                    .send(
                            from,
                            new Chunk(fetch.state(), piece, bytes, share.get().path(piece.index())));
        }
    }

    private static Optional<Snapshot> share(StableState state, ChunkFetch.Piece piece) {
        if (piece.part() >= state.manifest().parts().size()) return Optional.empty();
        String holder = state.manifest().parts().get(piece.part()).holder();
        return Optional.ofNullable(state.shares().get(holder)).filter(share -> piece.index() < share.chunks());
    }
}
