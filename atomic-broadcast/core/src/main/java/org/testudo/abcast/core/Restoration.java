package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * Puts this member into a state that was fetched (AB-8): its own share at once; then it waits, as at a command, until the
 * layers above have taken theirs and the view of that state is in force (AB-14).
 */
final class Restoration implements StateTransfer.Taker {
    private final Parts parts;
    private ViewRecord awaited;

    Restoration(Parts parts) {
        this.parts = parts;
    }

    @Override
    public boolean take(StateTarget target, List<ViewCertificate> learnt) {
        Stable offer = target.offer();
        return take(new StableState(offer.certificate(), offer.manifest(), target.shares()), learnt);
    }

    /** The same with a state that this member has kept. */
    boolean take(StableState given, List<ViewCertificate> learnt) {
        SortedMap<String, Snapshot> shares = given.shares();
        Optional<OrderingState> read = read(shares.get(HoldsState.ORDERING), given.slot(), learnt);
        if (read.isEmpty()) return false;
        OrderingState state = read.get();
        List<ViewCertificate> views = learnt.stream()
                .filter(each -> each.record().id() <= state.view())
                .toList();
        boolean sameView = state.view() == parts.ordering.view();
        awaited = record(state.view(), learnt).orElseThrow();
        close(views);
        parts.states.passed(views);
        parts.ordering.restore(state);
        if (sameView) parts.window.forgetUpTo(state.slot());
        parts.divergence.healed();
        parts.checkpoints.restored(given);
        parts.bases.given(given, state, learnt, sameView);
        parts.ordering
                .out()
                .announce(new StateRestored(
                        state.slot(), state.history(), state.agreedTime(), shares, views, parts.own.passed()));
        return true;
    }

    /** A quorum has signed it, so it can only be of another version, or of another view than was shown. */
    private Optional<OrderingState> read(Snapshot share, long slot, List<ViewCertificate> learnt) {
        try {
            OrderingState state = OrderingState.read(share.content(), parts.sequences.another());
            boolean fits = state.slot() == slot
                    && record(state.view(), learnt)
                            .filter(it -> it.digest().equals(state.record()))
                            .isPresent();
            if (!fits) refuse("it is of a view that was not shown");
            else OrderingState.read(share.content(), parts.sequences);
            return Optional.of(state).filter(it -> fits);
        } catch (MalformedException e) {
            refuse("it cannot be read: " + e.getMessage());
        }
        return Optional.empty();
    }

    private void refuse(String why) {
        parts.ordering
                .out()
                .announce(
                        new Refused("the group's state", why, "run the same version at all members, and start again"));
    }

    private Optional<ViewRecord> record(long view, List<ViewCertificate> learnt) {
        ViewRecord present = parts.ordering.seating().record();
        if (view == present.id()) return Optional.of(present);
        return learnt.stream()
                .map(ViewCertificate::record)
                .filter(each -> each.id() == view)
                .findFirst();
    }

    /** The views that are passed by have ended where the next ones begin. */
    private void close(List<ViewCertificate> views) {
        long view = parts.ordering.view();
        for (ViewCertificate next : views) {
            parts.log.closed(view, next.record().firstSlot() - 1);
            view = next.record().id();
        }
    }

    /** Whether the views that the layer above installs lead to the one of a state that was given. */
    boolean awaits() {
        return awaited != null;
    }

    /** The layer above has installed a view on the way; whether it is the one that is awaited. */
    boolean installed(ViewRecord record) {
        if (record.id() < awaited.id()) return false;
        parts.ordering.installGiven(awaited);
        awaited = null;
        parts.install();
        return true;
    }

    /** The layer above has taken its share, and the view is the one in force. */
    void released() {
        if (awaited == null) return;
        awaited = null;
        parts.voted.reset();
        parts.proposer.resume();
        parts.pool.sweep();
    }
}
