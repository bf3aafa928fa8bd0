package org.testudo.membership.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;

/**
 * The view keys that occupants have announced and no view has used yet (GM-11). Replicated state.
 *
 * <p>A key that another member announced too is taken all the same: refusing it would let whoever sees an announcement first
 * strike it out by repeating it. Only the owner of the private half gains a voice by it.
 */
final class ViewKeys {
    /** The most unused keys of one occupant; a command beyond it is a no-op. */
    static final int MOST = 2 * Command.MAX_KEYS;

    private static final class Announced {
        private long count;
        private final Deque<StatementKey> unused = new ArrayDeque<>();
    }

    private final Map<MemberId, Announced> announced = new LinkedHashMap<>();

    /** Takes the keys that an occupant brings; whether they are its next ones and within the bound. */
    boolean bring(MemberId member, Command.ViewKeys command) {
        Announced own = announced.computeIfAbsent(member, any -> new Announced());
        boolean next = command.first() == own.count;
        if (!next || own.unused.size() + command.keys().size() > MOST) return false;
        own.count += command.keys().size();
        own.unused.addAll(command.keys());
        return true;
    }

    /** How many keys of this member no view has used. */
    int left(MemberId member) {
        return announced.containsKey(member) ? announced.get(member).unused.size() : 0;
    }

    boolean has(MemberId member) {
        return left(member) > 0;
    }

    /**
     * The occupant with its key for the next view. One without an announced key is inactive in it and cannot vote; it is
     * active again in the first view for which it has one.
     */
    Occupant turned(Occupant occupant) {
        Optional<StatementKey> next = has(occupant.member())
                ? Optional.of(announced.get(occupant.member()).unused.remove())
                : Optional.empty();
        boolean wasActive = occupant.active() || occupant.viewKey().isEmpty();
        return occupant.withViewKey(next).withActive(next.isPresent() && wasActive);
    }

    /** Forgets everybody else. */
    void retain(List<MemberId> members) {
        announced.keySet().retainAll(members);
    }
}
