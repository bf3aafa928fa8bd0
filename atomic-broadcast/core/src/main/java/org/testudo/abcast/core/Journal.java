package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/**
 * Has what this member is about to say made durable first: every later action of the core waits for it (AB-25). Costs nothing
 * where no journal is kept.
 */
final class Journal {
    private final Ordering ordering;

    Journal(Ordering ordering) {
        this.ordering = ordering;
    }

    void asked(Request request) {
        if (keeps()) write(new JournalEntry.Asked(request));
    }

    void prepared(Slot slot, Signed<Header> proposal, Content content) {
        if (keeps()) write(new JournalEntry.Prepared(proposal, batch(slot, content)));
    }

    void locked(QuorumCertificate certificate) {
        if (keeps() && ordering.rules().journalsLocks()) write(new JournalEntry.Locked(certificate));
    }

    void left(EpochChange change) {
        if (keeps()) write(new JournalEntry.Left(change));
    }

    void delivered(Slot slot, QuorumCertificate certificate, Content content) {
        if (keeps()) write(new JournalEntry.Delivered(certificate, batch(slot, content)));
    }

    /** An entry of before, in a base. */
    void again(JournalEntry entry) {
        ordering.out().persist(new BaseEntry.Again(entry.encode()).encode(), EntryRole.ADDS);
    }

    /** What this member has said of a slot that is under way, with all that it has said it of. */
    void again(Slot slot) {
        boolean locked = slot.committed(); // its lock is of the header that it has prepared
        Optional<Signed<Header>> proposal = slot.proposal().filter(it -> slot.prepared());
        Optional<JournalEntry.Batch> proposed =
                proposal.flatMap(it -> batch(slot, it.message().value()));
        Optional<QuorumCertificate> older = slot.lock().filter(it -> !locked);
        slot.written(null);
        older.ifPresent(
                it -> again(new JournalEntry.Kept(it, batch(slot, it.header().value()))));
        proposal.ifPresent(it -> again(new JournalEntry.Prepared(it, proposed)));
        if (proposed.isPresent()) slot.written(proposal.get().message().value());
        if (locked) again(new JournalEntry.Locked(slot.lock().orElseThrow()));
    }

    private static Optional<JournalEntry.Batch> batch(Slot slot, Digest value) {
        return slot.content(value).filter(Content::complete).map(JournalEntry.Batch::of);
    }

    /** Nothing that comes from the journal is written to it again. */
    boolean keeps() {
        return ordering.settings().journal() && !ordering.replaying();
    }

    private Optional<JournalEntry.Batch> batch(Slot slot, Content content) {
        Digest digest = content.digest();
        if (digest.equals(slot.written())) return Optional.empty();
        slot.written(digest);
        return Optional.of(JournalEntry.Batch.of(content));
    }

    private void write(JournalEntry entry) {
        ordering.out().persist(entry.encode(), EntryRole.ADDS);
    }
}
