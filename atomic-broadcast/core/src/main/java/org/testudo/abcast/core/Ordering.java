package org.testudo.abcast.core;

import java.time.Duration;
import java.time.Instant;
import org.testudo.api.MemberId;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;

/** Where this member stands: view, epoch and delivered prefix. Read by all parts, changed by few. */
final class Ordering {
    private final Origin origin;
    private final Genesis genesis;
    private final MemberId self;
    private final AbcastSettings settings;
    private final AbcastRules rules;
    private final Outlet out;
    private final Certificates certificates = new Certificates(this);
    private final Journal journal = new Journal(this);
    private Freshness freshness;
    private GroupLife formation;
    private Seating seating;
    private FaultPhases phases;
    private long epoch;
    private boolean entered;
    private Duration enteredAt = Duration.ZERO;
    private Choice choice;
    private long delivered;
    private Instant agreedTime = Instant.EPOCH;
    private Digest history = Digest.ZERO;
    private boolean barrier;
    private boolean withdrawn;
    private boolean suspended;
    private boolean replaying;
    private boolean recollecting;
    private final RoundTrips roundTrips;
    private Duration latency = Duration.ofMillis(20);
    private Duration patience;

    Ordering(Self self, AbcastSettings settings, AbcastRules rules, Outlet out) {
        this.origin = self.origin();
        this.genesis = self.genesis();
        this.self = origin.principal().member();
        this.settings = settings;
        this.rules = rules;
        this.out = out;
        this.roundTrips = new RoundTrips(rules);
        this.patience = patience(latency);
    }

    MemberId self() {
        return self;
    }

    AbcastSettings settings() {
        return settings;
    }

    AbcastRules rules() {
        return rules;
    }

    /** How the fault model of the view has members vote. */
    FaultPhases phases() {
        return phases;
    }

    /** Counts seats of the view in force. */
    Certificates certificates() {
        return certificates;
    }

    /** What must not be forgotten. */
    Journal journal() {
        return journal;
    }

    Outlet out() {
        return out;
    }

    Duration elapsed() {
        return out.now().elapsed();
    }

    boolean begun() {
        return seating != null;
    }

    Seating seating() {
        return seating;
    }

    /** The lives of this member's group, as far as the view in force tells. */
    Lives lives() {
        GroupLife present = seating.record().life();
        return Lives.of(formation, present.forming() ? Lives.unknown(formation) : present);
    }

    /** A view is in force: epoch 0, nothing to propose again, no locks (AB-13). */
    void install(ViewRecord record) {
        if (!begun()) {
            formation = record.life();
            delivered = record.firstSlot() - 1;
            history = record.historyChain();
            agreedTime = record.agreedTime();
        }
        Invariant.check(
                record.firstSlot() == delivered + 1,
                "view %s begins at slot %s, delivered is %s",
                record.id(),
                record.firstSlot(),
                delivered);
        seat(record);
    }

    private void seat(ViewRecord record) {
        seating = new Seating(record);
        phases = FaultPhases.of(seating);
        roundTrips.install(record);
        patience = patience(latency);
        barrier = false;
        enter(0, Choice.none(seating.before()));
    }

    /** The view to which the slots lead by which a group formed: those are in no state (GM-21). */
    long afterForming() {
        return formation.forming() ? 1 : 0;
    }

    /** Whether the group is still forming, as far as this member knows (GM-21). */
    boolean forming() {
        return seating.record().life().forming();
    }

    /** Whether a group of which this member is shown that it has lived is never formed anew (GM-22). */
    boolean remembers() {
        return settings.journal() && rules.remembersThatItLived();
    }

    /** Who is alive while the group forms; set once. */
    void freshness(Freshness judge) {
        freshness = judge;
    }

    /** Whether what this start of a member signed counts in the view in force: in view 0 only what a live start signed. */
    boolean counts(MemberId member, long incarnation) {
        return !forming() || !rules.asksForFreshness() || freshness.isFresh(member, incarnation);
    }

    /** Whether a certificate is of this life: only in view 0 can it be of another (GM-21). */
    boolean believes(QuorumCertificate certificate) {
        return !forming() || !rules.asksForFreshness() || freshness.believes(certificate);
    }

    /** This member's start, where statements of the view name it. */
    long namedStart() {
        return Starts.named(view(), origin.incarnation());
    }

    /** Whether this member sends a peer what it lacks: any on the roster that is not excluded, seated or not (GM-14, GM-15). */
    boolean serves(MemberId peer) {
        return !seating.record().excluded(peer)
                && (seating.seated(peer) || genesis.onRoster(peer).isPresent());
    }

    /** Whether this member is out, so that nobody serves it any more. */
    boolean excluded() {
        return seating.record().excluded(self);
    }

    /** This member votes no more, leads no more and complains of nobody; it still serves and delivers. */
    void withdraw() {
        withdrawn = true;
    }

    /** This member's state is not the group's: it neither votes nor delivers until it has been given another (AB-7). */
    void suspend(boolean now) {
        suspended = now;
    }

    boolean suspended() {
        return suspended;
    }

