package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.statement.Signed;

/** Leaves an epoch, collects what others show, enters the next (AB-28). */
final class EpochChanges {
    /** The timer for NEW-EPOCH, and what follows when an epoch begins. */
    interface Surroundings {
        void awaitNewEpoch(Duration most);

        void entered();
    }

    private final Ordering ordering;
    private final Window window;
    private final Log log;
    private final Checkpoints checkpoints;
    private final Backoff backoff;
    private final Silent silent;
    private final Misconduct misconduct;
    private final Hiding hiding;
    private final Surroundings surroundings;
    private final Map<MemberId, Signed<EpochChange>> highest = new LinkedHashMap<>();
    private EpochChange own;
    private Signed<NewEpoch> begun;
    private long offeredEpoch;
    private long awaitedEpoch;
    private Duration awaitedUntil = Duration.ZERO;

    EpochChanges(
            Ordering ordering,
            Window window,
            Log log,
            Checkpoints checkpoints,
            Backoff backoff,
            Silent silent,
            Misconduct misconduct,
            Surroundings surroundings) {
        this.ordering = ordering;
        this.window = window;
        this.log = log;
        this.checkpoints = checkpoints;
        this.backoff = backoff;
        this.silent = silent;
        this.misconduct = misconduct;
        hiding = new Hiding(ordering, window, log, misconduct);
        this.surroundings = surroundings;
    }

    void install() {
        highest.clear();
        own = null;
        begun = null;
        offeredEpoch = 0;
        awaitedEpoch = 0;
    }

    /** This member's epoch change into the present epoch, if it made one. */
    Optional<EpochChange> own() {
        return Optional.ofNullable(own).filter(it -> it.epoch() == ordering.epoch());
    }

    /** This member's last epoch change in this view, if it made one. */
    Optional<EpochChange> ownOfThisView() {
        return Optional.ofNullable(own);
    }

    /** What began the present epoch. */
    Optional<Signed<NewEpoch>> begun() {
        return Optional.ofNullable(begun).filter(it -> it.message().epoch() == ordering.epoch());
    }

    /** A COMMIT has come: perhaps its sender has hidden it. */
    void onCommit(Signed<Commit> vote) {
        hiding.check(vote, of(vote.sender()));
    }

    /** The highest epoch change of a member that counts. */
    Optional<Signed<EpochChange>> of(MemberId member) {
        return Optional.ofNullable(highest.get(member));
    }

    /** Seats whose epoch change shows that they have left this epoch. */
    List<Integer> beyond(long epoch) {
        List<Integer> seats = new ArrayList<>();
        highest.forEach((member, it) -> {
            if (it.message().epoch() > epoch) seats.add(ordering.seating().seat(member));
        });
        return seats;
    }

    /** Seats whose epoch change into the present epoch is held. */
    List<Integer> held() {
        List<Integer> seats = new ArrayList<>();
        highest.forEach((member, it) -> {
            if (it.message().epoch() == ordering.epoch())
                seats.add(ordering.seating().seat(member));
        });
        return seats;
    }

    /** Leaves the present epoch for a later one. */
    void change(long epoch) {
        if (epoch <= ordering.epoch() || !ordering.seated()) return;
        ordering.leave(epoch);
        backoff.raise();
        own = new EpochChange(ordering.view(), epoch, ordering.namedStart(), checkpoints.ofThisView(), shown(epoch));
        ordering.journal().left(own);
        ordering.out().multicast(own);
        lead();
    }

    /** This member has left the epochs before this one already, as its journal says. */
    void restore(EpochChange change) {
        Invariant.check(
                change.view() == ordering.view(),
                "left an epoch of view %s in view %s",
                change.view(),
                ordering.view());
        ordering.leave(change.epoch());
        backoff.raise();
        own = change;
    }

    /** Says again what the last run of this start has said, so that it counts here too. */
    void repeat() {
        own().ifPresent(ordering.out()::multicast);
    }

    private List<QuorumCertificate> shown(long epoch) {
        return ordering.phases().shown(epoch, ordering, window, log);
    }

    void onEpochChange(Signed<EpochChange> change) {
        EpochChange it = change.message();
        if (it.view() != ordering.view() || !ordering.seating().seated(change.sender())) return;
        if (!ordering.counts(change.sender(), it.incarnation())) return;
        highest.entrySet()
                .removeIf(each -> !ordering.counts(
                        each.getKey(), each.getValue().message().incarnation()));
        Signed<EpochChange> before = highest.get(change.sender());
        if (before != null && before.message().epoch() == it.epoch()) misconduct.contradicted(before, change);
        if (before != null && before.message().epoch() >= it.epoch()) return;
        if (!valid(it)) {
            misconduct.invalid(change);
            return;
        }
        highest.put(change.sender(), change);
        hiding.check(change);
        follow();
        lead();
    }

    /** Goes to the highest epoch that f+1 have reached. */
    private void follow() {
        List<Long> epochs =
                highest.values().stream().map(each -> each.message().epoch()).toList();
        change(ordering.certificates().reachedByOneCorrect(epochs, 0));
    }

