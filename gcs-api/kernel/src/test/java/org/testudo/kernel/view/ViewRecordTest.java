package org.testudo.kernel.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.kernel.Samples.ALICE;
import static org.testudo.kernel.Samples.BOB;
import static org.testudo.kernel.Samples.GENESIS;
import static org.testudo.kernel.Samples.LIFE;
import static org.testudo.kernel.Samples.VIEW;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.HostileBytes;
import org.testudo.kernel.Samples;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewCertificate.SeatSignature;
import org.testudo.kernel.wire.MalformedException;

class ViewRecordTest {
    /** View 1: bob is out, carol has no key and is inactive. */
    private static final ViewRecord NEXT = next();

    private static ViewRecord next() {
        List<Optional<Occupant>> seats = new ArrayList<>(VIEW.seats());
        seats.set(1, Optional.empty());
        seats.set(
                2, seats.get(2).map(carol -> carol.withViewKey(Optional.empty()).withActive(false)));
        return new ViewRecord(
                1,
                LIFE,
                18,
                2,
                Digest.of(new byte[1]),
                VIEW.digest(),
                VIEW.quorum(),
                VIEW.versions(),
                VIEW.agreedTime().plusMillis(5),
                seats,
                VIEW.standbys(),
                List.of(new Exclusion(BOB, 17, "two headers for one slot")),
                VIEW.charter(),
                "bob is excluded");
    }

    @Test
    void aRecordHasOneEncodingAndBearsHostileBytes() throws MalformedException {
        HostileBytes.check(VIEW, ViewRecord::read, ViewRecord::write);
        HostileBytes.check(NEXT, ViewRecord::read, ViewRecord::write);
    }

    @Test
    void aCertificateHasOneEncodingAndBearsHostileBytes() throws MalformedException {
        HostileBytes.check(certificate(NEXT, 0, 2, 3), ViewCertificate::read, ViewCertificate::write);
    }

    @Test
    void theFirstViewSeatsTheGenesis() {
        assertThat(VIEW.id()).isZero();
        assertThat(VIEW.firstSlot()).isEqualTo(1);
        assertThat(VIEW.occupants()).hasSize(4).allSatisfy(occupant -> {
            assertThat(occupant.viewKey()).contains(occupant.statementKey());
            assertThat(occupant.incarnation()).isEqualTo(1);
            assertThat(occupant.active()).isTrue();
        });
    }

    @Test
    void seatsAreFoundByMember() {
        assertThat(NEXT.seatOf(ALICE)).hasValue(0);
        assertThat(NEXT.seatOf(BOB)).isEmpty();
        assertThat(NEXT.seatOf(new MemberId("dave"))).hasValue(3);
        assertThat(NEXT.excluded(BOB)).isTrue();
        assertThat(NEXT.excluded(ALICE)).isFalse();
    }

    /** Decides whether a key may speak for a name: name, key and incarnation must be those of a seat. */
    @Test
    void onlyTheOccupantWithItsKeyAndIncarnationIsSeated() {
        Origin alice = Samples.origin(ALICE);

        assertThat(NEXT.seats(alice)).isTrue();
        assertThat(NEXT.seats(Samples.origin(BOB))).isFalse();
        assertThat(NEXT.seats(new Origin(alice.principal(), alice.key(), 2))).isFalse();
        assertThat(NEXT.seats(new Origin(alice.principal(), Samples.key(9), 1))).isFalse();
        assertThat(NEXT.seats(new Origin(new Principal(Principal.Kind.CLIENT, "alice"), alice.key(), 1)))
                .isFalse();
    }

    @Test
    void theApplicationSeesWhoIsActiveInactiveAndOut() {
        assertThat(NEXT.view().members()).containsExactly(ALICE, new MemberId("dave"));
        assertThat(NEXT.view().inactive()).containsExactly(new MemberId("carol"));
        assertThat(NEXT.view().excluded()).containsExactly(BOB);
        assertThat(NEXT.view().seats()).isEqualTo(4);
    }

