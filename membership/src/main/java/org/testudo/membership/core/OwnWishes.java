package org.testudo.membership.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * What this member wants of the group as things stand: a seat, to be ready, to be active, to go, and to have others rest of
 * which it hears nothing. Its own opinion; what follows is decided where the command is delivered.
 */
final class OwnWishes {
    /** A suspicion that stands is said again before it is stale (GM-20). */
    private static final Duration REFRESH = Words.FRESH.multipliedBy(2).dividedBy(3);

    private final Origin self;
    private final List<StatementKey> firstKeys;
    private final MembershipState state;
    private final Suspects suspects;
    private final Asked asked = new Asked();
    private Instant agreedTime = Instant.EPOCH;
    private Duration agreedAt = Duration.ZERO;
    private boolean caughtUp;
    private Optional<Boolean> departure = Optional.empty();

    OwnWishes(Origin self, List<StatementKey> firstKeys, MembershipState state, Suspects suspects) {
        this.self = self;
        this.firstKeys = List.copyOf(firstKeys);
        this.state = state;
        this.suspects = suspects;
    }

    void caughtUp(boolean now) {
        caughtUp = now;
    }

    /** Wants to go: for good, or for a while. */
    void depart(boolean forGood) {
        departure = Optional.of(forGood);
    }

    /** The wish to go, for good or for a while; empty: it wants to stay. */
    Optional<Boolean> departure() {
        return departure;
    }

    void passed(SlotDelivery slot, Duration now) {
        passed(slot.agreedTime(), now);
    }

    /** Where agreed time has got to. */
    void passed(Instant time, Duration now) {
        agreedTime = time;
        agreedAt = now;
    }

    void delivered(Command own, Duration now) {
        asked.delivered(own, now);
    }

    void viewBegan(Duration now) {
        asked.eased(now);
    }

    /** The commands to submit now. */
    List<Command> due(Duration now) {
        List<Command> due = new ArrayList<>(wanted(now));
        due.removeIf(command -> !asked.begin(command, now));
        return due;
    }

    /** Whether something may become due by the passing of time alone. */
    boolean pending(Duration now) {
        return !wanted(now).isEmpty() || waits() || !suspects.isEmpty();
    }

    private boolean waits() {
        Optional<Occupant> own = seat();
        return own.isEmpty() || !own.get().active() || state.joining(me()) || state.newcomer(me());
    }

    private List<Command> wanted(Duration now) {
        if (state.record().life().forming()) return List.of();
        Optional<Occupant> own = seat();
        if (own.isEmpty()) return seatWanted(now);
        List<Command> wanted = new ArrayList<>(state.stripped(me()) ? List.of() : suspicions(own.get(), now));
        if (departure.isPresent()) departing(own.get()).ifPresent(wanted::add);
        else if (activityWanted(own.get(), now)) wanted.add(new Command.Reactivate());
        return wanted;
    }

    private List<Command> seatWanted(Duration now) {
        boolean standby =
                state.standby(me()).filter(it -> it.origin().equals(self)).isPresent();
        if (standby) return readinessWanted();
        if (!state.starts().isOnRoster(self)) return List.of(); // perhaps it will be pardoned (GM-6)
        boolean may = departure.isEmpty() && state.latestStart(me()) < self.incarnation() && mayReturn(now);
        return may ? List.of(new Command.Join(firstKeys)) : List.of();
    }

    /** Said again when half of what is remembered has passed since. */
    private List<Command> readinessWanted() {
        Map.Entry<Long, Digest> last = state.last();
        long said = state.readyAt(me());
        boolean due = caughtUp && last != null && (said < 0 || last.getKey() - said >= History.LENGTH / 2);
        return due ? List.of(new Command.Ready(last.getKey(), last.getValue())) : List.of();
    }

    private Optional<Command> departing(Occupant own) {
        boolean forGood = departure.orElseThrow();
        if (state.departing(me()) || (!forGood && state.disconnected(me()))) return Optional.empty();
        return Optional.of(forGood ? new Command.Retire() : new Command.Disconnect());
    }

    private boolean activityWanted(Occupant own, Duration now) {
        if (!caughtUp) return false;
        if (state.held(me())) return state.joining(me()) || (state.disconnected(me()) && mayReturn(now));
        return state.active(me()) ? unsaid() || state.newcomer(me()) : mayReturn(now);
    }

    /** Whether it counts as not there until it says that it is: it joins, or had gone and was called back. */
    private boolean unsaid() {
        return state.joining(me()) || state.disconnected(me());
    }

    private List<Command> suspicions(Occupant own, Duration now) {
        List<Command> wanted = new ArrayList<>();
        for (Occupant other : state.record().occupants()) {
            if (other.member().equals(me())) continue;
            Instant said = state.suspected(own, other);
            boolean suspected = suspects.contains(other.member());
            boolean stale = said == null || estimate(now).isAfter(said.plus(REFRESH));
            if (suspected && state.active(other.member()) && stale) {
                wanted.add(new Command.Suspect(other.member(), other.incarnation()));
            } else if (!suspected && said != null) {
                wanted.add(new Command.Withdraw(other.member(), other.incarnation()));
            }
        }
        return wanted;
    }

    private boolean mayReturn(Duration now) {
        return !estimate(now).isBefore(state.notBefore(me()));
    }

    /** Where agreed time may have got to. It decides nothing but when to ask. */
    private Instant estimate(Duration now) {
        return agreedTime.plus(now).minus(agreedAt);
    }

    private Optional<Occupant> seat() {
        ViewRecord record = state.record();
        return record.seats(self) ? record.occupant(me()) : Optional.empty();
    }

    private MemberId me() {
        return self.principal().member();
    }
}
