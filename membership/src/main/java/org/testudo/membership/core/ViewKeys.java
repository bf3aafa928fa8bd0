package org.testudo.membership.core;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The view keys that occupants and standbys have announced and no view has used yet (GM-11). Replicated state.
 *
 * <p>A key that another member announced too is taken all the same: refusing it would let whoever sees an announcement first
 * strike it out by repeating it. Only the owner of the private half gains a voice by it.
 */
final class ViewKeys {
    /** The most unused keys of one member; a command beyond it is a no-op. */
    static final int MOST = 2 * Command.MAX_KEYS;

    private static final class Announced {
        private long count;
        private final Deque<StatementKey> unused = new ArrayDeque<>();
    }

    private final Map<MemberId, Announced> announced = new LinkedHashMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(List.copyOf(announced.entrySet()), (each, to) -> {
            to.writeText(each.getKey().name()).writeLong(each.getValue().count);
            to.writeList(List.copyOf(each.getValue().unused), StatementKey::write);
        });
    }

    void restore(WireReader in) throws MalformedException {
        announced.clear();
        in.readList(Parts.MOST, each -> {
            Announced own = new Announced();
            announced.put(Origin.readMember(each), own);
            own.count = each.readCount();
            return own.unused.addAll(each.readList(MOST, StatementKey::read));
        });
    }

    /** A new start of a member brings its first keys; those of an earlier one count for nothing any more (GM-23). */
    void begin(MemberId member, List<StatementKey> keys) {
        announced.remove(member);
        bring(member, new Command.ViewKeys(0, keys));
    }

    /** Takes the keys that an occupant brings; whether they are its next ones and within the bound. */
    boolean bring(MemberId member, Command.ViewKeys command) {
        Announced own = announced.computeIfAbsent(member, any -> new Announced());
        boolean next = command.first() == own.count;
        if (!next || own.unused.size() + command.keys().size() > MOST) return false;
        own.count += command.keys().size();
        own.unused.addAll(command.keys());
        return true;
    }

    /** How many keys this start of the member has announced. */
    long brought(MemberId member) {
        return announced.containsKey(member) ? announced.get(member).count : 0;
    }

    /** How many keys of this member no view has used. */
    int left(MemberId member) {
        return announced.containsKey(member) ? announced.get(member).unused.size() : 0;
    }

    boolean has(MemberId member) {
        return left(member) > 0;
    }

    /** Uses up the member's key for the next view; empty if it has announced none: it cannot vote in that view. */
    Optional<StatementKey> use(MemberId member) {
        return has(member) ? Optional.of(announced.get(member).unused.remove()) : Optional.empty();
    }

    /** Whether more could vote in a next view. No seat gets its voice at the price of another's: a view uses up a key of every seat. */
    boolean giveMoreVoters(Seats seats) {
        long now = seats.occupants().stream()
                .filter(occupant -> occupant.viewKey().isPresent())
                .count();
        long next = seats.occupants().stream()
                .filter(occupant -> has(occupant.member()))
                .count();
        return next > now;
    }

    /** Occupants that have had no key in this view and have one in the next. */
    List<MemberId> newVoters(ViewRecord present, Seats seats) {
        return present.occupants().stream()
                .filter(occupant -> occupant.viewKey().isEmpty() && seats.holds(occupant.origin()))
                .map(Occupant::member)
                .filter(this::has)
                .toList();
    }

    /** Forgets everybody else. */
    void retain(Collection<MemberId> members) {
        announced.keySet().retainAll(members);
    }
}
