package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.StateRefuted;
import org.testudo.kernel.notice.ViewProved;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;

/**
 * Fetches a certified state in place of slots that the others have forgotten (AB-8): first the chain of views up to the one
 * that signed it, each believed on a quorum of the view before, then the certificate, then the pieces. Whoever is still told
 * slots one by one fetches nothing.
 */
final class StateTransfer {
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** Who goes on in a state that was fetched. */
    interface Taker {
        /** False if it is of no use here, as no other will be before this member starts again. */
        boolean take(StateTarget target, List<ViewCertificate> views);
    }

    private final Ordering ordering;
    private final Checkpoints checkpoints;
    private final StateServing states;
    private final Holders holders;
    private final Divergence divergence;
    private final Taker taker;
    private final TreeMap<Long, ViewCertificate> learnt = new TreeMap<>();
    /** Who has offered a state that does not fit, since a slot came last. */
    private final Set<MemberId> offering = new LinkedHashSet<>();

    private StateTarget target;
    private MemberId teller;
    private Duration askAt = Duration.ZERO;
    private Duration movedAt = Duration.ZERO;
    private long moved;
    private boolean refused;

    StateTransfer(
            Ordering ordering,
            Checkpoints checkpoints,
            StateServing states,
            Holders holders,
            Divergence divergence,
            Taker taker) {
        this.ordering = ordering;
        this.checkpoints = checkpoints;
        this.states = states;
        this.holders = holders;
        this.divergence = divergence;
        this.taker = taker;
    }

    /** A view is in force: what was learnt of it is known now. What was learnt of another life is void (GM-21). */
    void install() {
        ViewCertificate same = learnt.get(ordering.view());
        if (same != null && !same.record().equals(ordering.seating().record())) learnt.clear();
        learnt.headMap(ordering.view(), true).clear();
    }

    /** The view up to which the chain is known. */
    ViewRecord head() {
        return learnt.isEmpty()
                ? ordering.seating().record()
                : learnt.lastEntry().getValue().record();
    }

    /**
     * A member has shown that the group has lived before, and too few founders are there to tell whether it still does: it is asked
     * who sits in it now (GM-21).
     */
    void trace(MemberId from) {
        teller = from;
        ordering.out().send(from, wish());
    }

    /** What the chain goes on with. While the group forms it tells who can say of which life it is, and no more (GM-21). */
    void onLink(MemberId from, Link link) {
        ViewRecord head = head();
        boolean traces = !ordering.forming() || ordering.remembers();
        if (!traces || link.record().id() != head.id() + 1) return;
        Optional<ViewCertificate> certificate = link.under(head, needed(head));
        if (certificate.isEmpty()) return;
        learnt.put(link.record().id(), certificate.get());
        teller = from;
        ordering.out().announce(new ViewProved(link.record()));
        if (learnt.size() % StateServing.LINKS == 0) ordering.out().send(from, wish());
    }

    /** One who sits in a view believes so many of its seats that one does not lie; others believe a quorum (GM-12). */
    private int needed(ViewRecord head) {
        boolean straggler = head.id() == ordering.view() && ordering.sits();
        return straggler ? head.quorum().believable() : head.certifying();
    }

    private Wanted wish() {
        return new Wanted(head().id(), divergence.above());
    }

    void onStable(MemberId from, Stable offer) {
        Optional<ViewRecord> named = named(offer.certificate().view());
        if (ordering.forming() || named.isEmpty() || from.equals(ordering.self())) return;
        if (!ordering.certificates().valid(offer.certificate(), new Seating(named.get()))) return;
        checkpoints.certified(offer.certificate());
        divergence.compare(offer.manifest());
        if (isUseless(offer.slot())) return;
        Duration now = ordering.elapsed();
        if (!fits(offer)) {
            unfit(from, offer);
            return;
        }
        boolean better = target == null || offer.slot() > target.slot() && target.stalled(now);
        if (better) target = new StateTarget(offer, now);
        boolean same = target.state().equals(offer.certificate().content().state());
        if (same) target.offeredBy(from);
    }

    /** Whether this member is there already, or can be given no state any more (AB-7). */
    private boolean isUseless(long slot) {
        return slot <= ordering.delivered() || refused || divergence.stays();
    }

    /** Whether every layer here can take its share, and there is one for each. */
    private boolean fits(Stable offer) {
        return holders.without().isEmpty() && offer.manifest().holders().equals(holders.names());
    }

    /**
     * If so many that it must be true offer nothing else, the slots that this member lacks are forgotten, and it has no use for
     * what is in their place.
     */
    private void unfit(MemberId from, Stable offer) {
        if (!needed(ordering.elapsed())) offering.clear();
        else offering.add(from);
        if (offering.size() < ordering.seating().quorum().believable()) return;
        refused = true;
        String shares = String.join(", ", offer.manifest().holders());
        String why = holders.without().isEmpty()
                ? "it consists of shares of " + shares + ", and here these hold one: "
                        + String.join(", ", holders.names())
                : "here its share cannot be taken by: " + String.join(", ", holders.without());
        String remedy = "run the same layers and the same application, with Snapshots, at all members, and start again";
        ordering.out().announce(new Refused("the group's state", why, remedy));
    }

    /** The record of this view: this member has been in it, or has learnt of it. */
    private Optional<ViewRecord> named(long view) {
        return states.record(view)
                .or(() -> Optional.ofNullable(learnt.get(view)).map(ViewCertificate::record));
    }

    /** Whether something is being fetched, or waited for. */
    boolean busy() {
        return target != null || !learnt.isEmpty() || divergence.asks();
    }

    /** Goes on with what is to be asked for. */
    void pulse() {
        Duration now = ordering.elapsed();
        if (moved != ordering.delivered()) {
            moved = ordering.delivered();
            movedAt = now;
        }
        if (target != null && isUseless(target.slot())) target = null;
        if (target != null && needed(now)) fetch(now);
        boolean seeks = target == null || target.stalled(now); // those who offered it may have moved on
        if (seeks && now.compareTo(askAt) >= 0) {
            askAt = now.plus(PAUSE);
            seek();
        }
    }

    /** Asks all, for who told the last link may tell no more; and that one, which need not sit in the view in force here. */
    private void seek() {
        if (!divergence.asks() && learnt.isEmpty()) return;
        ordering.out().multicast(wish());
        if (teller != null && !ordering.seating().seated(teller)) ordering.out().send(teller, wish());
    }

    private boolean needed(Duration now) {
        return divergence.heals() || now.minus(movedAt).compareTo(ordering.patience()) >= 0;
    }

    private void fetch(Duration now) {
        target.toAsk(now)
                .forEach((server, pieces) -> ordering.out().send(server, new ChunkFetch(target.state(), pieces)));
    }

    void onChunk(MemberId from, Chunk chunk) {
        if (target == null || !target.state().equals(chunk.state())) return;
        Duration now = ordering.elapsed();
        if (!target.take(from, chunk, now)) ordering.out().announce(new StateRefuted(from, target.slot()));
        else if (target.complete()) finish();
        else fetch(now);
    }

    private void finish() {
        StateTarget whole = target;
        target = null;
        if (isUseless(whole.slot())) return;
        refused |= !taker.take(whole, List.copyOf(learnt.values()));
    }
}
