package org.testudo.membership.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.DepartureDelayed;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Members that want to go, for a while or for good, and wait until the floor allows it (GM-18). Replicated state, at most one
 * entry per seat.
 */
final class Departures {
    private record Wish(long incarnation, boolean forGood) {}

    private final Map<MemberId, Wish> wishes = new LinkedHashMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(
                List.copyOf(wishes.entrySet()),
                (each, to) -> to.writeText(each.getKey().name())
                        .writeLong(each.getValue().incarnation)
                        .writeBoolean(each.getValue().forGood));
    }

    void restore(WireReader in) throws MalformedException {
        wishes.clear();
        in.readList(
                Parts.MOST,
                each -> wishes.put(Origin.readMember(each), new Wish(each.readCount(), each.readBoolean())) == null);
    }

    /** An occupant wants to go; to go for good is the stronger wish. */
    void wish(MemberId member, long incarnation, boolean forGood) {
        Wish before = wishes.get(member);
        boolean stronger = before == null || before.incarnation() != incarnation || forGood;
        if (stronger) wishes.put(member, new Wish(incarnation, forGood));
    }

    /** It wants to be active: it stays. */
    void withdraw(MemberId member) {
        wishes.remove(member);
    }

    /** Who waits, for people. */
    List<AtTheFloor.Waiting> atTheFloor(String why) {
        return wishes.entrySet().stream()
                .map(each -> new AtTheFloor.Waiting(
                        false, each.getKey(), each.getValue().forGood ? "for good" : "for a while", why))
                .toList();
    }

    boolean waits(MemberId member) {
        return wishes.containsKey(member);
    }

    /** Lets those go that may; a wish of a former incarnation is void. */
    void settle(Fold fold) {
        for (MemberId member : List.copyOf(wishes.keySet())) {
            Wish wish = wishes.get(member);
            boolean sits = fold.seats().occupant(member, wish.incarnation()).isPresent();
            if (!sits || depart(member, wish.forGood(), fold)) wishes.remove(member);
        }
    }

    /** Says once to each that asked in this slot that it has to wait. */
    void tell(List<MemberId> asked, Fold fold) {
        asked.stream()
                .filter(wishes::containsKey)
                .forEach(member ->
                        fold.tell(new DepartureDelayed(member, fold.floor().why(fold.seats()))));
    }

    private static boolean depart(MemberId member, boolean forGood, Fold fold) {
        if (forGood && fold.mayVacate(member)) {
            fold.retire(member);
            return true;
        }
        return !forGood && fold.disconnect(member);
    }
}
