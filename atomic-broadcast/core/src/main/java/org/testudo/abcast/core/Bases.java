package org.testudo.abcast.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.notice.JournalBased;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.view.ViewCertificate;

/**
 * Writes each state that has become stable into the journal, so that a start can begin with it and what precedes can be let go
 * (AB-7, AB-9). Later actions wait for a piece at a time, not for the whole state. A state that was given is written at once,
 * before this member says anything in it: the journal lacks the slots before it, and could not be gone on with (AB-8).
 */
final class Bases {
    private final Parts parts;
    private final Ordering ordering;
    private final Deque<BaseEntry.Piece> left = new ArrayDeque<>();
    private EntryId awaited;
    private long writing;
    private long writingView;
    private long latest;

    Bases(Parts parts) {
        this.parts = parts;
        ordering = parts.ordering;
    }

    /** This start has begun with a base. */
    void restored(long slot) {
        latest = slot;
    }

    /** Begins to write the stable state, if it is later than what the journal has, and nothing is under way. */
    void goOn() {
        if (!ordering.journal().keeps() || awaited != null || ordering.barrier()) return;
        Optional<StableState> stable = parts.checkpoints.held();
        if (stable.isEmpty() || stable.get().slot() <= latest || ordering.suspended()) return;
        OrderingState state = stable.get().ordering();
        begin(stable.get(), state, parts.states.chain(ordering.afterForming(), state.view()));
        delivered(stable.get().slot());
        standing();
        writeNext();
    }

    /**
     * A state that was given is in force.
     *
     * @param sameView whether it is of the view in which this member was
     */
    void given(StableState given, OrderingState state, List<ViewCertificate> learnt, boolean sameView) {
        if (!ordering.journal().keeps()) return;
        List<ViewCertificate> views =
                new ArrayList<>(parts.states.chain(ordering.afterForming(), Math.min(ordering.view(), state.view())));
        learnt.stream().filter(each -> each.record().id() <= state.view()).forEach(views::add);
        begin(given, state, views);
        if (sameView) standing();
        else asked();
        while (awaited != null || !left.isEmpty()) writeNext();
    }

    private void begin(StableState stable, OrderingState state, List<ViewCertificate> views) {
        writing = stable.slot();
        writingView = state.view();
        left.clear();
        for (int part = 0; part < stable.manifest().parts().size(); part++) {
            pieces(part, stable.shares().get(stable.manifest().parts().get(part).holder()));
        }
        List<byte[]> forming = new ArrayList<>();
        for (Log.Entry each : parts.log.forming()) forming.add(entry(each).encode());
        Stable offer = new Stable(stable.certificate(), stable.manifest());
        ordering.out()
                .persist(
                        BaseEntry.Begun.of(forming, views, offer, proof(views, stable))
                                .encode(),
                        EntryRole.BEGINS);
    }

    private List<ViewCertificate> proof(List<ViewCertificate> views, StableState stable) {
        List<Long> known = views.stream().map(each -> each.record().id()).toList();
        return parts.states.certificates(stable.certificate().view()).stream()
                .filter(each -> !known.contains(each.record().id()))
                .toList();
    }

    private void pieces(int part, Snapshot share) {
        for (int from = 0; from < share.chunks(); from += BaseEntry.CHUNKS) {
            List<byte[]> chunks = new ArrayList<>();
            int to = Math.min(share.chunks(), from + BaseEntry.CHUNKS);
            for (int i = from; i < to; i++) chunks.add(share.chunk(i));
            left.add(new BaseEntry.Piece(part, chunks));
        }
    }

    private static JournalEntry entry(Log.Entry each) {
        return new JournalEntry.Delivered(each.certificate(), Optional.of(JournalEntry.Batch.of(each.content())));
    }

    private void delivered(long above) {
        for (long slot = above + 1; slot <= ordering.delivered(); slot++) {
            again(entry(parts.log.entry(slot).orElseThrow()));
        }
    }

    /** Where this member stands in its view, and what it has asked for. */
    private void standing() {
        parts.changes.ownOfThisView().ifPresent(each -> again(new JournalEntry.Left(each)));
        again(new JournalEntry.Entered(ordering.view(), ordering.epoch()));
        parts.window.keptLocks().forEach(each -> again(new JournalEntry.Kept(each, Optional.empty())));
        parts.window.slots().forEach(ordering.journal()::again);
        asked();
    }

    private void asked() {
        parts.own.pending().forEach(each -> again(new JournalEntry.Asked(each)));
    }

    private void again(JournalEntry entry) {
        ordering.journal().again(entry);
    }

    /** An entry is durable: if it is the piece that was waited for, the next one follows. */
    void durable(EntryId entry) {
        if (entry.equals(awaited)) writeNext();
    }

    private void writeNext() {
        awaited = null;
        BaseEntry.Piece piece = left.poll();
        if (piece != null) awaited = ordering.out().persist(piece.encode(), EntryRole.ADDS);
        if (!left.isEmpty() || writing <= latest) return;
        latest = writing;
        awaited = null;
        ordering.out().persist(new BaseEntry.Completed(writing).encode(), EntryRole.COMPLETES);
        ordering.out().announce(new JournalBased(writing, writingView));
    }
}
