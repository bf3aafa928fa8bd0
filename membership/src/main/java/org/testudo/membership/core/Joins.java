package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Genesis.Founder;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Standby;

/** New starts of members on the roster: each gets its own seat, a vacant one, or a standby's place (GM-3, GM-15, GM-23). */
final class Joins {
    private final Genesis genesis;
    private final Fold fold;
    private final Parts parts;

    Joins(Genesis genesis, Fold fold, Parts parts) {
        this.genesis = genesis;
        this.fold = fold;
        this.parts = parts;
    }

    /** Seats or admits the origin, if it may; each start at most once, and no sooner than its back-off allows (GM-17). */
    void join(Origin origin, List<StatementKey> viewKeys) {
        Optional<Founder> found = parts.roster().of(origin);
        boolean allowed = found.isPresent()
                && !viewKeys.isEmpty()
                && parts.incarnations().isLater(found.get().member(), origin.incarnation())
                && !fold.seats().excluded(found.get().member())
                && !waitsToBeOut(found.get().member())
                && parts.activity().mayReturn(found.get().member(), fold.agreedTime())
                && fold.floor().allowsView(fold.seats());
        if (allowed) admit(found.get(), origin, viewKeys);
    }

    /** Whoever is to be excluded and holds no seat takes none: at the floor it could not be got rid of (GM-19). */
    private boolean waitsToBeOut(MemberId member) {
        return parts.exclusions().strips(member) && fold.seats().seatOf(member).isEmpty();
    }

    private void admit(Founder founder, Origin origin, List<StatementKey> viewKeys) {
        MemberId member = founder.member();
        OptionalInt own = fold.seats().seatOf(member);
        OptionalInt seat = own.isPresent() ? own : fold.seats().vacant(indexOf(member));
        if (seat.isEmpty() && !parts.standbys().admit(origin, founder.certificate())) return;
        parts.incarnations().began(member, origin.incarnation());
        parts.keys().begin(member, viewKeys);
        parts.activity().joined(member, fold.agreedTime());
        if (seat.isEmpty()) {
            fold.seats().note(member + " admitted as standby");
            return;
        }
        parts.standbys().remove(member);
        String change = member + (own.isPresent() ? " joined (new start)" : " joined");
        if (own.isEmpty()) parts.budget().took(member);
        fold.seats().seat(seat.getAsInt(), watched(founder, origin.incarnation()), change);
        fold.relieve();
    }

    /** A ready standby takes a vacant seat (GM-3, GM-15). */
    void takeSeat(Standby standby, int seat) {
        MemberId member = Standbys.member(standby);
        parts.standbys().remove(member);
        parts.activity().tookSeat(member, fold.agreedTime());
        Founder founder = parts.roster().of(member).orElseThrow();
        fold.seats().seat(seat, watched(founder, standby.origin().incarnation()), member + " takes the seat");
        fold.relieve();
    }

    private int indexOf(MemberId member) {
        for (int i = 0; i < genesis.members().size(); i++) {
            if (genesis.members().get(i).member().equals(member)) return i;
        }
        return Integer.MAX_VALUE;
    }

    private Occupant watched(Founder founder, long incarnation) {
        return occupant(founder, incarnation).withSensors(parts.revocations().watching(founder));
    }

    private static Occupant occupant(Founder founder, long incarnation) {
        return new Occupant(
                founder.member(),
                incarnation,
                founder.certificate(),
                founder.statementKey(),
                Optional.empty(),
                founder.sensors(),
                false);
    }

    /** The seats of view 1: each start that the set names in its founder's seat, the others vacant (GM-21). */
    static List<Optional<Occupant>> formed(Genesis genesis, Command.Form form) {
        return genesis.members().stream()
                .map(founder -> form.of(founder.member())
                        .map(start -> occupant(founder, start.origin().incarnation())))
                .toList();
    }
}