    /**
     * This member is in a state that it was given. Nothing is delivered on top of it until the layers above have taken theirs
     * (AB-14).
     */
    void restore(OrderingState state) {
        Invariant.check(state.slot() > delivered, "slot %s after %s", state.slot(), delivered);
        delivered = state.slot();
        agreedTime = state.agreedTime();
        history = state.history();
        barrier = true;
    }

    /** The view of a state that was given is in force: it began at an earlier slot. */
    void installGiven(ViewRecord record) {
        seat(record);
    }

    /** Whether this start holds a seat of the view in force. */
    boolean sits() {
        return seating.seats(origin);
    }

    /** Whether what the journal holds is still being brought back: until then this member is silent (AB-26). */
    boolean replaying() {
        return replaying;
    }

    void replaying(boolean under) {
        replaying = under;
    }

    /** Whether the others are still being asked what this member may have forgotten: until then it says nothing that binds it. */
    boolean recollecting() {
        return recollecting;
    }

    void recollecting(boolean under) {
        recollecting = under;
    }

    /** In whose name this start speaks. */
    Origin origin() {
        return origin;
    }

    /** Whether this start of the member is meant: a statement of view 0 names one (GM-21). */
    boolean namesThisStart(long incarnation) {
        return incarnation == origin.incarnation();
    }

    /** Whether this start holds a seat of that view. */
    boolean seatsThisStart(ViewRecord view) {
        return view.seats(origin);
    }

    /** Whether this member votes: this start of it holds a seat of the view (AB-16, GM-21). */
    boolean seated() {
        if (withdrawn || suspended || replaying || recollecting) return false;
        return forming() ? seating.founder(origin) : seating.seats(origin);
    }

    long view() {
        return seating.view();
    }

    long epoch() {
        return epoch;
    }

    MemberId leader() {
        return seating.leader(epoch);
    }

    /** Whether the epoch has begun here; else its NEW-EPOCH is awaited. */
    boolean entered() {
        return entered;
    }

    Duration enteredAt() {
        return enteredAt;
    }

    /** What is to be proposed again in this epoch. */
    Choice choice() {
        return choice;
    }

    void leave(long next) {
        Invariant.check(next > epoch, "from epoch %s to %s", epoch, next);
        epoch = next;
        entered = false;
    }

    void enter(long next, Choice chosen) {
        epoch = next;
        entered = true;
        enteredAt = elapsed();
        choice = chosen;
    }

    /** The last slot delivered here. */
    long delivered() {
        return delivered;
    }

    /** Voting and proposing go up to here (AB-28). */
    long voteLimit() {
        return delivered + settings.window();
    }

    /** Messages are taken for slots up to here. */
    long takeLimit() {
        return delivered + 2L * settings.window();
    }

    Instant agreedTime() {
        return agreedTime;
    }

    Digest history() {
        return history;
    }

    void advance(long slot, Instant time, Digest chain) {
        Invariant.check(slot == delivered + 1, "slot %s after %s", slot, delivered);
        Invariant.check(!time.isBefore(agreedTime), "agreed time falls from %s to %s", agreedTime, time);
        delivered = slot;
        agreedTime = time;
        history = chain;
    }

    /** Whether the layer above has yet to say what the last slot did to the membership (AB-14). */
    boolean barrier() {
        return barrier;
    }

    void barrier(boolean raised) {
        barrier = raised;
    }

    /** The failure detector has measured how long a member takes to answer (FD-5). */
    void measured(MemberId member, Duration roundTrip) {
        roundTrips.measured(member, roundTrip);
        patience = patience(latency);
    }

    /**
     * How long a request waits for the leader, before back-off (AB-4, AB-19). Above the time that is configured, twice what
     * it takes without a fault: a request that comes while a slot is under way waits for two slots, of a round trip each.
     */
    Duration leaderWait() {
        return settings.timeout().plus(roundTrips.ofQuorum().multipliedBy(4));
    }

    /**
     * The same for commands (AB-20): the time that is configured and two slots. A slot takes one and a half round trips from
     * the leader's proposal on; under load longer, and as much as a member waits for commands is believed of that: else a
     * leader that is slow on purpose would be given ever more time.
     */
    Duration commandWait() {
        Duration byWay = roundTrips.ofQuorum().multipliedBy(3).dividedBy(2);
        Duration byLoad = least(latency, settings.controlTimeout());
        Duration slot = byWay.compareTo(byLoad) > 0 ? byWay : byLoad;
        return settings.controlTimeout().plus(slot.multipliedBy(2));
    }

    private static Duration least(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    void sample(Duration one) {
        latency = Duration.ofNanos((latency.toNanos() * 7 + one.toNanos()) / 8);
        patience = patience(latency);
    }

    /** How long something may be under way before it is worth sending again. */
    Duration patience() {
        return patience;
    }

    private Duration patience(Duration smoothed) {
        Duration bySlots = least(smoothed.multipliedBy(3), Duration.ofSeconds(1));
        Duration byWay = roundTrips.ofQuorum().plus(settings.busyPulse());
        Duration patience = bySlots.compareTo(byWay) > 0 ? bySlots : byWay;
        Duration least = settings.busyPulse().multipliedBy(2);
        return patience.compareTo(least) < 0 ? least : patience;
    }

    /** Whether something is under way since so short a time that nobody need be told of it again. */
    boolean young(Duration since) {
        return elapsed().minus(since).compareTo(patience()) < 0;
    }
}
