package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.simulator.SeededRandom;

/** Messages as bytes. */
class AbcastCodecTest {
    private static final Table TABLE = new Table();

    static List<AbcastMessage> messages() {
        Value value = new Value(3, 1, Instant.ofEpochMilli(12345), List.of(Digest.ZERO));
        Signed<Header> header = TABLE.sign(0, new Header(2, 1, 3, value.digest()));
        Signed<Header> other = TABLE.sign(0, new Header(2, 1, 3, Digest.ZERO));
        QuorumCertificate certificate = TABLE.certificate(QuorumCertificate.Kind.COMMITTED, header, 0, 1, 2);
        EpochChange change = new EpochChange(2, 4, List.of(certificate));
        NewEpoch newEpoch = new NewEpoch(2, 4, List.of(TABLE.sign(1, change), TABLE.sign(2, change)));
        Request request = new Request(Table.origin(1), 5, RequestClass.CONTROL, new byte[] {1, 2, 3});
        return List.of(
                header.message(),
                value,
                OwnRequest.of(request, TABLE.lives),
                new Relay(List.of(TABLE.sign(request))),
                new Prepare(header),
                new Commit(header),
                new Complaint(2, 1),
                change,
                newEpoch,
                new Forward(TABLE.sign(0, newEpoch)),
                new Proof(header, other),
                new Status(2, 1, true, 77, List.of(0, 3)),
                new Decided(certificate, value),
                new Decided(certificate, value, List.of(TABLE.sign(request))),
                new Fetch(3, List.of(Digest.ZERO)),
                new Body(List.of(TABLE.sign(request))),
                new ResultsWanted(17),
                new Results(17, List.of(List.of(), List.of(1L, -2L), List.of(3L))));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void comesBackAsItWas(AbcastMessage message) throws MalformedException {
        byte[] bytes = TABLE.codec.encode(message);

        AbcastMessage read = TABLE.codec.decode(bytes);

        assertThat(read).isEqualTo(message);
        assertThat(TABLE.codec.encode(read)).isEqualTo(bytes);
        assertThat(TABLE.codec.header(read)).isEqualTo(TABLE.codec.header(message));
        assertThat(TABLE.codec.lane(read)).isEqualTo(TABLE.codec.lane(message));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyBeginningOfItIsMalformed(AbcastMessage message) {
        byte[] bytes = TABLE.codec.encode(message);

        for (int length = 0; length < bytes.length; length++) {
            byte[] beginning = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TABLE.codec.decode(beginning)).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void flippedBitsAreMalformedOrAnotherMessageButNeverAnError(AbcastMessage message) {
        byte[] bytes = TABLE.codec.encode(message);
        SeededRandom random = new SeededRandom(7);
        List<AbcastMessage> readable = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.below(bytes.length)] ^= (byte) (1 << random.below(8));
            try {
                readable.add(TABLE.codec.decode(flipped));
            } catch (MalformedException expected) {
                continue;
            }
        }
        assertThat(readable).doesNotContainNull();
        readable.forEach(each -> assertThat(TABLE.codec.claims(each)).isNotNull());
    }

    /** HOST-1: only what is about a slot that is under way is worth verifying; all else always is. */
    @Test
    void proposalsVotesAndDecisionsAreOfUseWhileTheirSlotIsUnderWay() {
        Value value = Value.empty(40);
        Header header = new Header(2, 1, 40, value.digest());
        Signed<Header> proposal = TABLE.sign(0, header);
        QuorumCertificate certificate = TABLE.certificate(QuorumCertificate.Kind.COMMITTED, proposal, 0, 1, 2);
        int window = AbcastSimulations.settings().window();

        for (AbcastMessage each :
                List.of(header, new Prepare(proposal), new Commit(proposal), new Decided(certificate, value))) {
            assertThat(TABLE.codec.useful(each, 2, 39)).isTrue();
            assertThat(TABLE.codec.useful(each, 2, 40)).isFalse();
            assertThat(TABLE.codec.useful(each, 2, 40 - 3L * window)).isTrue();
            assertThat(TABLE.codec.useful(each, 2, 39 - 3L * window)).isFalse();
            assertThat(TABLE.codec.useful(each, 3, 0)).isFalse();
            assertThat(TABLE.codec.useful(each, 1, 1_000)).isTrue(); // the host keeps it until that view is in force
        }
        assertThat(TABLE.codec.useful(new Status(2, 0, true, 40, List.of()), 3, 1_000))
                .isTrue();
    }

    /**
     * AB-28, AD-10: what was accepted has no votes, what is certified has. A kind is not signed: with the votes of one kind under
     * another, correct members would seem to have signed statements that they have not.
     */
    @Test
    void votesAreNotReadAsOfWhatWasAcceptedNorCertificatesWithoutThem() {
        Signed<Header> header = TABLE.sign(0, new Header(2, 1, 3, Digest.ZERO));
        List<QuorumCertificate.Vote> votes = TABLE.certificate(QuorumCertificate.Kind.PREPARED, header, 0, 1, 2)
                .votes();

        for (QuorumCertificate.Kind kind : QuorumCertificate.Kind.values()) {
            boolean accepted = kind == QuorumCertificate.Kind.ACCEPTED;
            EpochChange wrong =
                    new EpochChange(2, 4, List.of(new QuorumCertificate(kind, header, accepted ? votes : List.of())));
            assertThatThrownBy(() -> TABLE.codec.decode(TABLE.codec.encode(wrong)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining(kind.name());
        }
    }

    /** A length that promises more than is there allocates nothing. */
    @Test
    void hugeLengthIsMalformed() {
        byte[] bytes = TABLE.codec.encode(new Fetch(3, List.of()));
        Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0x7f);

        assertThatThrownBy(() -> TABLE.codec.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    @Test
    void certificatesClaimTheHeaderAndEachVote() {
        AbcastMessage decided = messages().get(12);

        List<Claim> claims = TABLE.codec.claims(decided);

        assertThat(claims).hasSize(4).allMatch(Claim.SignedBy.class::isInstance);
    }

    /**
     * The configuration admits windows of 50,000 slots times members: a quorum of 67 of 100 and 500 slots, or 32 of 48 and
     * 1,024. Names and paths as long as they can be, an epoch change is shorter than the longest message, 17 MiB.
     */
    @Test
    void largestEpochChangeFitsIntoAMessage() {
        for (int[] each : new int[][] {{67, 500}, {33, 1024}}) {
            List<QuorumCertificate.Vote> votes = new ArrayList<>();
            for (int i = 0; i < each[0]; i++) {
                votes.add(new QuorumCertificate.Vote(new MemberId("v".repeat(61) + (100 + i)), longest()));
            }
            Signed<Header> once = TABLE.sign(0, new Header(2, 1, 3, Digest.ZERO));
            Signed<Header> header = new Signed<>(once.signer(), once.header(), once.message(), longest());
            var certificate = new QuorumCertificate(QuorumCertificate.Kind.PREPARED, header, votes);
            var change = new EpochChange(2, 1, Collections.nCopies(each[1], certificate));

            assertThat(TABLE.codec.encode(change).length).isBetween(10 << 20, (17 << 20) - 1 - Signature.MAX_ENCODED);
        }
    }

    private static Signature longest() {
        List<byte[]> batch = Collections.nCopies(256, new byte[0]);
        return StatementBatch.of(batch).signatures(filled((byte) 9)).get(0);
    }

    /** A vote covers what the leader said, never how it was signed (SICP-13). */
    @Test
    void votesForOneHeaderAreEqualStatements() {
        Header header = new Header(2, 1, 3, Digest.ZERO);
        Signed<Header> once = TABLE.sign(0, header);
        Signed<Header> again =
                new Signed<>(once.signer(), once.header(), header, Signature.fromBytes(filled((byte) 9)));

        assertThat(new Prepare(once).statementBody()).isEqualTo(new Prepare(again).statementBody());
        assertThat(new Prepare(once).header(TABLE.lives)).isNotEqualTo(new Commit(once).header(TABLE.lives));
    }

    private static byte[] filled(byte value) {
        byte[] bytes = new byte[64];
        Arrays.fill(bytes, value);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsSignedInAViewIsShortEnoughForEvidence(AbcastMessage message) {
        boolean viewBound = TABLE.codec
                .header(message)
                .filter(org.testudo.kernel.statement.StatementHeader.ViewBound.class::isInstance)
                .isPresent();

        if (viewBound) assertThat(message.statementBody().length).isLessThanOrEqualTo(Evidence.MAX_BODY);
        else assertThat(message).isNotInstanceOfAny(Header.class, Prepare.class, Commit.class, EpochChange.class);
    }
}