    /** GM-12. */
    @Test
    void aCertificateClaimsTheSignaturesOfTheSeatsBefore() {
        List<Claim.SignedBy> claims = certificate(NEXT, 0, 1, 3).claims(VIEW, 3);

        assertThat(claims).extracting(claim -> claim.signer().name()).containsExactly("alice", "bob", "dave");
        assertThat(claims).allSatisfy(claim -> {
            assertThat(claim.header()).isEqualTo(ViewCertificate.header(LIFE, 0));
            assertThat(claim.body()).isEqualTo(NEXT.digest().toBytes());
        });
    }

    @Test
    void whatCannotCertifyClaimsNothing() {
        ViewRecord skipping = renumbered(2, VIEW.digest());
        ViewRecord unlinked = renumbered(1, NEXT.digest());
        ViewRecord afterNext = renumbered(2, NEXT.digest());

        assertThat(certificate(NEXT, 0, 1).claims(VIEW, 3)).as("too few").isEmpty();
        assertThat(certificate(NEXT, 0, 1, 1).claims(VIEW, 3))
                .as("a seat twice")
                .isEmpty();
        assertThat(certificate(NEXT, 3, 1, 0).claims(VIEW, 3))
                .as("out of order")
                .isEmpty();
        assertThat(certificate(NEXT, 0, 1, 4).claims(VIEW, 3))
                .as("no such seat")
                .isEmpty();
        assertThat(certificate(skipping, 0, 1, 2).claims(VIEW, 3))
                .as("not the next view")
                .isEmpty();
        assertThat(certificate(unlinked, 0, 1, 2).claims(VIEW, 3))
                .as("of another view")
                .isEmpty();
        assertThat(certificate(afterNext, 0, 1, 2).claims(NEXT, 3))
                .as("a vacant seat")
                .isEmpty();
        assertThat(certificate(afterNext, 0, 2, 3).claims(NEXT, 3)).hasSize(3);
    }

    private static ViewCertificate certificate(ViewRecord record, int... seats) {
        List<SeatSignature> signatures = new ArrayList<>();
        for (int seat : seats) signatures.add(new SeatSignature(seat, Samples.signature(seat)));
        return new ViewCertificate(record, signatures);
    }

    private static ViewRecord renumbered(long id, Digest previous) {
        return new ViewRecord(
                id,
                LIFE,
                30,
                0,
                Digest.ZERO,
                previous,
                VIEW.quorum(),
                VIEW.versions(),
                VIEW.agreedTime(),
                VIEW.seats(),
                VIEW.standbys(),
                List.of(),
                VIEW.charter(),
                "");
    }

    /** GM-2. */
    @Test
    void everyPartOfTheGenesisIsInItsDigest() {
        List<Genesis.Founder> fewerSensors = new ArrayList<>(GENESIS.members());
        Genesis.Founder alice = fewerSensors.get(0);
        fewerSensors.set(0, new Genesis.Founder(alice.member(), alice.certificate(), alice.statementKey(), List.of()));
        List<Genesis.Founder> otherKey = new ArrayList<>(GENESIS.members());
        StatementKey key = Samples.key(99);
        otherKey.set(0, new Genesis.Founder(alice.member(), alice.certificate(), key, alice.sensors()));

        assertThat(List.of(
                        GENESIS.digest(),
                        with("other", GENESIS.members(), GENESIS.policy()).digest(),
                        with("payments", fewerSensors, GENESIS.policy()).digest(),
                        with("payments", otherKey, GENESIS.policy()).digest(),
                        with("payments", GENESIS.members(), new byte[1]).digest()))
                .doesNotHaveDuplicates();
        assertThat(with("payments", GENESIS.members(), GENESIS.policy()).digest())
                .isEqualTo(GENESIS.digest());
        assertThat(GENESIS.life("first")).isEqualTo(LIFE).isNotEqualTo(GENESIS.life("second"));
    }

    private static Genesis with(String group, List<Genesis.Founder> members, byte[] policy) {
        return new Genesis(group, GENESIS.authority(), GENESIS.quorum(), members, List.of(), List.of(), policy);
    }
}
