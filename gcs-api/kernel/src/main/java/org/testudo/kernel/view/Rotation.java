package org.testudo.kernel.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.testudo.api.MemberId;

/**
 * Who leads: a function of the view record and the epoch alone (AB-17). Active seats take their turn first, from the start
 * seat of the view onwards; then all occupied seats do, so that no opinion about activity can keep a correct member from the
 * lead for ever.
 */
public final class Rotation {
    private Rotation() {}

    /**
     * The seat that leads an epoch of a view.
     *
     * @param epoch from 0
     */
    public static int leader(ViewRecord record, long epoch) {
        List<Integer> turns = new ArrayList<>();
        addFrom(record.startSeat(), record.seats(), Occupant::active, turns);
        addFrom(record.startSeat(), record.seats(), occupant -> true, turns);
        return turns.get((int) Math.floorMod(epoch, (long) turns.size()));
    }

    /**
     * The seat with which the next view starts: the one that led the birth epoch of the last slot of the view that ends, or
     * the next active one, wherever it sits now. (Not the epoch in which a member saw it decided: that may differ from member
     * to member.)
     *
     * @param ended the view that ends
     * @param birthEpoch in which the value of its last slot was first proposed
     * @param next the seats of the view that begins; at least one is occupied
     */
    public static int startOfNext(ViewRecord ended, long birthEpoch, List<Optional<Occupant>> next) {
        int leader = leader(ended, birthEpoch);
        int from = next.size() != ended.seats().size() ? moved(ended, leader, next) : leader;
        List<Integer> turns = new ArrayList<>();
        addFrom(from, next, Occupant::active, turns);
        addFrom(from, next, occupant -> true, turns);
        return turns.get(0);
    }

    /** After a resize seats may have other numbers: where the occupant of this seat sits now, or the next one that does (GM-3). */
    private static int moved(ViewRecord ended, int seat, List<Optional<Occupant>> next) {
        int size = ended.seats().size();
        for (int i = 0; i < size; i++) {
            Optional<MemberId> member = ended.seats().get((seat + i) % size).map(Occupant::member);
            for (int now = 0; now < next.size(); now++) {
                if (member.isPresent() && next.get(now).map(Occupant::member).equals(member)) return now;
            }
        }
        return 0;
    }

    private static void addFrom(
            int start, List<Optional<Occupant>> seats, Predicate<Occupant> takesTurn, List<Integer> turns) {
        for (int i = 0; i < seats.size(); i++) {
            int seat = (start + i) % seats.size();
            if (seats.get(seat).filter(takesTurn).isPresent()) turns.add(seat);
        }
    }
}
