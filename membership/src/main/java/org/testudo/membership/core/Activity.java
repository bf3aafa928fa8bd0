package org.testudo.membership.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Who is active, and when who is not may be so again (GM-17). Replicated state, one entry per name of the roster at most; it
 * stays when the member restarts, so that nobody gets rid of its back-off by that.
 */
final class Activity {
    /** The first back-off, and the least. */
    static final Duration LEAST = Duration.ofSeconds(1);

    /** The longest back-off. */
    static final Duration MOST = Duration.ofMinutes(5);

    /** Being active for this long halves the back-off. */
    static final Duration HALVING = Duration.ofMinutes(5);

    private static final class Entry {
        private boolean active = true;
        private boolean joining;
        private boolean disconnected;
        private Instant activeSince = Instant.EPOCH;
        private Instant notBefore = Instant.EPOCH;
        private Duration backOff = LEAST;
        private long turn;

        private void write(WireWriter out) {
            out.writeBoolean(active).writeBoolean(joining).writeBoolean(disconnected);
            Times.write(activeSince, out);
            Times.write(notBefore, out);
            Times.write(backOff, out);
            out.writeLong(turn);
        }

        private static Entry read(WireReader in) throws MalformedException {
            Entry entry = new Entry();
            entry.active = in.readBoolean();
            entry.joining = in.readBoolean();
            entry.disconnected = in.readBoolean();
            entry.activeSince = Times.readInstant(in);
            entry.notBefore = Times.readInstant(in);
            entry.backOff = Times.readDuration(in);
            entry.turn = in.readCount();
            return entry;
        }
    }

