package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Signed;

/** Decides when this member has waited for its leader long enough, and follows f+1 who have (AB-4, AB-19, AB-20). */
final class Complaints {
    private final Ordering ordering;
    private final Pool pool;
    private final Turnaround turnaround;
    private final Log log;
    private final Checkpoints checkpoints;
    private final Backoff backoff;
    private final EpochChanges changes;
    private final Formation formation;
    private final Map<MemberId, Long> highest = new LinkedHashMap<>();
    private Complaint standing;
    private Duration resumedAt = Duration.ZERO;
    private boolean goesOn;
    private long awaited;
    private Duration awaitedSince;

    Complaints(
            Ordering ordering,
            Pool pool,
            Turnaround turnaround,
            Log log,
            Checkpoints checkpoints,
            Backoff backoff,
            EpochChanges changes,
            Formation formation) {
        this.ordering = ordering;
        this.pool = pool;
        this.turnaround = turnaround;
        this.log = log;
        this.checkpoints = checkpoints;
        this.backoff = backoff;
        this.changes = changes;
        this.formation = formation;
    }

    /** Another view is in force. */
    void install() {
        highest.clear();
        standing = null;
        goesOn = false;
    }

    /**
     * This member goes on with its journal, perhaps in an epoch that it has not entered. What would let it enter was sent once, and
     * those who have it may be gone: then it must not wait for ever (AB-26).
     */
    void goesOn() {
        goesOn = !ordering.entered();
        awaited = ordering.epoch();
        awaitedSince = ordering.elapsed();
    }

    /** This member's complaint of the present epoch, to be repeated while it stands. */
    Optional<Complaint> standing() {
        return Optional.ofNullable(standing).filter(it -> it.epoch() == ordering.epoch());
    }

    /** Looks whether the leader has kept someone waiting for too long. */
    void check() {
        // Nobody is to blame for what is not delivered while checkpoints are awaited.
        if (checkpoints.waits()) resumedAt = ordering.elapsed();
        boolean may = ordering.seated() && !log.full() && !checkpoints.waits();
        if (!may || standing().isPresent()) return;
        if (!ordering.entered()) {
            if (goesOn && keptOut()) complain();
            return;
        }
        goesOn = false;
        boolean late = leaderHasLeft() || formation.overdue(backoff.of(ordering.leaderWait()));
        if (late || anyWronged()) complain();
    }

    private boolean anyWronged() {
        Duration wait = backoff.of(ordering.leaderWait().plus(turnaround.ofAll(pool.bytesOfHeads())));
        Duration commandWait = backoff.of(ordering.commandWait());
        for (Backlog each : pool.backlogs()) if (wronged(each, each.urgent() ? commandWait : wait)) return true;
        return false;
    }

    private boolean keptOut() {
        if (awaited != ordering.epoch()) {
            awaited = ordering.epoch();
            awaitedSince = ordering.elapsed();
        }
        Duration waited = ordering.elapsed().minus(awaitedSince);
        return waited.compareTo(backoff.of(ordering.leaderWait())) >= 0;
    }

    /** It cannot lead an epoch that it has left; one that goes on with its journal does that at once (AB-26). */
    private boolean leaderHasLeft() {
        int leader = ordering.seating().seat(ordering.leader());
        return changes.beyond(ordering.epoch()).contains(leader);
    }

    private boolean wronged(Backlog backlog, Duration most) {
        Backlog.Head head = backlog.head();
        if (head == null) return false;
        if (convictsTheLeader(backlog)) return reigns(ordering.patience());
        Duration began = later(later(head.since(), ordering.enteredAt()), resumedAt);
        Duration waited = ordering.elapsed().minus(began);
        if (waited.compareTo(most) >= 0) return true;
        return waited.compareTo(ordering.patience()) >= 0 && overtaken(head);
    }

    private boolean convictsTheLeader(Backlog backlog) {
        if (!backlog.urgent()) return false;
        for (Held each : backlog.all()) {
            Optional<MemberId> convicted = each.convicts(ordering.seating().record());
            if (convicted.isPresent() && convicted.get().equals(ordering.leader())) return true;
        }
        return false;
    }

    private boolean reigns(Duration atLeast) {
        return ordering.elapsed().minus(ordering.enteredAt()).compareTo(atLeast) >= 0;
    }

    /** More than twice what may be under way, and once around, went before it. */
    private boolean overtaken(Backlog.Head head) {
        AbcastSettings settings = ordering.settings();
        long most =
                2L * settings.window() * settings.maxBatch() + pool.backlogs().size();
        return pool.deliveredRequests() - head.overtaken() > most;
    }

    private static Duration later(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Asks the others to leave this epoch; goes on voting in it. */
    void complain() {
        standing = new Complaint(ordering.view(), ordering.epoch());
        ordering.out().multicast(standing);
    }

    void onComplaint(Signed<Complaint> complaint) {
        Complaint it = complaint.message();
        if (it.view() != ordering.view() || !ordering.seating().seated(complaint.sender())) return;
        highest.merge(complaint.sender(), it.epoch(), Math::max);
        follow();
    }

    /** Leaves the epoch if f+1 members complain of it or have left it. */
    void follow() {
        long epoch = ordering.epoch();
        List<Integer> seats = new ArrayList<>(changes.beyond(epoch));
        highest.forEach((member, complainedOf) -> {
            int seat = ordering.seating().seat(member);
            if (complainedOf >= epoch && !seats.contains(seat)) seats.add(seat);
        });
        if (ordering.certificates().oneCorrect(seats)) changes.change(epoch + 1);
    }
}