    private boolean valid(EpochChange change) {
        List<QuorumCertificate> shown = change.certificates();
        int most = ordering.phases().mostShown(ordering.settings().window());
        if (shown.size() > most || !validStable(change)) return false;
        long last = ordering.seating().before();
        for (QuorumCertificate each : shown) {
            if (each.slot() <= last || !ordering.phases().fits(each, change.epoch())) return false;
            if (!ordering.certificates().valid(each)) return false;
            last = each.slot();
        }
        return shown.isEmpty() || shown.get(0).slot() > last - most;
    }

    private boolean validStable(EpochChange change) {
        Optional<CheckpointCertificate> stable = change.stable();
        return stable.isEmpty()
                || stable.get().slot() > ordering.seating().before()
                        && ordering.certificates().valid(stable.get(), ordering.seating());
    }

    /** Begins to wait for NEW-EPOCH once Q have reached this epoch, and sends it if this member leads. */
    private void lead() {
        if (ordering.entered()) return;
        long epoch = ordering.epoch();
        List<Integer> reached = new ArrayList<>();
        highest.forEach((member, it) -> {
            if (ordering.rules().reaches(it.message().epoch(), epoch))
                reached.add(ordering.seating().seat(member));
        });
        if (awaitedEpoch < epoch && ordering.certificates().intersecting(reached)) {
            awaitedEpoch = epoch;
            awaitedUntil = ordering.elapsed().plus(backoff.of(ordering.leaderWait()));
            surroundings.awaitNewEpoch(newEpochWait());
        }
        if (offeredEpoch < epoch && ordering.seated() && ordering.leader().equals(ordering.self())) offer(epoch);
    }

    private void offer(long epoch) {
        List<Integer> seats = new ArrayList<>();
        List<Signed<EpochChange>> changes = new ArrayList<>();
        for (Signed<EpochChange> each : highest.values()) {
            if (each.message().epoch() != epoch) continue;
            changes.add(each);
            seats.add(ordering.seating().seat(each.sender()));
            if (ordering.certificates().intersecting(seats)) {
                offeredEpoch = epoch;
                ordering.out().multicast(new NewEpoch(ordering.view(), epoch, changes));
                return;
            }
        }
    }

    /** A leader of whom nothing is heard is given the time that its word may be under way, without back-off: it is not slow. */
    private Duration newEpochWait() {
        Duration left = awaitedUntil.minus(ordering.elapsed());
        if (left.isNegative()) return Duration.ZERO;
        boolean passes =
                silent.contains(ordering.leader()) && ordering.patience().compareTo(left) < 0;
        return passes ? ordering.patience() : left;
    }

    /** This member's opinion of another one has changed: if that is whose NEW-EPOCH it waits for, so has the wait. */
    void heardOf(MemberId member) {
        if (awaits() && member.equals(ordering.leader())) surroundings.awaitNewEpoch(newEpochWait());
    }

    private boolean awaits() {
        return !ordering.entered() && awaitedEpoch == ordering.epoch();
    }

    /** The wait for NEW-EPOCH is over. */
    void onTimeout() {
        if (awaits()) change(ordering.epoch() + 1);
    }

    void onNewEpoch(Signed<NewEpoch> newEpoch) {
        NewEpoch it = newEpoch.message();
        if (it.view() != ordering.view()) return;
        if (!newEpoch.sender().equals(ordering.seating().leader(it.epoch()))) {
            misconduct.usurped(newEpoch);
            return;
        }
        if (begun != null && begun.message().epoch() == it.epoch()) misconduct.contradicted(begun, newEpoch);
        boolean later = it.epoch() > ordering.epoch() || it.epoch() == ordering.epoch() && !ordering.entered();
        if (!later) return;
        if (valid(it)) {
            enter(newEpoch);
        } else {
            it.changes().forEach(misconduct::invalid);
            misconduct.invalidChoice(newEpoch);
        }
    }

    private boolean valid(NewEpoch newEpoch) {
        List<Integer> seats = new ArrayList<>();
        for (Signed<EpochChange> each : newEpoch.changes()) {
            EpochChange change = each.message();
            boolean fits = change.view() == newEpoch.view() && change.epoch() == newEpoch.epoch();
            boolean counts =
                    ordering.seating().seated(each.sender()) && ordering.counts(each.sender(), change.incarnation());
            if (!fits || !counts || !valid(change)) return false;
            seats.add(ordering.seating().seat(each.sender()));
        }
        return ordering.certificates().intersecting(seats);
    }

    private void enter(Signed<NewEpoch> newEpoch) {
        begun = newEpoch;
        List<EpochChange> changes =
                newEpoch.message().changes().stream().map(Signed::message).toList();
        Choice choice = Choice.of(changes, ordering);
        for (QuorumCertificate each : log.certificatesAbove(choice.high(), ordering.view())) {
            Invariant.check(
                    each.epoch() >= newEpoch.message().epoch(),
                    "slot %s was decided in epoch %s, but Q members have certificates up to slot %s only",
                    each.slot(),
                    each.epoch(),
                    choice.high());
        }
        ordering.enter(newEpoch.message().epoch(), choice);
        window.restart();
        surroundings.entered();
        announce();
    }

    /** Tells the other layers who leads. */
    void announce() {
        ordering.out().announce(new EpochEntered(ordering.view(), ordering.epoch(), ordering.leader()));
    }
}
