package org.testudo.abcast.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Contradicted;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.ReadAsked;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.notice.RoundTripMeasured;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.notice.ViewAttested;
import org.testudo.kernel.notice.ViewCertified;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.ViewRecord;

/**
 * ABCAST: every correct member delivers the same requests in the same order, with at most f members of a view faulty
 * (AB-1 to AB-4). Routes events to its parts, and lets them go on after each.
 *
 * <p>Expects its layer above to answer each delivered slot that holds a command by {@code Installed} or {@code Unchanged},
 * and its first event to be the view in which it begins.
 */
public final class AbcastCore extends AbstractCore<AbcastMessage> {
    private static final TimerId PULSE = new TimerId("pulse");
    private static final TimerId NEW_EPOCH = new TimerId("new-epoch");

    private final Ordering ordering;
    private final Parts parts;
    private final Reception reception;
    private final Calm calm;
    private Duration nextPulse = Duration.ZERO;
    private boolean refusing;
    private long entries;

    /** The ordering of this member's stack. */
    public AbcastCore(Self self, AbcastSettings settings) {
        this(self, settings, new AbcastRules());
    }

    /** With rules of one's own: for tests of checks. */
    public AbcastCore(Self self, AbcastSettings settings, AbcastRules rules) {
        ordering = new Ordering(self, settings, rules, new Actions());
        parts = new Parts(ordering, self, new EpochBoundary());
        reception = new Reception(parts);
        calm = new Calm(ordering);
    }

    /** How many requests, slots and messages are held that are not delivered: bounded, whatever peers send (AB-31). */
    public int held() {
        return parts.pool.size() + parts.window.size() + parts.contents.size() + reception.parked();
    }

    @Override
    protected void onInstalled(ViewRecord record) {
        if (parts.restoration.awaits()) {
            if (!parts.restoration.installed(record)) return;
            disarm(NEW_EPOCH);
        } else goOnIn(record);
        parts.changes.announce();
        parts.own.flush();
        leaveBarrier();
        pulseWithin(ordering.settings().busyPulse());
    }

    private void goOnIn(ViewRecord record) {
        boolean complains = ordering.begun() && leftTheLeaderThatReturns(record);
        if (ordering.begun()) parts.closed(record.firstSlot() - 1);
        ordering.install(record);
        parts.install();
        disarm(NEW_EPOCH);
        if (complains && ordering.seated()) parts.complaints.complain();
        parts.checkpoints.take();
    }

    /** Had this member left the epoch whose leader the new view begins with, it has left it for a reason (AB-17). */
    private boolean leftTheLeaderThatReturns(ViewRecord record) {
        long birth = parts.log
                .entry(record.firstSlot() - 1)
                .map(entry -> entry.content().value().birthEpoch())
                .orElse(0L);
        MemberId returns =
                record.seats().get(Rotation.leader(record, 0)).orElseThrow().member();
        return ordering.epoch() > birth && returns.equals(ordering.seating().leader(birth));
    }

    @Override
    protected void onUnchanged(long slot) {
        if (!ordering.barrier() || slot != ordering.delivered()) return;
        ordering.barrier(false);
        parts.restoration.released();
        parts.checkpoints.take();
        leaveBarrier();
    }

    /** What waited comes in order; a slot among it may raise the barrier again. */
    private void leaveBarrier() {
        settle();
        for (Authentic<AbcastMessage> each : reception.unpark()) onReceived(each);
    }

    /** What the last run of this start has left in its journal; nothing is said before it is all brought back (AB-26). */
    @Override
    protected void onRestored(List<byte[]> journal) {
        parts.recovery.begin(journal);
        settle();
    }

    @Override
    protected void onPersisted(EntryId entry) {
        parts.bases.durable(entry);
    }

    @Override
    protected void onSubmitted(Payload payload) {
        if (full()) return;
        if (payload instanceof Payload.Own it) parts.own.submit(it);
        else if (payload instanceof Payload.Relayed it) relay(it.request());
        settle();
    }

    /** As the contact of a client or sensor: whatever is taken is shown to all (AB-18). */
    private void relay(Signed<Request> request) {
        if (!ordering.replaying() && reception.take(new Held(request))) multicast(new Relay(List.of(request)));
    }

    /** Whether the log's limit is reached, which is said once. */
    private boolean full() {
        if (parts.log.full() && !refusing) {
            refusing = true;
            String why = "the log of the ordering holds " + parts.log.bytes() + " bytes, the limit is "
                    + ordering.settings().logLimit();
            announce(new Refused("further requests", why, "start a new life, with a higher ordering.log-limit"));
        }
        return parts.log.full();
    }

    @Override
    protected void onReceived(Authentic<AbcastMessage> message) {
        if (ordering.replaying()) return; // as if lost
        parts.debts.spoke(message.sender());
        reception.receive(message);
        settle();
    }

