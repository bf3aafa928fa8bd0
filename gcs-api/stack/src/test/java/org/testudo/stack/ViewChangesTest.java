package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.ViewChange;
import org.testudo.api.ViewChange.Change;
import org.testudo.api.ViewChange.Kind;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.EvidenceArchive;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.notice.Convicted;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/** GM-9: what a listener is told of each view. */
class ViewChangesTest {
    private static final ViewRecord FIRST = active(Views.first());
    private static final MemberId ALICE = FIRST.occupants().get(0).member();
    private static final MemberId BOB = FIRST.occupants().get(1).member();
    private static final MemberId CAROL = FIRST.occupants().get(2).member();

    private final ViewChanges changes = new ViewChanges();

    private static ViewRecord active(ViewRecord view) {
        return with(view, "", seat -> Optional.of(seat.withActive(true)), List.of(), List.of());
    }

    private static ViewRecord with(
            ViewRecord before,
            String reason,
            java.util.function.Function<Occupant, Optional<Occupant>> seat,
            List<Standby> standbys,
            List<Exclusion> out) {
        List<Exclusion> exclusions = new ArrayList<>(before.exclusions());
        exclusions.addAll(out);
        return new ViewRecord(
                before.id() + 1,
                before.life(),
                before.firstSlot() + 5,
                0,
                Digest.ZERO,
                before.digest(),
                before.quorum(),
                before.versions(),
                Instant.EPOCH,
                before.seats().stream().map(each -> each.flatMap(seat)).toList(),
                standbys,
                exclusions,
                before.charter(),
                reason);
    }

    /** The same view, in which this member's seat is another. */
    private static ViewRecord edited(ViewRecord before, String reason, MemberId member, UnaryOperator<Occupant> edit) {
        return with(
                before,
                reason,
                it -> Optional.of(it.member().equals(member) ? edit.apply(it) : it),
                before.standbys(),
                List.of());
    }

    private static ViewRecord without(ViewRecord before, String reason, MemberId member, List<Exclusion> out) {
        return with(
                before,
                reason,
                it -> Optional.of(it).filter(each -> !each.member().equals(member)),
                before.standbys(),
                out);
    }

    private static Evidence contradiction(MemberId member) {
        return new Contradiction(statement(member, 1), statement(member, 2));
    }

    private static Claim.SignedBy statement(MemberId member, int body) {
        StatementHeader header = new StatementHeader.ViewBound(FIRST.life(), 1, 0, 3, StatementTypes.HEADER);
        return new Claim.SignedBy(
                Principal.of(member),
                header,
                new byte[] {(byte) body},
                Signature.fromBytes(new byte[Signature.LENGTH]));
    }

