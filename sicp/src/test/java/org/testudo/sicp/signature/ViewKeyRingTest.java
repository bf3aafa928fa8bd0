package org.testudo.sicp.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.InvariantViolation;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Statement;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/** GM-11: one key per view, erased when its view is over. */
class ViewKeyRingTest {
    private static final MemberId SELF = new MemberId("alice");
    private static final byte[] BODY = {7};

    private final StatementKeyPair statementKeys = StatementKeyPair.generate();
    private final ViewKeyRing ring = new ViewKeyRing(SELF, statementKeys);
    private final Genesis genesis = new Genesis(
            "payments",
            Digest.ZERO,
            new Quorum(1, 0, FaultModel.BYZANTINE),
            List.of(new Genesis.Founder(SELF, Digest.ZERO, statementKeys.key(), List.of())),
            List.of(),
            List.of(),
            new byte[0]);
    private final GroupLife life = genesis.life("one");

    @Test
    void viewZeroIsSignedWithTheStatementKey() {
        assertSignedWith(statementKeys.key(), 0);
    }

    @Test
    void eachViewIsSignedWithTheKeyThatItsRecordNames() {
        List<StatementKey> keys = ring.newViewKeys(3);
        ring.installed(record(1, keys.get(0)));
        ring.installed(record(2, keys.get(1)));

        assertSignedWith(keys.get(0), 1);
        assertSignedWith(keys.get(1), 2);
        assertSignedWith(statementKeys.key(), 0);
        assertThat(sign(3)).isEmpty();
    }

    @Test
    void statementsOfOneKeyAreSignedTogetherAndThoseOfAnErasedKeyNotAtAll() {
        List<StatementKey> keys = ring.newViewKeys(2);
        ring.installed(record(1, keys.get(0)));
        ring.installed(record(2, keys.get(1)));
        List<Long> views = List.of(1L, 2L, 1L, 9L, 0L, 1L);
        List<Statement> statements =
                views.stream().map(view -> new Statement(header(view), BODY)).toList();

        List<Optional<Signature>> made = ring.signAll(statements);

        assertThat(made).extracting(it -> it.map(Signature::count).orElse(0)).containsExactly(3, 1, 3, 0, 1, 3);
        assertSignedWith(keys.get(0), 1, made.get(5).orElseThrow());
        assertSignedWith(keys.get(1), 2, made.get(1).orElseThrow());
        assertSignedWith(statementKeys.key(), 0, made.get(4).orElseThrow());
        ring.erase(1);
        assertThat(ring.signAll(statements))
                .extracting(it -> it.map(Signature::count).orElse(0))
                .containsExactly(0, 1, 0, 0, 0, 0);
    }

    @Test
    void nothingIsSignedForAnErasedViewThoughItIsInstalledAgain() {
        List<StatementKey> keys = ring.newViewKeys(2);
        ring.installed(record(1, keys.get(0)));
        ring.erase(1);
        ring.installed(record(1, keys.get(0)));
        ring.installed(record(1, keys.get(1)));

        assertThat(sign(1)).isEmpty();
        assertThat(sign(0)).as("an earlier view is over too").isEmpty();
    }

    @Test
    void statementKeySurvivesTheEndOfViewZero() {
        ring.erase(0);

        assertThat(sign(0)).isEmpty();
        assertThat(ring.sign(own(statementKeys.key()), BODY)).isPresent();
    }

    @Test
    void keyThatThisMemberDidNotMakeIsNotUsed() {
        ring.newViewKeys(1);
        ring.installed(record(1, StatementKeyPair.generate().key()));

        assertThat(sign(1)).isEmpty();
    }

    @Test
    void oneKeyServesOneViewOnly() {
        List<StatementKey> keys = ring.newViewKeys(1);
        ring.installed(record(1, keys.get(0)));
        ring.installed(record(2, keys.get(0)));

        assertThat(sign(1)).isPresent();
        assertThat(sign(2)).isEmpty();
    }

