package org.testudo.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/** Views of alice, bob, carol and dave, for tests of one core by itself. */
public final class Views {
    public static final MemberId ALICE = new MemberId("alice");
    public static final MemberId BOB = new MemberId("bob");
    public static final MemberId CAROL = new MemberId("carol");
    public static final MemberId DAVE = new MemberId("dave");
    private static final List<MemberId> ALL = List.of(ALICE, BOB, CAROL, DAVE);

    private Views() {}

    public static ViewRecord first() {
        List<Genesis.Founder> founders = ALL.stream().map(Views::founder).toList();
        Genesis genesis = new Genesis(
                "test", Digest.ZERO, Quorum.of(4, FaultModel.BYZANTINE), founders, List.of(), List.of(), new byte[0]);
        return genesis.firstView(genesis.life("life"));
    }

    private static Genesis.Founder founder(MemberId member) {
        StatementKey key = StatementKey.fromBytes(
                Digest.of(out -> out.writeText(member.name())).toBytes());
        return new Genesis.Founder(member, Digest.of(key.toBytes()), key, List.of());
    }

    /** The view after this one, in which this member's seat is vacant. */
    public static ViewRecord without(ViewRecord view, MemberId member) {
        return next(view, member, Optional.empty());
    }

    /** The view after this one, in which this member holds its seat with its next incarnation. */
    public static ViewRecord restarted(ViewRecord view, MemberId member) {
        Occupant old = view.occupant(member).orElseThrow();
        return next(
                view,
                member,
                Optional.of(new Occupant(
                        member,
                        old.incarnation() + 1,
                        old.certificate(),
                        old.statementKey(),
                        old.viewKey(),
                        old.sensors(),
                        true)));
    }

    /** The view after this one, in which nothing but the view keys has changed. */
    public static ViewRecord rekeyed(ViewRecord view) {
        StatementKey key = StatementKey.fromBytes(new byte[StatementKey.LENGTH]);
        List<Optional<Occupant>> seats = view.seats().stream()
                .map(seat -> seat.map(each -> each.withViewKey(Optional.of(key))))
                .toList();
        return with(view, seats);
    }

    /** The view after this one, in which this member is active, or is not. */
    public static ViewRecord active(ViewRecord view, MemberId member, boolean active) {
        return next(view, member, view.occupant(member).map(each -> each.withActive(active)));
    }

    private static ViewRecord next(ViewRecord view, MemberId member, Optional<Occupant> occupant) {
        List<Optional<Occupant>> seats = new ArrayList<>(view.seats());
        seats.set(view.seatOf(member).orElseThrow(), occupant);
        return with(view, seats);
    }

    private static ViewRecord with(ViewRecord view, List<Optional<Occupant>> seats) {
        return new ViewRecord(
                view.id() + 1,
                view.life(),
                view.firstSlot() + 1,
                0,
                view.historyChain(),
                view.digest(),
                view.quorum(),
                view.versions(),
                view.agreedTime(),
                seats,
                view.standbys(),
                view.exclusions(),
                view.charter(),
                "test");
    }
}
