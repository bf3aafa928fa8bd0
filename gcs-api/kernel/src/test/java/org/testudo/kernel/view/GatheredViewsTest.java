package org.testudo.kernel.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.Principal;
import org.testudo.kernel.recovery.GatheredViews;
import org.testudo.kernel.recovery.GatheredViews.Proved;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;

/** GM-12, GM-22: what several hands have of the certificates of views proves together what none of them proves alone. */
class GatheredViewsTest {
    private final PaperChain paper = new PaperChain(4, FaultModel.BYZANTINE);
    private final GatheredViews views = new GatheredViews();
    private final ViewRecord one = paper.after(paper.first);
    private final ViewRecord two = paper.after(one);

    private Proved proved() {
        return views.prove(paper.genesis, paper.life, PaperChain.VERIFIER);
    }

    @Test
    void twoHandsWithTwoSignaturesEachAreEnoughIfThreeSeatsSigned() {
        views.add(List.of(paper.certificate(paper.first, one, 0, 1), paper.certificate(one, two, 0, 1)));
        assertThat(proved().certificates()).isEmpty();
        assertThat(proved().end()).contains("view 1", "2 are valid under the keys of view 0, 3 are needed");

        views.add(List.of(paper.certificate(paper.first, one, 1, 2)));

        assertThat(proved().record(1)).contains(one);
        assertThat(proved().record(2)).isEmpty();
        assertThat(proved().end()).contains("view 2", "2 are valid");
        views.add(List.of(paper.certificate(one, two, 3)));
        assertThat(proved().certificates()).hasSize(2);
        assertThat(proved().end()).isEqualTo("nobody has a certificate of view 3");
    }

    /** Who brings a signature of another record under the same seat spoils nothing. */
    @Test
    void whatIsForgedIsLeftOut() {
        ViewRecord other = paper.after(paper.first, 1, paper.genesis.life("two"));
        ViewCertificate forged = new ViewCertificate(
                one, paper.certificate(paper.first, other, 0, 1, 2, 3).signatures());
        views.add(List.of(forged));
        assertThat(proved().certificates()).isEmpty();

        views.add(List.of(paper.certificate(paper.first, one, 0, 1, 2)));

        assertThat(proved().record(1)).contains(one);
    }

    @Test
    void viewsOfAnotherLifeAreNotMixedIn() {
        GroupLife second = paper.genesis.life("two");
        ViewRecord other = paper.after(paper.first, 1, second);
        views.add(List.of(paper.certificate(paper.first, other, 0, 1, 2)));
        views.add(List.of(paper.certificate(paper.first, one, 1, 2, 3)));

        assertThat(proved().record(1)).contains(one);
        assertThat(views.prove(paper.genesis, second, PaperChain.VERIFIER).record(1))
                .contains(other);
    }

    /** GM-3: how many journals are enough to go on depends on the size that the group had last. */
    @Test
    void theHighestViewThatIsProvedHasTheSizeOfTheGroup() {
        ViewRecord wide = paper.resized(one, 7);
        views.add(List.of(paper.certificate(paper.first, one, 0, 1, 2)));
        assertThat(GatheredViews.highest(List.of())).isEmpty();
        assertThat(GatheredViews.highest(List.of(proved()))).contains(one);
        views.add(List.of(paper.certificate(one, wide, 0, 1, 2)));

        assertThat(GatheredViews.highest(List.of(proved()))
                        .orElseThrow()
                        .quorum()
                        .intersecting())
                .isEqualTo(5);
    }

    /** GM-6, GM-22: in the life that follows the excluded have no seat, and time does not fall. */
    @Test
    void theFirstViewOfALifeThatOperatorsBeginHasNoSeatForTheExcluded() {
        Recovery statement = new Recovery(
                paper.life, 1, one.digest(), 7, one.digest(), Optional.of(9L), paper.genesis.foundingDigest());
        Exclusion out = new Exclusion(paper.genesis.members().get(2).member(), 3, "test");
        ViewRecord last = new ViewRecord(
                one.id(),
                one.life(),
                one.firstSlot(),
                one.startSeat(),
                one.historyChain(),
                one.previous(),
                one.quorum(),
                one.versions(),
                Instant.ofEpochSecond(5),
                one.seats(),
                one.standbys(),
                List.of(out),
                one.charter(),
                one.reason());
        Genesis.Founder thief = paper.genesis.members().get(1);
        Bearer stolen = new Bearer(Principal.of(thief.member()), thief.statementKey());
        RevocationList revoked = new RevocationList(4, List.of(new Revocation(BigInteger.TEN, Optional.of(stolen))));
        Recovered from = new Recovered(statement, last, revoked, Pardons.NONE, Optional.empty());

        Genesis next = paper.genesis.from(Optional.of(from));

        assertThat(next.digest()).isNotEqualTo(paper.genesis.digest());
        assertThat(next.foundingDigest()).isEqualTo(paper.genesis.digest());
        ViewRecord first = next.firstView();
        assertThat(first.seats().get(2)).isEmpty();
        assertThat(first.seats().get(1)).as("whose key was revoked").isEmpty();
        assertThat(first.occupants()).hasSize(2);
        assertThat(first.exclusions()).hasSize(2).first().isEqualTo(out);
        assertThat(first.agreedTime()).isEqualTo(last.agreedTime());
        assertThat(first.reason())
                .startsWith("begun by operators from slot 7 of life ")
                .endsWith("what came after it is lost; the command in slot 9 is left out");
    }
}