    @Test
    void viewFreeStatementsAreSignedInItsOwnNameOnly() {
        StatementHeader foreign = new StatementHeader.ViewFree(
                life, new Origin(Principal.of(new MemberId("bob")), statementKeys.key(), 1), 1, 5);

        assertThat(ring.sign(foreign, BODY)).isEmpty();
        assertThat(ring.sign(own(StatementKeyPair.generate().key()), BODY)).isEmpty();
        assertThat(ring.sign(own(statementKeys.key()), BODY)).isPresent();
    }

    @Test
    void erasedKeyPairIsOverwrittenAndSignsNothing() {
        StatementKeyPair pair = StatementKeyPair.generate();
        pair.erase();

        assertThat(pair.sign(BODY)).isEmpty();
        assertThat(pair.seed()).isEmpty();
    }

    @Test
    void keysAheadAreBounded() {
        ring.newViewKeys(ViewKeyRing.MAX_AHEAD);

        assertThatThrownBy(() -> ring.newViewKeys(1)).isInstanceOf(InvariantViolation.class);
    }

    /** GM-11, AB-25: how often a member starts makes no keys pile up. */
    @Test
    void keysThatAFormerStartMadeLastAreAnnouncedAgain() {
        byte[][] saved = new byte[1][];
        ViewKeyRing before = ViewKeyRing.begin(SELF, statementKeys, bytes -> saved[0] = bytes.clone());
        before.installed(record(1, before.firstKeys().get(0)));
        List<StatementKey> last = before.newViewKeys(16);

        for (int start = 0; start < 100; start++) {
            ViewKeyRing again = ViewKeyRing.goOn(SELF, statementKeys, saved[0], bytes -> saved[0] = bytes.clone());
            assertThat(again.newViewKeys(16)).isEqualTo(last);
        }
    }

    @Test
    void keysThatAViewHasBegunToUseAreNotAnnouncedAgainNorThoseOfThisStart() {
        byte[][] saved = new byte[1][];
        ViewKeyRing before = ViewKeyRing.begin(SELF, statementKeys, bytes -> saved[0] = bytes.clone());
        List<StatementKey> last = before.newViewKeys(16);

        ViewKeyRing again = ViewKeyRing.goOn(SELF, statementKeys, saved[0], bytes -> saved[0] = bytes.clone());
        again.installed(record(1, last.get(0)));
        List<StatementKey> fresh = again.newViewKeys(16);

        assertThat(fresh).doesNotContainAnyElementsOf(last);
        assertThat(again.newViewKeys(16)).doesNotContainAnyElementsOf(fresh);
        assertSignedWith(last.get(0), 1, again.sign(header(1), BODY).orElseThrow());
    }

    private void assertSignedWith(StatementKey key, long view) {
        assertSignedWith(key, view, sign(view).orElseThrow());
    }

    private void assertSignedWith(StatementKey key, long view, Signature signature) {
        assertThat(Ed25519Reference.validate(key)
                        .orElseThrow()
                        .verify(signature.root(header(view).statement(BODY)).signedBytes(), signature.rootSignature()))
                .isTrue();
    }

    private Optional<Signature> sign(long view) {
        return ring.sign(header(view), BODY);
    }

    private StatementHeader header(long view) {
        return new StatementHeader.ViewBound(life, view, 0, 1, 5);
    }

    private StatementHeader own(StatementKey key) {
        return new StatementHeader.ViewFree(life, Origin.of(SELF, key, 1), 1, 5);
    }

    private ViewRecord record(long id, StatementKey viewKey) {
        ViewRecord first = genesis.firstView(life);
        List<Optional<Occupant>> seats = new ArrayList<>();
        for (Occupant each : first.occupants()) seats.add(Optional.of(each.withViewKey(Optional.of(viewKey))));
        return new ViewRecord(
                id,
                life,
                id * 10,
                0,
                Digest.ZERO,
                first.digest(),
                first.quorum(),
                first.versions(),
                first.agreedTime(),
                seats,
                first.standbys(),
                List.of(),
                first.charter(),
                "test");
    }
}
