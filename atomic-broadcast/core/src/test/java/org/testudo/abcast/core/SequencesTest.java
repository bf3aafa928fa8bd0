package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Which request of an origin comes next: AB-6, AB-21, AB-22. */
class SequencesTest {
    private final Sequences sequences = new Sequences(Table.genesis());

    @BeforeEach
    void view() {
        sequences.install(new Seating(new Table().view()));
    }

    static Origin client(String name, long session) {
        return new Origin(new Principal(Principal.Kind.CLIENT, name), Table.key(50), session);
    }

    private static final BigInteger OWN = BigInteger.valueOf(41);
    private static final BigInteger OFFICE = BigInteger.valueOf(42);

    static Request opening(Origin client) {
        return opening(client, OWN, Optional.empty());
    }

    private static Request opening(Origin client, BigInteger own, Optional<BigInteger> intermediate) {
        byte[] card = WireWriter.bytes(new CertificateSerials(own, intermediate)::write);
        return new Request(client, 1, RequestClass.SESSION, card);
    }

    private static Request operation(Origin client, long number) {
        return new Request(client, number, RequestClass.APPLICATION, new byte[] {2});
    }

    private static Request closing(Origin client, long number) {
        return new Request(client, number, RequestClass.SESSION, new byte[0]);
    }

    private static Origin sensor(int watched, int key, long boot) {
        return new Origin(new Principal(Principal.Kind.SENSOR, "sensor-m" + watched), Table.key(key), boot);
    }

    private static Request report(Origin sensor, long number) {
        return new Request(sensor, number, RequestClass.CONTROL, new byte[] {3});
    }

    private void take(Request request) {
        assertThat(sequences.admits(request)).isTrue();
        sequences.take(request);
    }

    @Test
    void memberCountsFromOneWithoutGaps() {
        Origin member = Table.origin(0);

        take(new Request(member, 1, RequestClass.APPLICATION, new byte[0]));

        assertThat(sequences.admits(new Request(member, 1, RequestClass.APPLICATION, new byte[0])))
                .isFalse();
        assertThat(sequences.admits(new Request(member, 3, RequestClass.APPLICATION, new byte[0])))
                .isFalse();
        assertThat(sequences.next(member)).isEqualTo(2);
    }

