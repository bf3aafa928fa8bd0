package org.testudo.membership.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * How many exclusions on accusations may be under way at a time (GM-19): whoever forges alerts of many sensors at once, or a
 * rule of an IDS that is wrong everywhere, takes fewer than f + 1 seats away. Evidence and operators are not charged. A place
 * that is charged stays so, whoever takes it and leaves it again, until its occupant says that it is active. Replicated state,
 * at most one entry per seat.
 */
final class Budget {
    /** How long a place left by an exclusion counts, by agreed time, while its newcomer has not said that it is active. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** Why an accusation waits, for people. */
    static final String SPENT = "the budget is spent";

    /** When those were excluded whose places nobody has taken, oldest first. */
    private final List<Instant> open = new ArrayList<>();
    /** Who took such places and has not said since that it is active, with the time of the exclusion. */
    private final Map<MemberId, Instant> newcomers = new TreeMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(open, Times::write);
        out.writeList(List.copyOf(newcomers.entrySet()), (each, to) -> {
            to.writeText(each.getKey().name());
            Times.write(each.getValue(), to);
        });
    }

    void restore(WireReader in) throws MalformedException {
        open.clear();
        newcomers.clear();
        open.addAll(in.readList(Parts.MOST, Times::readInstant));
        in.readList(Parts.MOST, each -> newcomers.put(Origin.readMember(each), Times.readInstant(each)) == null);
    }

    /**
     * A seat fell vacant.
     *
     * @param accused when, if by an exclusion on accusations; else what its occupant had not refilled stays charged
     */
    void vacated(MemberId member, Optional<Instant> accused) {
        Optional<Instant> before = Optional.ofNullable(newcomers.remove(member));
        accused.or(() -> before).ifPresent(open::add);
        open.sort(null);
    }

    /** A vacant seat was taken: the oldest place that is open is refilled once this member says that it is active. */
    void took(MemberId newcomer) {
        if (!open.isEmpty()) newcomers.put(newcomer, open.remove(0));
    }

    /** It is active by its own word: the place is refilled. That others had it active for want of better ones proves nothing. */
    void refilled(MemberId newcomer) {
        newcomers.remove(newcomer);
    }

    /** Whether this member's own word is what a place waits for. */
    boolean awaits(MemberId newcomer) {
        return newcomers.containsKey(newcomer);
    }

    /**
     * How many seats are spent: vacant, stripped on whatever ground, or left by an exclusion of the last window, taken and not yet
     * refilled.
     */
    long spent(Seats seats, Exclusions exclusions, Instant agreedTime) {
        long stripped = seats.occupants().stream()
                .filter(it -> exclusions.strips(it.member()))
                .count();
        return seats.vacancies() + stripped + refilling(seats, exclusions, agreedTime);
    }

    private long refilling(Seats seats, Exclusions exclusions, Instant agreedTime) {
        return newcomers.entrySet().stream()
                .filter(each -> counts(each.getValue(), agreedTime))
                .filter(each -> seats.seatOf(each.getKey()).isPresent() && !exclusions.strips(each.getKey()))
                .count();
    }

    /** After the commands of a slot: forgets what counts no more, and what counts as a vacant seat only. */
    void settle(Seats seats, Instant agreedTime) {
        newcomers.values().removeIf(excluded -> !counts(excluded, agreedTime));
        open.removeIf(excluded -> !counts(excluded, agreedTime));
        while (open.size() > seats.vacancies()) open.remove(0);
    }

    private static boolean counts(Instant excluded, Instant agreedTime) {
        return !agreedTime.isAfter(excluded.plus(WINDOW));
    }
}