    private final Map<MemberId, Entry> entries = new TreeMap<>();
    private long turns;

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeLong(turns);
        out.writeList(List.copyOf(entries.entrySet()), (each, to) -> {
            to.writeText(each.getKey().name());
            each.getValue().write(to);
        });
    }

    void restore(WireReader in) throws MalformedException {
        entries.clear();
        turns = in.readCount();
        in.readList(Parts.MOST, each -> entries.put(Origin.readMember(each), Entry.read(each)) == null);
    }

    boolean active(MemberId member) {
        return !entries.containsKey(member) || entries.get(member).active;
    }

    /** Whether it has been seated and has not yet said that it has caught up. */
    boolean joining(MemberId member) {
        return entries.containsKey(member) && entries.get(member).joining;
    }

    /** Whether it has gone for a while. */
    boolean disconnected(MemberId member) {
        return entries.containsKey(member) && entries.get(member).disconnected;
    }

    /** Whether it has gone for a while and nobody has called it back since. */
    boolean gone(MemberId member) {
        return disconnected(member) && !active(member);
    }

    /** The agreed time before which it is neither reactivated nor seated again. */
    Instant notBefore(MemberId member) {
        return entries.containsKey(member) ? entries.get(member).notBefore : Instant.EPOCH;
    }

    boolean mayReturn(MemberId member, Instant agreedTime) {
        return !agreedTime.isBefore(notBefore(member));
    }

    /** It was found silent or slow: inactive, for longer each time. */
    void deactivate(MemberId member, Instant agreedTime) {
        rest(entry(member), agreedTime);
    }

    /** It goes for a while and keeps its seat. */
    void disconnect(MemberId member, Instant agreedTime) {
        Entry entry = entry(member);
        rest(entry, agreedTime);
        entry.disconnected = true;
    }

    /** A new start of it was seated, or admitted: it has yet to catch up. Each start counts as a deactivation does. */
    void joined(MemberId member, Instant agreedTime) {
        Entry entry = entry(member);
        rest(entry, agreedTime);
        entry.joining = true;
    }

    /** A ready standby took a seat: it may be active as soon as it says so. */
    void tookSeat(MemberId member, Instant agreedTime) {
        Entry entry = entry(member);
        entry.active = false;
        entry.joining = false;
        entry.notBefore = agreedTime;
        entry.turn = ++turns;
    }

    /** Its own word that it has caught up; whether it is active now and was not. */
    boolean reactivate(MemberId member, Instant agreedTime) {
        Entry entry = entry(member);
        if (entry.active) {
            entry.joining = false;
            entry.disconnected = false;
            return false;
        }
        if (!mayReturn(member, agreedTime)) return false;
        begin(entry, agreedTime);
        entry.joining = false;
        entry.disconnected = false;
        return true;
    }

    /**
     * Its own word that it has caught up, while something else keeps it out of the rotation. Its absence is over no sooner than
     * its back-off allows, or it could go over and over, a view each time.
     */
    void caughtUp(MemberId member, Instant agreedTime) {
        Entry entry = entry(member);
        entry.joining = false;
        if (!agreedTime.isBefore(entry.notBefore)) entry.disconnected = false;
    }

    /**
     * Who is to be reactivated since more than f occupied seats are inactive: the longest inactive, one that is there before
     * one that has gone, either before one that is accused. Who is stripped is not (GM-19), unless all are. Empty if the bound is
     * kept, or nobody can be active for want of a key.
     */
    Optional<MemberId> relieved(Seats seats, ViewKeys keys, Exclusions exclusions, Instant agreedTime) {
        Optional<MemberId> longest = calledBack(seats, keys, exclusions, Optional.empty());
        longest.ifPresent(member -> begin(entries.get(member), agreedTime));
        return longest;
    }

    /**
     * Whether this active member would be called back at once if it were to rest, for want of others that come before it: those
     * who rest are stripped, or accused. Then a view in which it rests would change nothing.
     */
    boolean needed(MemberId member, Seats seats, ViewKeys keys, Exclusions exclusions) {
        boolean last = seats.occupants().stream()
                .map(Occupant::member)
                .noneMatch(other -> !other.equals(member) && active(other) && keys.has(other));
        return last || calledBack(seats, keys, exclusions, Optional.of(member)).equals(Optional.of(member));
    }

    /** @param further rests, too, and later than all others */
    private Optional<MemberId> calledBack(
            Seats seats, ViewKeys keys, Exclusions exclusions, Optional<MemberId> further) {
        List<Occupant> resting = seats.occupants().stream()
                .filter(it ->
                        !active(it.member()) || !keys.has(it.member()) || further.equals(Optional.of(it.member())))
                .toList();
        if (resting.size() <= seats.quorum().maxFaulty()) return Optional.empty();
        boolean all = resting.size() == seats.occupants().size();
        return resting.stream()
                .filter(it -> keys.has(it.member()) && (all || !exclusions.strips(it.member())))
                .min(Comparator.comparing((Occupant it) -> exclusions.strips(it.member()))
                        .thenComparing(exclusions::holds)
                        .thenComparing(it -> gone(it.member()))
                        .thenComparing(it -> active(it.member()) ? Long.MAX_VALUE : entries.get(it.member()).turn))
                .map(Occupant::member);
    }

    /** Forgets who is excluded. */
    void forget(MemberId member) {
        entries.remove(member);
    }

    private Entry entry(MemberId member) {
        return entries.computeIfAbsent(member, any -> new Entry());
    }

    private void begin(Entry entry, Instant agreedTime) {
        entry.active = true;
        entry.activeSince = agreedTime;
    }

    private void rest(Entry entry, Instant agreedTime) {
        if (entry.active) entry.backOff = halved(entry, agreedTime);
        entry.notBefore = agreedTime.plus(entry.backOff);
        Duration twice = entry.backOff.multipliedBy(2);
        entry.backOff = twice.compareTo(MOST) < 0 ? twice : MOST;
        entry.active = false;
        entry.joining = false;
        entry.disconnected = false;
        entry.turn = ++turns;
    }

    private static Duration halved(Entry entry, Instant agreedTime) {
        long times = Duration.between(entry.activeSince, agreedTime).dividedBy(HALVING);
        Duration halved = times > 30 ? LEAST : entry.backOff.dividedBy(1L << Math.max(0, times));
        return halved.compareTo(LEAST) > 0 ? halved : LEAST;
    }
}