    @Test
    void memberWithAnotherKeyOrAnEarlierIncarnationIsNobody() {
        assertThat(sequences.next(Origin.of(Table.member(0), Table.key(1), 2))).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(Origin.of(Table.member(0), Table.key(0), 0))).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(Origin.of(new MemberId("zoe"), Table.key(0), 2)))
                .isEqualTo(Numbers.NONE);
    }

    /** SICP-11. */
    @Test
    void sessionsOfARevokedClientEndAndNoneOpensWhileTheListIsInForce() throws MalformedException {
        Origin revoked = client("mallory", 1);
        Origin other = client("alice", 1);
        Sequences copy = new Sequences(Table.genesis());
        copy.install(new Seating(new Table().view()));
        take(opening(revoked));
        take(opening(other));

        revoke(sequences, list(1, revoked));

        assertThat(sequences.next(revoked)).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(client("mallory", 2))).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(other)).isEqualTo(2);
        assertThat(sequences.sessions().open()).isEqualTo(1);
        WireReader.whole(WireWriter.bytes(sequences::write), in -> {
            copy.restore(in);
            return true;
        });
        assertThat(copy.next(client("mallory", 2))).isEqualTo(Numbers.NONE);
        revoke(copy, list(2));
        assertThat(copy.next(client("mallory", 2))).isEqualTo(1);
        assertThat(copy.next(revoked)).isEqualTo(Numbers.NONE);
    }

    /** It still has the key of its certificate, which vouches for whatever statement key it makes. */
    @Test
    void revokedClientOpensNoneWithAnotherStatementKey() {
        Origin revoked = client("mallory", 1);
        Origin fresh = new Origin(revoked.principal(), Table.key(1), 2);
        take(opening(fresh));

        revoke(sequences, list(1, revoked));

        assertThat(sequences.next(fresh)).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(new Origin(revoked.principal(), Table.key(2), 3)))
                .isEqualTo(Numbers.NONE);
        assertThat(sequences.sessions().open()).isZero();
    }

    private static void revoke(Sequences of, RevocationList list) {
        of.sessions().revoke(list.clients(), list.serials());
    }

    private static RevocationList list(long number, Origin... revoked) {
        return new RevocationList(
                number,
                Stream.of(revoked)
                        .map(each -> new Revocation(BigInteger.TEN, Optional.of(Bearer.of(each))))
                        .toList());
    }

    /** GM-3, GM-23. */
    @Test
    void laterStartOfAMemberMayAskForItsSeatAndForNothingElse() {
        Origin later = Origin.of(Table.member(0), Table.key(0), 5);

        assertThat(sequences.admits(new Request(later, 1, RequestClass.CONTROL, new byte[0])))
                .isTrue();
        assertThat(sequences.admits(new Request(later, 1, RequestClass.APPLICATION, new byte[0])))
                .isFalse();
    }

    /** AB-31: of each name one start is remembered. */
    @Test
    void ofStartsThatAskForASeatTheLatestCounts() {
        Origin later = Origin.of(Table.member(0), Table.key(0), 5);
        Origin latest = Origin.of(Table.member(0), Table.key(0), 9);
        take(new Request(later, 1, RequestClass.CONTROL, new byte[0]));
        take(new Request(latest, 1, RequestClass.CONTROL, new byte[0]));

        assertThat(sequences.next(later)).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(latest)).isEqualTo(2);
        assertThat(sequences.next(Table.origin(0))).isEqualTo(1);
    }

    @Test
    void unknownSessionIsRefusedUntilItIsOpened() {
        Origin client = client("anna", 7);

        assertThat(sequences.admits(operation(client, 1))).isFalse();
        assertThat(sequences.admits(operation(client, 2))).isFalse();
        take(opening(client));
        take(operation(client, 2));
    }

    /** Whoever holds the requests of a session that has ended could else have them executed a second time. */
    @Test
    void closedSessionCannotBeOpenedAgain() {
        Origin client = client("anna", 7);
        take(opening(client));
        take(closing(client, 2));

        assertThat(sequences.next(client)).isEqualTo(Numbers.NONE);
        assertThat(sequences.admits(opening(client))).isFalse();
        assertThat(sequences.next(client("anna", 8))).isEqualTo(1);
        assertThat(sequences.sessions().open()).isZero();
    }

    @Test
    void clientThatOpensTooManySessionsLosesTheOneUsedLeastLately() {
        for (long session = 1; session <= Sessions.MAX_OPEN_PER_CLIENT; session++)
            take(opening(client("anna", session)));
        take(operation(client("anna", 1), 2));

        take(opening(client("anna", 9999)));

        assertThat(sequences.next(client("anna", 1))).isEqualTo(3);
        assertThat(sequences.next(client("anna", 2))).isEqualTo(Numbers.NONE);
        assertThat(sequences.sessions().open()).isEqualTo(Sessions.MAX_OPEN_PER_CLIENT);
    }

    @Test
    void sessionUnderAnotherKeyIsAnotherSession() {
        take(opening(client("anna", 7)));

        Origin sameNumber = new Origin(new Principal(Principal.Kind.CLIENT, "anna"), Table.key(51), 7);
        assertThat(sequences.next(sameNumber)).isEqualTo(Numbers.NONE);
    }

    /** SICP-11: also of a client that no entry names, for its card may be the thief's of another's key. */
    @Test
    void cardOfARevokedCertificateOpensNoSessionAndThoseThatItHasOpenedEnd() {
        Origin anna = client("anna", 7);
        Origin bert = client("bert", 1);
        take(opening(anna));
        take(opening(bert, BigInteger.TEN, Optional.of(OFFICE)));
        take(opening(client("cleo", 1), BigInteger.TWO, Optional.empty()));

        sequences.sessions().revoke(Set.of(), new TreeSet<>(List.of(OWN, OFFICE)));

        assertThat(sequences.next(anna)).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(bert)).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(client("cleo", 1))).isEqualTo(2);
        assertThat(sequences.admits(opening(client("anna", 8)))).isFalse();
        assertThat(sequences.admits(opening(client("bert", 2), BigInteger.TEN, Optional.of(OFFICE))))
                .isFalse();
        assertThat(sequences.admits(opening(client("anna", 8), BigInteger.TWO, Optional.empty())))
                .isTrue();
        assertThat(sequences.sessions().open()).isEqualTo(1);
    }

    /** Who is given the state (AB-23) ends the same sessions at the next CRL, and refuses the same cards. */
    @Test
    void certificatesOfCardsAndOfTheListArePartOfTheState() throws MalformedException {
        take(opening(client("anna", 7)));
        take(opening(client("bert", 1), BigInteger.TEN, Optional.of(OFFICE)));
        sequences.sessions().revoke(Set.of(), Set.of(OWN));
        Sequences given = sequences.another();
        byte[] state = WireWriter.bytes(sequences::write);

        given.restore(new WireReader(state));

        assertThat(WireWriter.bytes(given::write)).isEqualTo(state);
        assertThat(given.admits(opening(client("anna", 8)))).isFalse();
        given.sessions().revoke(Set.of(), Set.of(OFFICE));
        assertThat(given.next(client("bert", 1))).isEqualTo(Numbers.NONE);
        assertThat(given.admits(opening(client("anna", 8)))).isTrue();
    }

    @Test
    void whatIsNoCardOpensNoSession() {
        assertThat(sequences.admits(new Request(client("anna", 7), 1, RequestClass.SESSION, new byte[] {1})))
                .isFalse();
    }

    @Test
    void clientsMakeNoCommandsAndMembersOpenNoSessions() {
        Origin client = client("anna", 7);
        take(opening(client));

        assertThat(sequences.admits(new Request(client, 2, RequestClass.CONTROL, new byte[0])))
                .isFalse();
        assertThat(sequences.admits(new Request(Table.origin(0), 1, RequestClass.SESSION, new byte[1])))
                .isFalse();
    }

    @Test
    void newerBootOfASensorSupersedesTheOlder() {
        take(report(sensor(2, 102, 5), 1));
        take(report(sensor(2, 102, 5), 2));
        take(report(sensor(2, 102, 6), 1));

        assertThat(sequences.next(sensor(2, 102, 5))).isEqualTo(Numbers.NONE);
        assertThat(sequences.next(sensor(2, 102, 6))).isEqualTo(2);
    }

    @Test
    void sensorThatTheViewDoesNotNameIsNobody() {
        assertThat(sequences.next(sensor(2, 103, 5))).isEqualTo(Numbers.NONE);
        assertThat(sequences.admits(new Request(sensor(2, 102, 5), 1, RequestClass.APPLICATION, new byte[0])))
                .isFalse();
    }

    @Test
    void projectionRunsAheadOfWhatIsDeliveredAndSettlesWithIt() {
        Projection ahead = new Projection(sequences);
        Origin client = client("anna", 7);
        ahead.take(opening(client));
        ahead.take(operation(client, 2));
        assertThat(ahead.next(client)).isEqualTo(3);
        assertThat(sequences.next(client)).isEqualTo(1);

        take(opening(client));
        ahead.settle(opening(client));
        assertThat(ahead.next(client)).isEqualTo(3);
        take(operation(client, 2));
        ahead.settle(operation(client, 2));
        assertThat(ahead.next(client)).isEqualTo(3);

        ahead.take(closing(client, 3));
        assertThat(ahead.next(client)).isEqualTo(Numbers.NONE);
        ahead.clear();
        assertThat(ahead.next(client)).isEqualTo(3);
    }

    @Test
    void projectionKnowsThatANewerBootSupersedes() {
        Projection ahead = new Projection(sequences);

        ahead.take(report(sensor(2, 102, 6), 1));

        assertThat(ahead.next(sensor(2, 102, 5))).isEqualTo(Numbers.NONE);
        assertThat(ahead.next(sensor(2, 102, 6))).isEqualTo(2);
    }
}
