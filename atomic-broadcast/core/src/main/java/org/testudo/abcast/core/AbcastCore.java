package org.testudo.abcast.core;

import java.time.Duration;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Rotation;
import org.testudo.kernel.view.ViewRecord;

/**
 * ABCAST: every correct member delivers the same requests in the same order, with at most f members of a view faulty
 * (AB-1 to AB-4). Routes events to its parts, and lets them go on after each.
 *
 * <p>Expects its layer above to answer each delivered slot with a command by {@code Installed} or {@code Unchanged}, and its
 * first event to be the view in which it begins.
 */
public final class AbcastCore extends AbstractCore<AbcastMessage> {
    private static final TimerId PULSE = new TimerId("pulse");
    private static final TimerId NEW_EPOCH = new TimerId("new-epoch");

    private final Ordering ordering;
    private final Sequences sequences = new Sequences();
    private final Pool pool;
    private final Contents contents;
    private final Window window;
    private final Log log;
    private final Prefix voted;
    private final Prefix proposed;
    private final Backoff backoff = new Backoff();
    private final Misconduct misconduct;
    private final Voter voter;
    private final Votes votes;
    private final Proposer proposer;
    private final Delivery delivery;
    private final EpochChanges changes;
    private final Complaints complaints;
    private final OwnRequests own;
    private final Heads heads;
    private final Budget budget;
    private final Fetching fetching;
    private final Reconciliation reconciliation;
    private final Parking parking;
    private Duration nextPulse = Duration.ZERO;
    private boolean refusing;

    /** The ordering of this member's stack. */
    public AbcastCore(Origin self, GroupLife life, AbcastSettings settings) {
        this(self, life, settings, new AbcastRules());
    }

    /** With rules of one's own: for tests of checkers. */
    public AbcastCore(Origin self, GroupLife life, AbcastSettings settings, AbcastRules rules) {
        parking = new Parking(self.principal().member());
        ordering = new Ordering(self.principal().member(), settings, new Actions());
        pool = new Pool(ordering, sequences);
        contents = new Contents(pool);
        window = new Window(ordering, contents, rules);
        log = new Log(settings.logLimit());
        voted = new Prefix(ordering, window, sequences);
        proposed = new Prefix(ordering, window, sequences);
        Certificates certificates = new Certificates(rules);
        misconduct = new Misconduct(ordering);
        voter = new Voter(ordering, window, log, voted, certificates, rules);
        votes = new Votes(ordering, window, certificates, voter, misconduct);
        proposer = new Proposer(ordering, window, log, pool, proposed);
        delivery = new Delivery(ordering, window, log, sequences, rules, new Progress());
        changes =
                new EpochChanges(ordering, window, log, certificates, rules, backoff, misconduct, new EpochBoundary());
        complaints = new Complaints(ordering, pool, log, certificates, backoff, changes);
        own = new OwnRequests(ordering, sequences, self, life);
        heads = new Heads(ordering, pool);
        budget = new Budget(ordering);
        fetching = new Fetching(ordering, window, log, budget);
        reconciliation = new Reconciliation(ordering, window, log, changes, complaints, budget);
    }

    @Override
    protected void onInstalled(ViewRecord record) {
        boolean complains = ordering.begun() && leftTheLeaderThatReturns(record);
        if (ordering.begun()) log.closed(ordering.view(), record.firstSlot() - 1);
        ordering.install(record);
        sequences.install(ordering.seating());
        window.install();
        changes.install();
        complaints.install();
        misconduct.install();
        fetching.install();
        budget.install();
        reconciliation.install();
        disarm(NEW_EPOCH);
        pool.sweep();
        voted.reset();
        proposer.restart();
        if (complains && ordering.seated()) complaints.complain();
        changes.announce();
        own.flush();
        goOn();
        pulseWithin(ordering.settings().busyPulse());
    }

    /** Had this member left the epoch whose leader the new view begins with, it has left it for a reason (AB-17). */
    private boolean leftTheLeaderThatReturns(ViewRecord record) {
        long birth = log.entry(record.firstSlot() - 1)
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
        goOn();
    }

    /** What waited at the barrier comes first; a slot among it may raise the barrier again. */
    private void goOn() {
        settle();
        for (Authentic<AbcastMessage> each : parking.unpark()) receive(each);
    }

    @Override
    protected void onSubmitted(Payload payload) {
        if (full()) return;
        if (payload instanceof Payload.Own it) own.submit(it);
        else if (payload instanceof Payload.Relayed it) relay(it.request());
        settle();
    }

    /** As the contact of a client or sensor: whatever is taken is shown to all (AB-18). */
    private void relay(Signed<Request> request) {
        if (take(new Held(request))) multicast(new Relay(java.util.List.of(request)));
    }