    private Change only(ViewRecord view) {
        List<Change> all = changes.installed(view).changes();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void firstViewFollowsNone() {
        ViewChange first = changes.installed(FIRST);

        assertThat(first.view()).isEqualTo(FIRST.view());
        assertThat(first.before()).isEmpty();
        assertThat(first.changes()).isEmpty();
    }

    @Test
    void whatBecomesOfASeatIsToldWithItsCause() {
        changes.installed(FIRST);
        ViewRecord slow = edited(
                FIRST, "bob inactive: suspected by alice; carol brought view keys", BOB, it -> it.withActive(false));
        ViewRecord back = edited(slow, "bob active again", BOB, it -> it.withActive(true));
        ViewRecord gone = without(back, "bob retired", BOB, List.of());
        Occupant later = FIRST.occupant(BOB).orElseThrow();

        assertThat(only(slow))
                .extracting(Change::kind, Change::member, Change::why)
                .containsExactly(Kind.DEACTIVATED, BOB, "bob inactive: suspected by alice");
        assertThat(only(back).kind()).isEqualTo(Kind.REACTIVATED);
        ViewChange left = changes.installed(gone);
        assertThat(left.before()).contains(back.view());
        assertThat(left.changes()).extracting(Change::kind).containsExactly(Kind.LEFT);
        ViewRecord again = with(gone, "x", Optional::of, List.of(), List.of());
        List<Optional<Occupant>> seats = new ArrayList<>(again.seats());
        seats.set(1, Optional.of(later));
        assertThat(only(seated(again, seats)).kind()).isEqualTo(Kind.JOINED);
    }

    private static ViewRecord seated(ViewRecord view, List<Optional<Occupant>> seats) {
        return new ViewRecord(
                view.id(),
                view.life(),
                view.firstSlot(),
                0,
                Digest.ZERO,
                view.previous(),
                view.quorum(),
                view.versions(),
                Instant.EPOCH,
                seats,
                view.standbys(),
                view.exclusions(),
                view.charter(),
                view.reason());
    }

    @Test
    void laterStartAndStandbyAreTold() {
        changes.installed(FIRST);
        ViewRecord restarted = edited(
                FIRST,
                "carol joined (new start)",
                CAROL,
                it -> new Occupant(
                        CAROL,
                        it.incarnation() + 1,
                        it.certificate(),
                        it.statementKey(),
                        it.viewKey(),
                        it.sensors(),
                        true));
        Origin erin = Origin.of(new MemberId("erin"), FIRST.occupants().get(0).statementKey(), 1);
        ViewRecord admitted = with(
                restarted,
                "erin admitted as standby",
                Optional::of,
                List.of(new Standby(erin, Digest.ZERO, false)),
                List.of());

        assertThat(only(restarted).kind()).isEqualTo(Kind.RESTARTED);
        assertThat(only(admitted).kind()).isEqualTo(Kind.ADMITTED);
        ViewRecord ready = with(admitted, "", Optional::of, List.of(new Standby(erin, Digest.ZERO, true)), List.of());
        assertThat(changes.installed(ready).changes()).isEmpty();
    }

    /** Also if the member had to wait at the floor for some views, and each piece once. */
    @Test
    void excludedMemberComesWithTheEvidenceThatConvictsIt() throws MalformedException {
        changes.installed(FIRST);
        Evidence evidence = contradiction(CAROL);
        changes.announced(new Convicted(3, CAROL, evidence));
        changes.announced(new Convicted(4, CAROL, evidence));
        changes.announced(new Convicted(4, ALICE, contradiction(ALICE)));
        ViewRecord waits = edited(FIRST, "bob inactive", BOB, it -> it.withActive(false));
        ViewRecord out =
                without(waits, "carol excluded", CAROL, List.of(new Exclusion(CAROL, 9, "evidence: two headers")));

        assertThat(only(waits).evidence()).isEmpty();
        Change excluded = only(out);

        assertThat(excluded.kind()).isEqualTo(Kind.EXCLUDED);
        assertThat(excluded.why()).isEqualTo("evidence: two headers");
        assertThat(excluded.evidence()).hasSize(1);
        assertThat(EvidenceArchive.decode(excluded.evidence().get(0)).evidence())
                .isEqualTo(evidence);
        assertThat(changes.installed(edited(out, "", BOB, it -> it.withActive(true)))
                        .changes())
                .extracting(Change::kind)
                .containsExactly(Kind.REACTIVATED);
    }

    @Test
    void pardonedMemberIsToldApartFromOneThatJoins() {
        changes.installed(FIRST);
        ViewRecord out =
                without(FIRST, "carol excluded", CAROL, List.of(new Exclusion(CAROL, 9, "operators olga, otto")));
        changes.installed(out);
        ViewRecord pardon = pardoning(out, "carol pardoned by operators olga, otto, instruction 2");

        Change change = only(pardon);

        assertThat(change.kind()).isEqualTo(Kind.PARDONED);
        assertThat(change.member()).isEqualTo(CAROL);
        assertThat(change.why()).isEqualTo("carol pardoned by operators olga, otto, instruction 2");
        assertThat(changes.installed(edited(pardon, "", BOB, it -> it.withActive(false)))
                        .changes())
                .extracting(Change::kind)
                .containsExactly(Kind.DEACTIVATED);
    }

    private static ViewRecord pardoning(ViewRecord before, String reason) {
        ViewRecord next = with(before, reason, Optional::of, before.standbys(), List.of());
        return new ViewRecord(
                next.id(),
                next.life(),
                next.firstSlot(),
                0,
                Digest.ZERO,
                next.previous(),
                next.quorum(),
                next.versions(),
                Instant.EPOCH,
                next.seats(),
                next.standbys(),
                List.of(),
                next.charter(),
                reason);
    }

    @Test
    void evidenceIsBoundedByName() {
        changes.installed(FIRST);
        for (int i = 0; i < 20; i++) {
            changes.announced(new Convicted(i, CAROL, new Contradiction(statement(CAROL, i), statement(CAROL, i + 1))));
        }

        assertThat(only(without(FIRST, "", CAROL, List.of(new Exclusion(CAROL, 9, "x"))))
                        .evidence())
                .hasSize(Change.MOST_EVIDENCE);
    }
}
