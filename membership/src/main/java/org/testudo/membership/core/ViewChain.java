package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.notice.Contradicted;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.membership.core.MembershipMessage.Held;
import org.testudo.membership.core.MembershipMessage.Signatures;

/**
 * Who signed which view (GM-12): for each view, one signature per seat over the record of the view after it. Kept for every
 * view of the chain, at most n signatures each.
 */
final class ViewChain {
    private record Vote(Digest next, Signature signature) {}

    /** Signatures by the seats of one view. */
    private static final class Link {
        private final ViewRecord before;
        private final TreeMap<Integer, Vote> votes = new TreeMap<>();
        private ViewRecord next;
        private ViewCertificate certificate;

        Link(ViewRecord before) {
            this.before = before;
        }

        boolean take(int seat, Vote vote) {
            Vote before = votes.get(seat);
            if (before != null && (agrees(before) || !agrees(vote))) return false;
            votes.put(seat, vote);
            return true;
        }

        private boolean agrees(Vote vote) {
            return next != null && vote.next().equals(next.digest());
        }

        List<SeatSignature> agreeing() {
            return votes.entrySet().stream()
                    .filter(vote -> agrees(vote.getValue()))
                    .map(vote ->
                            new SeatSignature(vote.getKey(), vote.getValue().signature()))
                    .toList();
        }
    }

    private final List<Link> links = new ArrayList<>();

    ViewChain(ViewRecord first) {
        links.add(new Link(first));
    }

    /** The record of the next view is known. */
    void extend(ViewRecord next) {
        Link last = links.get(links.size() - 1);
        Invariant.check(next.id() == last.before.id() + 1, "view %s after %s", next.id(), last.before.id());
        last.next = next;
        links.add(new Link(next));
    }

    /** The record of the next view is known by its certificate, or by what is there of it; whether that is all. */
    boolean follow(ViewCertificate next) {
        extend(next.record());
        Link link = links.get(links.size() - 2);
        for (SeatSignature each : next.signatures()) {
            link.take(each.seat(), new Vote(next.record().digest(), each.signature()));
        }
        boolean whole = next.signatures().size() >= link.before.certifying();
        if (whole) link.certificate = next;
        return whole;
    }

    /**
     * Takes a verified signature by a seat of a view up to the present one. The first of each seat counts, and for one that
     * disputes the record the first that agrees: else a faulty seat that signs another record for one member first would keep
     * from it the certificate which all others hold.
     *
     * @return whether it counts now and did not before
     */
    boolean add(MemberId signer, long view, Digest next, Signature signature) {
        Optional<Link> link = link(view);
        OptionalInt seat = link.isPresent() ? link.get().before.seatOf(signer) : OptionalInt.empty();
        if (seat.isEmpty()) return false;
        return link.get().take(seat.getAsInt(), new Vote(next, signature));
    }

    /** The certificate of the view after this one, the first time that Q signatures for it are held. */
    Optional<ViewCertificate> certified(long view) {
        Optional<Link> found = link(view).filter(link -> link.next != null && link.certificate == null);
        if (found.isEmpty()) return Optional.empty();
        List<SeatSignature> agreeing = found.get().agreeing();
        if (agreeing.size() < found.get().before.certifying()) return Optional.empty();
        found.get().certificate = new ViewCertificate(found.get().next, agreeing);
        return Optional.of(found.get().certificate);
    }

    /**
     * What so many seats have signed of the view after this one that it must be true, as long as a quorum has not: enough for a
     * straggler (GM-12).
     */
    Optional<ViewCertificate> attested(long view) {
        return link(view)
                .filter(link -> link.next != null && link.certificate == null)
                .filter(link -> link.agreeing().size() >= link.before.quorum().believable())
                .map(link -> new ViewCertificate(link.next, link.agreeing()));
    }

    /** Seats that signed another record for the view after this one than the one computed here. */
    List<ViewDisputed> disputes(long view) {
        List<ViewDisputed> disputes = new ArrayList<>();
        link(view)
                .filter(link -> link.next != null)
                .ifPresent(link -> link.votes.forEach((seat, vote) -> {
                    Digest own = link.next.digest();
                    MemberId signer =
                            link.before.seats().get(seat).orElseThrow().member();
                    if (!vote.next().equals(own)) disputes.add(new ViewDisputed(view + 1, signer, vote.next(), own));
                }));
        return disputes;
    }

    /**
     * Whether a correct member has signed another record of the view after this one than the one computed here: f+1 seats
     * have. Of the view after view 0 nothing is said: whoever kept what founders signed in a former life of the
     * group could show it again (GM-21).
     */
    Optional<Contradicted> contradiction(long view) {
        Optional<Link> found = link(view).filter(link -> link.next != null && view > 0);
        if (found.isEmpty()) return Optional.empty();
        TreeMap<Digest, Integer> others = new TreeMap<>();
        for (Vote vote : found.get().votes.values()) others.merge(vote.next(), 1, Integer::sum);
        Digest own = found.get().next.digest();
        others.remove(own);
        return others.entrySet().stream()
                .filter(each -> each.getValue() >= found.get().before.quorum().oneCorrect())
                .map(each -> new Contradicted(view + 1, each.getKey(), own))
                .findFirst();
    }

    /** Whether a certificate of this view is held; none is needed for the first. */
    boolean isCertified(long view) {
        return view == 0
                || link(view - 1).filter(link -> link.certificate != null).isPresent();
    }

    /** Views whose successor is known but not certified here, the oldest first. */
    List<Long> uncertified() {
        return links.stream()
                .filter(link -> link.next != null && link.certificate == null)
                .map(link -> link.before.id())
                .toList();
    }

    /** What is held of the certificate of the view after this one; empty if its record is not known yet. */
    Optional<Signatures> held(long view, boolean wanted) {
        return link(view).filter(link -> link.next != null).map(link -> {
            List<Held> held = link.agreeing().stream()
                    .map(each -> new Held(
                            link.before.seats().get(each.seat()).orElseThrow().member(), each.signature()))
                    .sorted(java.util.Comparator.comparing(Held::member))
                    .toList();
            return new Signatures(view, link.next.digest(), wanted, held);
        });
    }

    /** The certificates of all views so far, in order, without those that are not complete. */
    List<ViewCertificate> certificates() {
        return links.stream()
                .filter(link -> link.certificate != null)
                .map(link -> link.certificate)
                .toList();
    }

    private Optional<Link> link(long view) {
        return view < links.size() ? Optional.of(links.get((int) view)) : Optional.empty();
    }
}