    private boolean full() {
        if (log.full() && !refusing) {
            refusing = true;
            announce(new Refused(
                    "further requests",
                    "the log holds " + log.bytes() + " bytes, the limit is "
                            + ordering.settings().logLimit(),
                    "start a new life of the group, or raise ordering.log-limit"));
        }
        return log.full();
    }

    private boolean take(Held held) {
        contents.arrived(held);
        if (log.full() || !pool.offer(held)) return false;
        proposer.offered(pool.backlog(held.request().origin()));
        return true;
    }

    @Override
    protected void onReceived(Authentic<AbcastMessage> message) {
        receive(message);
    }

    private void receive(Authentic<AbcastMessage> message) {
        Invariant.check(ordering.begun(), "a message before the first view");
        if (ordering.barrier() && !isBody(message.message())) {
            parking.park(message);
            return;
        }
        message.message().accept(new Handlers(), message);
        settle();
    }

    /** Requests and values need no view, and are taken at the barrier too. */
    private static boolean isBody(AbcastMessage message) {
        return message instanceof OwnRequest || message instanceof Relay || message instanceof Body;
    }

    /** Goes on as far as what is known allows. */
    private void settle() {
        delivery.deliver();
        voter.vote();
        proposer.propose();
        if (busy()) pulseWithin(ordering.settings().busyPulse());
    }

    private boolean busy() {
        return pool.size() > 0 || !window.isEmpty() || !ordering.entered() || !own.isEmpty() || reconciliation.behind();
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
        if (timer.equals(NEW_EPOCH)) {
            if (!ordering.barrier()) changes.onTimeout();
        } else if (!ordering.barrier()) {
            pulse();
        }
        settle();
        pulseWithin(ordering.settings().idlePulse());
    }

    private void pulse() {
        full();
        if (!ordering.seated()) return;
        own.resend();
        heads.show();
        complaints.check();
        fetching.askDue();
        reconciliation.tell();
    }

    /** Handles messages of peers; whatever they say of another view is left to the status (AB-15). */
    private final class Handlers implements AbcastMessage.Receiver {
        @Override
        public void onHeader(Signed<Header> header) {
            votes.header(header);
        }

        @Override
        public void onValue(MemberId from, Value value) {
            boolean fits = value.requests().size() <= ordering.settings().maxBatch();
            boolean keep = fits && from.equals(ordering.leader());
            window.slot(value.slot()).ifPresent(slot -> slot.learn(value, value.digest(), keep));
        }

        @Override
        public void onRequest(Signed<Request> request) {
            take(new Held(request));
        }

        @Override
        public void onRelay(MemberId from, Relay relay) {
            for (Signed<Request> each : relay.requests()) take(new Held(each));
        }

        @Override
        public void onBody(MemberId from, Body body) {
            for (Signed<Request> each : body.requests()) take(new Held(each));
        }

        @Override
        public void onPrepare(Signed<Prepare> vote) {
            votes.prepare(vote);
        }

        @Override
        public void onCommit(Signed<Commit> vote) {
            votes.commit(vote);
        }

        @Override
        public void onComplaint(Signed<Complaint> complaint) {
            complaints.onComplaint(complaint);
        }

        @Override
        public void onEpochChange(Signed<EpochChange> change) {
            changes.onEpochChange(change);
            complaints.follow();
        }

        @Override
        public void onNewEpoch(Signed<NewEpoch> newEpoch) {
            changes.onNewEpoch(newEpoch);
        }

        @Override
        public void onProof(MemberId from, Proof proof) {
            votes.proof(proof).ifPresent(epoch -> changes.change(epoch + 1));
        }

        @Override
        public void onStatus(MemberId from, Status status) {
            reconciliation.onStatus(from, status);
        }

        @Override
        public void onDecided(MemberId from, Decided decided) {
            if (votes.decided(decided)) fetching.ask(from, decided.certificate().slot());
        }

        @Override
        public void onFetch(MemberId from, Fetch fetch) {
            if (ordering.seating().seated(from)) fetching.onFetch(from, fetch);
        }
    }

    private final class Progress implements Delivery.Listener {
        @Override
        public void delivered(Request request) {
            pool.delivered(request);
            voted.settle(request);
            proposed.settle(request);
            Backlog backlog = pool.backlog(request.origin());
            if (backlog != null) proposer.offered(backlog);
        }

        @Override
        public void delivered(Slot slot, Content content, boolean skipped) {
            proposer.delivered(content.bodies().size());
            backoff.progress();
            own.flush();
            if (!skipped) return;
            voted.reset();
            proposer.recount();
        }
    }

    private final class EpochBoundary implements EpochChanges.Surroundings {
        @Override
        public void awaitNewEpoch(Duration most) {
            arm(NEW_EPOCH, most);
        }

        @Override
        public void entered() {
            disarm(NEW_EPOCH);
            voted.reset();
            proposer.restart();
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
        public void announce(Notice notice) {
            AbcastCore.this.announce(notice);
        }
    }
}