    /** A member whose state is not the group's votes for nothing that is computed from it (GM-12). */
    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof Contradicted) ordering.withdraw();
        else if (notice instanceof RoundTripMeasured it) ordering.measured(it.member(), it.roundTrip());
        else if (notice instanceof HoldsState it) onHolder(it);
        else if (notice instanceof Executed it) parts.results.executed(it);
        else if (notice instanceof Suspected it) {
            parts.silent.on(it);
            heardOf(it.member());
        } else if (notice instanceof Restored it) {
            parts.silent.on(it);
            heardOf(it.member());
        } else if (notice instanceof ViewCertified it) parts.states.certified(it.certificate());
        else if (notice instanceof ViewAttested it) parts.states.certified(it.certificate());
        else if (notice instanceof RevocationsInForce it) onRevoked(it.list());
        else if (notice instanceof InstructionsInForce it) parts.sequences.pardoned(it.pardoned());
        else if (notice instanceof ReadAsked it) {
            parts.reads.ask(it.id());
            parts.reads.tell();
        } else if (notice instanceof StateShare it) {
            parts.checkpoints.onShare(it);
            settle();
        }
    }

    @Override
    protected void onApplied(long slot, Digest result) {
        parts.results.applied(slot);
    }

    private void heardOf(MemberId member) {
        if (ordering.begun() && !ordering.replaying()) parts.changes.heardOf(member);
    }

    /** At the barrier that the command has raised, so at one place of the order for all (SICP-11). */
    private void onRevoked(RevocationList list) {
        parts.sequences.sessions().revoke(list.clients(), ordering.rules().revoked(list));
        parts.pool.sweep();
    }

    private void onHolder(HoldsState it) {
        parts.checkpoints.onHolder(it);
        if (ordering.replaying()) settle();
    }

    /** What cannot be believed may convict whoever signed it (AD-10). */
    @Override
    protected void onRefuted(Authentic<AbcastMessage> message, Claim claim) {
        if (!ordering.begun()) return;
        Optional<Signed<?>> as = message instanceof Signed<AbcastMessage> it ? Optional.of(it) : Optional.empty();
        parts.misconduct.refuted(message.message(), as, claim);
    }

    /** Something of a peer is missing: the next status asks for it (HOST-4). */
    @Override
    protected void onGap(MemberId from) {
        parts.debts.spoke(from);
        pulseWithin(ordering.settings().busyPulse());
    }

    private void settle() {
        parts.goOn();
        if (ordering.replaying()) return;
        parts.reconciliation.progress();
        parts.standing.tell();
        parts.reads.tell();
        if (parts.busy()) pulseWithin(ordering.settings().busyPulse());
    }

    private void pulseWithin(Duration most) {
        Duration due = now().elapsed().plus(most);
        boolean armed = nextPulse.compareTo(now().elapsed()) > 0;
        if (armed && nextPulse.compareTo(due) <= 0) return;
        nextPulse = due;
        arm(PULSE, most);
    }

    @Override
    protected void onTimerFired(TimerId timer) {
        full();
        if (timer.equals(NEW_EPOCH)) newEpochIsLate();
        else if (ordering.replaying()) parts.recovery.pulse();
        else if (!isOut()) pulse();
        settle();
        pulseWithin(
                timer.equals(PULSE)
                        ? calm.next(parts.busy())
                        : ordering.settings().idlePulse());
    }

    /** Who waits for the layers above, perhaps long, for a state is large, is there all the same (FD-2). */
    private void pulse() {
        if (ordering.barrier()) parts.reconciliation.tell();
        else parts.pulse();
    }

    /** The name may be excluded, and this start, with another key, pardoned further on in the order (GM-6). */
    private boolean isOut() {
        return ordering.excluded() && parts.sequences.isOnRoster(ordering.origin());
    }

    private void newEpochIsLate() {
        if (ordering.barrier()) arm(NEW_EPOCH, ordering.settings().busyPulse());
        else parts.changes.onTimeout();
    }

    private final class EpochBoundary implements EpochChanges.Surroundings {
        @Override
        public void awaitNewEpoch(Duration most) {
            arm(NEW_EPOCH, most);
        }

        @Override
        public void entered() {
            disarm(NEW_EPOCH);
            parts.begin();
        }
    }

    private final class Actions implements Outlet {
        @Override
        public Tick now() {
            return AbcastCore.this.now();
        }

        @Override
        public void send(MemberId to, AbcastMessage message) {
            AbcastCore.this.send(to, message);
        }

        @Override
        public void multicast(AbcastMessage message) {
            AbcastCore.this.multicast(message);
        }

        @Override
        public void deliver(SlotDelivery delivered) {
            AbcastCore.this.deliver(delivered);
        }

        @Override
        public EntryId persist(byte[] entry, EntryRole role) {
            EntryId id = new EntryId(entries++);
            AbcastCore.this.persist(id, entry, role);
            return id;
        }

        @Override
        public void announce(Notice notice) {
            AbcastCore.this.announce(notice);
        }
    }
}
