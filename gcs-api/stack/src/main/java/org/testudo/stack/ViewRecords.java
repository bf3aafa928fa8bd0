package org.testudo.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jgroups.Address;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.ViewRecord;

/**
 * The records of this view and the ones before, so that a message is verified under the view that it names, whichever is in
 * force when a thread gets to it (HOST-2). Changed by the loop, read by any thread.
 */
final class ViewRecords {
    /** How many records are kept; a message of a view before them is forgotten. */
    static final int KEPT = 1_000;

    /** One consistent state: replaced as a whole. */
    private record State(
            ViewRecord first, ViewRecord inForce, TreeMap<Long, ViewRecord> byId, Map<Address, MemberId> members) {}

    private final Map<Address, MemberId> roster = new LinkedHashMap<>();
    private volatile State state;
    private volatile long delivered;

    /** @param roster who may ever hold a seat (GM-16) */
    ViewRecords(ViewRecord first, List<MemberId> roster, Function<MemberId, Address> addresses) {
        for (MemberId member : roster) this.roster.put(addresses.apply(member), member);
        delivered = first.firstSlot() - 1;
        state = new State(first, first, new TreeMap<>(Map.of(first.id(), first)), senders(first));
    }

    /** On the loop: this slot has left the cores. */
    void delivered(long slot) {
        delivered = slot;
    }

    /** The last slot that has left the cores. */
    long delivered() {
        return delivered;
    }

    /** On the loop. What was proved of another life is void: while a group forms it can be of a former one (GM-21). */
    void install(ViewRecord view) {
        TreeMap<Long, ViewRecord> byId = with(view, view);
        byId.tailMap(view.id(), false).values().removeIf(each -> !each.life().equals(view.life()));
        state = new State(state.first, view, byId, senders(view));
    }

    /** On the loop: a later view than the one in force is proved. */
    void learn(ViewRecord view) {
        state = new State(state.first, state.inForce, with(view, state.inForce), state.members);
    }

    /** The one in force stays, however many later ones are proved. */
    private TreeMap<Long, ViewRecord> with(ViewRecord view, ViewRecord inForce) {
        TreeMap<Long, ViewRecord> byId = new TreeMap<>(state.byId);
        byId.put(view.id(), view);
        while (byId.size() > KEPT) {
            boolean isInForce = byId.firstKey() == inForce.id();
            byId.remove(isInForce ? byId.higherKey(inForce.id()) : byId.firstKey());
        }
        return byId;
    }

    /** The highest view whose record is known. */
    long highest() {
        return state.byId.lastKey();
    }

    /** Whether this member has been in this life, or in the formation of it. */
    boolean lived(GroupLife life) {
        return state.inForce.life().equals(life) || state.first.life().equals(life);
    }

    ViewRecord inForce() {
        return state.inForce;
    }

    Optional<ViewRecord> of(long view) {
        return Optional.ofNullable(state.byId.get(view));
    }

    /** Who sends from this address: a member on the roster that is not excluded, seated or not (GM-14, GM-15). */
    Optional<MemberId> sender(Address address) {
        return Optional.ofNullable(state.members.get(address));
    }

    /** Whether messages are exchanged with this member: see {@link #sender}. */
    boolean known(MemberId member) {
        return state.members.containsValue(member);
    }

    /** Whoever was excluded may have been pardoned since (GM-6). */
    private Map<Address, MemberId> senders(ViewRecord view) {
        Map<Address, MemberId> senders = new LinkedHashMap<>(roster);
        senders.values().removeIf(view::excluded);
        return senders;
    }
}
