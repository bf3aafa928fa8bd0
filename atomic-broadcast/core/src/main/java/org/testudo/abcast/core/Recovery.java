package org.testudo.abcast.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.Replayed;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;

/**
 * Brings back what the journal holds, entry by entry, as it once happened: what was delivered is delivered again, and goes up
 * as it did, so that views, membership and application follow (AB-26). Meanwhile this member says nothing and hears nothing.
 */
final class Recovery {
    /** All layers have said long before what they hold. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private final Parts parts;
    private final Ordering ordering;
    private JournalPlan plan = JournalPlan.none();
    private List<String> wanted = List.of();
    private Duration toldAt = Duration.ZERO;
    private boolean refused;

    Recovery(Parts parts) {
        this.parts = parts;
        ordering = parts.ordering;
    }

    void begin(List<byte[]> journal) {
        ordering.replaying(true);
        toldAt = ordering.elapsed().plus(LONG);
        try {
            plan = JournalPlan.of(journal);
        } catch (MalformedException e) {
            unreadable(e);
        }
    }

    /** Goes on up to a slot with a command, whose views the entries after it need. */
    void goOn() {
        try {
            while (ordering.replaying() && !refused && !ordering.barrier() && step()) {}
        } catch (MalformedException e) {
            unreadable(e);
        }
    }

    /** Its checksum is right: another version has written it, or a mistake of ours. */
    private void unreadable(MalformedException e) {
        refused = true;
        plan = JournalPlan.none();
        ordering.out()
                .announce(
                        new Refused(
                                "to go on with the journal",
                                "it has an entry that cannot be read (" + e.getMessage() + ")",
                                "start the version that wrote it, or move the journal away: the member then joins as a new one"));
    }

    /** Whether the next step can be made at once. */
    private boolean step() throws MalformedException {
        byte[] next = plan.nextForming();
        if (next == null && plan.base().isPresent()) return takeBase(plan.base().get());
        if (next == null) next = plan.next();
        if (next == null) end();
        else apply(JournalEntry.decode(next, ordering.lives()));
        return true;
    }

    /** When all layers have said what they hold: their shares are for them. */
    private boolean takeBase(BaseEntry.Begun base) throws MalformedException {
        if (!fits(base)) return false;
        StableState state = plan.state(ordering.lives());
        base.proof().forEach(parts.states::known);
        refused = !parts.restoration.take(state, base.views());
        parts.bases.restored(state.slot());
        return !refused;
    }

    private boolean fits(BaseEntry.Begun base) throws MalformedException {
        wanted = base.state(ordering.lives()).manifest().holders();
        return parts.holders.without().isEmpty() && wanted.equals(parts.holders.names());
    }

    /** Says, once, why this start does not go on. */
    void pulse() {
        boolean stuck = plan.base().isPresent() && !ordering.barrier() && !refused;
        if (!stuck || ordering.elapsed().compareTo(toldAt) < 0) return;
        toldAt = ordering.elapsed().plus(Duration.ofDays(1));
        String shares = String.join(", ", wanted);
        String why = "its state consists of shares of " + shares + ", and here these take one: "
                + String.join(", ", parts.holders.names());
        ordering.out()
                .announce(
                        new Refused(
                                "to go on with the journal",
                                why,
                                "run the same layers and the same application"
                                        + " with Snapshots as before, or move the journal away: the member then joins as a new one"));
    }

    private void apply(JournalEntry entry) {
        if (entry instanceof JournalEntry.Asked it) parts.own.restore(it.request());
        else if (entry instanceof JournalEntry.Prepared it) prepared(it);
        else if (entry instanceof JournalEntry.Locked it) locked(it.certificate());
        else if (entry instanceof JournalEntry.Left it) parts.changes.restore(it.change());
        else if (entry instanceof JournalEntry.Delivered it) delivered(it);
        else if (entry instanceof JournalEntry.Entered it) entered(it);
        else if (entry instanceof JournalEntry.Kept it) kept(it);
    }

    private void entered(JournalEntry.Entered entry) {
        if (entry.view() == ordering.view() && entry.epoch() > ordering.epoch()) ordering.leave(entry.epoch());
    }

    private void kept(JournalEntry.Kept entry) {
        QuorumCertificate certificate = entry.certificate();
        if (!ordering.rules().restoresLocks()) return;
        if (certificate.slot() <= ordering.delivered()) {
            parts.window.keep(certificate);
            return;
        }
        Slot slot = slot(certificate.slot());
        slot.restoreLock(certificate);
        entry.batch().ifPresent(batch -> learn(slot, batch));
    }

    private void prepared(JournalEntry.Prepared entry) {
        Header header = entry.proposal().message();
        follow(header);
        Slot slot = slot(header.slot());
        slot.propose(entry.proposal(), ordering.elapsed());
        entry.batch().ifPresent(batch -> learn(slot, batch));
        slot.markPrepared();
    }

    private void locked(QuorumCertificate certificate) {
        Slot slot = slot(certificate.slot());
        if (ordering.rules().restoresLocks()) slot.lock(certificate);
        slot.markCommitted();
    }

    private void delivered(JournalEntry.Delivered entry) {
        QuorumCertificate certificate = entry.certificate();
        Slot slot = slot(certificate.slot());
        slot.decide(certificate);
        entry.batch().ifPresent(batch -> learn(slot, batch));
        parts.delivery.deliver();
        Invariant.check(ordering.delivered() == certificate.slot(), "slot %s is not whole", certificate.slot());
    }

    /** It may have entered an epoch without an epoch change of its own; what it says there binds it all the same. */
    private void follow(Header header) {
        Invariant.check(
                header.view() == ordering.view(), "a vote of view %s in view %s", header.view(), ordering.view());
        if (header.epoch() > ordering.epoch()) ordering.leave(header.epoch());
    }

    private Slot slot(long number) {
        Optional<Slot> slot = parts.window.slot(number);
        Invariant.check(slot.isPresent(), "slot %s is not under way after slot %s", number, ordering.delivered());
        return slot.get();
    }

    private void learn(Slot slot, JournalEntry.Batch batch) {
        slot.learn(batch.value(), batch.value().digest(), true);
        slot.written(batch.value().digest());
        for (Signed<Request> each : batch.bodies()) {
            Held held = new Held(each);
            parts.contents.arrived(held);
            parts.formation.offer(held);
            parts.pool.offer(held); // should the slot be void in the end, they wait again
        }
    }

    private void end() {
        ordering.replaying(false);
        parts.begin();
        parts.own.flush();
        parts.recollection.begin();
        ordering.out().announce(new Replayed(ordering.delivered()));
    }
}
