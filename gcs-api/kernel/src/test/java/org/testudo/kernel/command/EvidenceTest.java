package org.testudo.kernel.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.kernel.Samples.ALICE;
import static org.testudo.kernel.Samples.BOB;
import static org.testudo.kernel.Samples.GENESIS;
import static org.testudo.kernel.Samples.LIFE;
import static org.testudo.kernel.Samples.VIEW;
import static org.testudo.kernel.Samples.origin;
import static org.testudo.kernel.Samples.signature;
import static org.testudo.kernel.command.Evidence.Verdict.CONVICTS;
import static org.testudo.kernel.command.Evidence.Verdict.FALSE;
import static org.testudo.kernel.command.Evidence.Verdict.NOTHING;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.HostileBytes;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.ProtocolVersion;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** AD-9, AD-10: each kind of evidence convicts, and what differs from it in one thing does not. */
class EvidenceTest {
    private static final MemberId CAROL = new MemberId("carol");
    private static final MemberId DAVE = new MemberId("dave");
    private static final Digest VALUE = Digest.of(new byte[] {1});

    /** Evidence that is equal to another of the same bytes. */
    private record Image(Evidence evidence) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Image that
                    && Arrays.equals(WireWriter.bytes(evidence::write), WireWriter.bytes(that.evidence::write));
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static Evidence.Verdict judge(Evidence evidence) {
        return evidence.judge(view -> Optional.of(VIEW).filter(it -> it.id() == view), ProtocolVersion.CURRENT_RULES);
    }

    private static Claim.SignedBy says(MemberId signer, int type, long epoch, long slot, byte[] body) {
        var header = new StatementHeader.ViewBound(LIFE, 0, epoch, slot, type);
        return new Claim.SignedBy(Principal.of(signer), header, body, signature(1));
    }

    private static Claim.SignedBy commit(MemberId signer, long epoch, long slot) {
        return says(signer, StatementTypes.COMMIT, epoch, slot, new byte[] {9});
    }

    private static ShownCertificate certificate(boolean decided, long epoch, long slot, MemberId... voters) {
        List<ShownCertificate.Vote> votes = new ArrayList<>();
        for (MemberId each : voters) votes.add(new ShownCertificate.Vote(each, 0, signature(2)));
        MemberId leader = List.of(ALICE, BOB, CAROL, DAVE).get((int) epoch % 4);
        return new ShownCertificate(
                new EpochChangeContent.Lock(decided, 0, epoch, slot, VALUE), leader, signature(3), votes);
    }

    private static ShownCertificate prepared(long epoch, long slot) {
        return certificate(false, epoch, slot, ALICE, BOB, CAROL);
    }

    private static EpochChangeContent content(long epoch, long stable, ShownCertificate... shown) {
        return new EpochChangeContent(
                0,
                epoch,
                0,
                stable,
                Digest.ZERO,
                Arrays.stream(shown).map(ShownCertificate::lock).toList(),
                Arrays.stream(shown).map(ShownCertificate::digest).toList());
    }

    private static Claim.SignedBy change(MemberId signer, EpochChangeContent content) {
        return says(signer, StatementTypes.EPOCH_CHANGE, content.epoch(), 0, content.body());
    }

    private static Concealment hides(EpochChangeContent content, Claim.SignedBy commit) {
        return new Concealment(change(DAVE, content), content, commit);
    }

    private static ForgedCertificate forged(long epoch, ShownCertificate shown, int refuted) {
        EpochChangeContent content = content(epoch, 0, shown);
        return new ForgedCertificate(change(DAVE, content), content, 0, shown, refuted);
    }

    private static NewEpochContent.Change change(MemberId sender) {
        return new NewEpochContent.Change(sender, content(1, 0).body(), signature(4));
    }

    private static ForgedChoice choice(int refuted, MemberId... senders) {
        NewEpochContent content = new NewEpochContent(
                0, 1, Arrays.stream(senders).map(EvidenceTest::change).toList());
        return new ForgedChoice(says(BOB, StatementTypes.NEW_EPOCH, 1, 0, content.body()), content, refuted);
    }

    private static Claim.SignedBy asks(Origin origin, long number, RequestClass kind, byte[] body) {
        var header = new StatementHeader.ViewFree(LIFE, origin, number, StatementTypes.REQUEST + kind.ordinal());
        return new Claim.SignedBy(origin.principal(), header, RequestStatement.of(body), signature(1));
    }

    private static DoubleNumber twice(
            Claim.SignedBy first, byte[] firstBody, Claim.SignedBy second, byte[] secondBody) {
        return new DoubleNumber(
                0, first, second, DoubleNumber.shown(first, firstBody), DoubleNumber.shown(second, secondBody));
    }

    private static DoubleNumber twice(Origin origin, RequestClass kind, byte[] first, byte[] second) {
        return twice(asks(origin, 7, kind, first), first, asks(origin, 7, kind, second), second);
    }

    private static FalseCharge charge(Origin by, Evidence evidence, int refuted) {
        byte[] command = new Command.Convict(BOB, 1, evidence).encode();
        return new FalseCharge(0, asks(by, 3, RequestClass.CONTROL, command), command, refuted);
    }

    private static Contradiction contradiction() {
        return new Contradiction(commit(BOB, 0, 5), says(BOB, StatementTypes.COMMIT, 0, 5, new byte[] {8}));
    }

    private static byte[] body(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] join(int key) {
        return new Command.Join(List.of(org.testudo.kernel.Samples.key(key))).encode();
    }

    static Stream<Evidence> oneOfEachKind() {
        return Stream.of(
                contradiction(),
                new Usurpation(says(CAROL, StatementTypes.HEADER, 0, 5, new byte[56])),
                hides(content(2, 0), commit(DAVE, 1, 5)),
                forged(2, prepared(0, 5), 1),
                choice(-1, ALICE, BOB),
                twice(origin(DAVE), RequestClass.CONTROL, body("one"), body("two")),
                charge(origin(DAVE), new Usurpation(says(ALICE, StatementTypes.HEADER, 0, 5, new byte[56])), -1));
    }

    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void eachKindConvictsHasOneEncodingAndBearsHostileBytes(Evidence evidence) throws MalformedException {
        assertThat(judge(evidence)).isEqualTo(CONVICTS);
        assertThat(evidence.claims()).isNotEmpty();
        Evidence read = WireReader.whole(WireWriter.bytes(evidence::write), in -> Evidence.read(in, LIFE));
        assertThat(judge(read)).isEqualTo(CONVICTS);
        assertThat(read.claims()).isEqualTo(evidence.claims());
        HostileBytes.check(new Image(evidence), in -> new Image(Evidence.read(in, LIFE)), (it, out) -> {
            judge(it.evidence()); // bears whatever can be read
            it.evidence().claims();
            it.evidence().write(out);
        });
    }

    /** "A rule not in that version is a no-op for all"; and nothing is judged by a record that the judge does not hold. */
    @ParameterizedTest
    @MethodSource("oneOfEachKind")
    void judgedOnlyByRulesInForceAndByTheRecordThatItNames(Evidence evidence) {
        Evidence.Records known = view -> Optional.of(VIEW);
        assertThat(evidence.judge(known, evidence.since() - 1)).isEqualTo(NOTHING);
        assertThat(evidence.judge(known, evidence.since())).isEqualTo(CONVICTS);
        assertThat(evidence.judge(view -> Optional.empty(), ProtocolVersion.CURRENT_RULES))
                .isEqualTo(NOTHING);
        assertThat(evidence.judge(
                        view -> Optional.of(GENESIS.firstView(GENESIS.life("second"))), ProtocolVersion.CURRENT_RULES))
                .isEqualTo(NOTHING);
        assertThat(evidence.judge(view -> Optional.of(GENESIS.firstView()), ProtocolVersion.CURRENT_RULES))
                .as("while the group forms a founder may sign anew")
                .isEqualTo(NOTHING);
    }

    @Test
    void onlyTheLeaderOfAnEpochMayProposeOrChoose() {
        assertThat(judge(new Usurpation(says(ALICE, StatementTypes.HEADER, 0, 5, new byte[56]))))
                .isEqualTo(FALSE);
        assertThat(judge(new Usurpation(says(ALICE, StatementTypes.HEADER, 4, 5, new byte[56]))))
                .isEqualTo(FALSE);
        assertThat(judge(new Usurpation(says(BOB, StatementTypes.NEW_EPOCH, 1, 0, new byte[64]))))
                .isEqualTo(FALSE);
        assertThat(judge(new Usurpation(says(ALICE, StatementTypes.NEW_EPOCH, 1, 0, new byte[64]))))
                .isEqualTo(CONVICTS);
        assertThat(judge(new Usurpation(commit(CAROL, 0, 5))))
                .as("anyone votes")
                .isEqualTo(FALSE);
    }

    /** What a correct member shows: for each slot the highest certificate that it holds, or a decision of any epoch. */
    @Test
    void epochChangeThatShowsWhatItsSignerCommittedHidesNothing() {
        assertThat(judge(hides(content(2, 0, prepared(1, 5)), commit(DAVE, 1, 5))))
                .isEqualTo(FALSE);
        assertThat(judge(hides(content(3, 0, prepared(2, 5)), commit(DAVE, 1, 5))))
                .isEqualTo(FALSE);
        ShownCertificate decided = certificate(true, 0, 5, ALICE, BOB, CAROL);
        assertThat(judge(hides(content(2, 0, decided), commit(DAVE, 1, 5)))).isEqualTo(FALSE);
        assertThat(judge(hides(content(2, 5), commit(DAVE, 1, 5))))
                .as("below its checkpoint")
                .isEqualTo(FALSE);
        assertThat(judge(hides(content(2, 0, prepared(0, 6)), commit(DAVE, 1, 5))))
                .as("below the window")
                .isEqualTo(FALSE);
    }

    @Test
    void epochChangeThatShowsLessHides() {
        assertThat(judge(hides(content(2, 0, prepared(0, 5)), commit(DAVE, 1, 5))))
                .isEqualTo(CONVICTS);
        assertThat(judge(hides(content(2, 4, prepared(0, 4)), commit(DAVE, 1, 5))))
                .isEqualTo(CONVICTS);
        assertThat(judge(hides(content(2, 0, prepared(0, 4), prepared(0, 6)), commit(DAVE, 1, 5))))
                .isEqualTo(CONVICTS);
    }

    @Test
    void onlyOnesOwnEarlierCommitIsHidden() {
        EpochChangeContent content = content(2, 0);
        assertThat(judge(hides(content, commit(DAVE, 2, 5)))).as("not earlier").isEqualTo(FALSE);
        assertThat(judge(hides(content, commit(CAROL, 1, 5)))).as("another's").isEqualTo(FALSE);
        assertThat(judge(hides(content, says(DAVE, StatementTypes.PREPARE, 1, 5, new byte[] {9}))))
                .as("a PREPARE locks nothing")
                .isEqualTo(FALSE);
        assertThat(judge(new Concealment(change(DAVE, content(2, 0, prepared(1, 5))), content, commit(DAVE, 1, 5))))
                .as("not what it signed")
                .isEqualTo(FALSE);
    }

    @Test
    void certificateOfDistinctSeatsForItsLeadersProposalIsNoForgery() {
        assertThat(judge(forged(2, prepared(0, 5), -1))).isEqualTo(FALSE);
        assertThat(judge(forged(2, certificate(false, 0, 5, ALICE, BOB, ALICE), -1)))
                .isEqualTo(CONVICTS);
        assertThat(judge(forged(2, certificate(false, 0, 5, ALICE, BOB), -1))).isEqualTo(CONVICTS);
        assertThat(judge(forged(2, certificate(false, 0, 5, ALICE, BOB, new MemberId("eve")), -1)))
                .isEqualTo(CONVICTS);
        assertThat(judge(forged(2, prepared(2, 5), -1))).as("not earlier").isEqualTo(CONVICTS);
        ShownCertificate usurped = new ShownCertificate(
                prepared(0, 5).lock(), BOB, signature(3), prepared(0, 5).votes());
        assertThat(judge(forged(2, usurped, -1))).isEqualTo(CONVICTS);
    }

    /** Nobody can put a bad signature into what another has signed. */
    @Test
    void forgeryMustBeWhatTheEpochChangeIsBoundTo() {
        EpochChangeContent content = content(2, 0, prepared(0, 5));
        ShownCertificate spoilt = new ShownCertificate(
                prepared(0, 5).lock(), ALICE, signature(99), prepared(0, 5).votes());
        assertThat(judge(new ForgedCertificate(change(DAVE, content), content, 0, spoilt, 0)))
                .isEqualTo(FALSE);
        EpochChangeContent other = content(2, 0, spoilt);
        assertThat(judge(new ForgedCertificate(change(DAVE, content), other, 0, spoilt, 0)))
                .isEqualTo(FALSE);
        assertThat(judge(new ForgedCertificate(change(DAVE, content), content, 1, prepared(0, 5), 0)))
                .isEqualTo(FALSE);
    }

    @Test
    void refutedSignatureIsAClaimOfItsOwn() {
        ShownCertificate shown = prepared(0, 5);
        assertThat(forged(2, shown, 2).claims())
                .hasSize(2)
                .last()
                .satisfies(claim -> assertThat(claim)
                        .isEqualTo(new Claim.Refuted(shown.claims(LIFE).get(2))));
        assertThat(forged(2, shown, 9).claims()).hasSize(1);
        assertThat(judge(forged(2, shown, 9))).as("there is no such claim").isEqualTo(FALSE);
    }

    @Test
    void choiceThatRestsOnAQuorumIsNone() {
        assertThat(judge(choice(-1, ALICE, BOB, CAROL))).isEqualTo(FALSE);
        assertThat(judge(choice(-1, ALICE, BOB, ALICE))).isEqualTo(CONVICTS);
        assertThat(judge(choice(-1, ALICE, BOB, new MemberId("eve")))).isEqualTo(CONVICTS);
        assertThat(judge(choice(1, ALICE, BOB, CAROL))).isEqualTo(CONVICTS);
        assertThat(judge(choice(3, ALICE, BOB, CAROL))).isEqualTo(FALSE);
        ForgedChoice spoilt = choice(1, ALICE, BOB, CAROL);
        NewEpochContent other = new NewEpochContent(0, 1, List.of(change(ALICE), change(BOB), change(DAVE)));
        assertThat(judge(new ForgedChoice(spoilt.choice(), other, 1))).isEqualTo(FALSE);
    }

    @Test
    void oneNumberIsForOneRequest() {
        Origin dave = origin(DAVE);
        assertThat(judge(twice(dave, RequestClass.APPLICATION, body("one"), body("two"))))
                .isEqualTo(CONVICTS);
        assertThat(judge(twice(dave, RequestClass.APPLICATION, body("one"), body("one"))))
                .isEqualTo(FALSE);
        Claim.SignedBy one = asks(dave, 7, RequestClass.APPLICATION, body("one"));
        assertThat(judge(twice(one, body("one"), asks(dave, 7, RequestClass.CONTROL, body("one")), body("one"))))
                .as("of another class")
                .isEqualTo(CONVICTS);
        assertThat(judge(twice(one, body("one"), asks(dave, 8, RequestClass.APPLICATION, body("two")), body("two"))))
                .isEqualTo(FALSE);
    }

    /** GM-23: a new start numbers anew; and what is signed with a key that is not in the record counts for nobody. */
    @Test
    void anotherStartNumbersForItself() {
        Origin dave = origin(DAVE);
        Origin later = Origin.of(DAVE, dave.key(), dave.incarnation() + 1);
        Origin other = Origin.of(DAVE, origin(BOB).key(), dave.incarnation());
        Claim.SignedBy one = asks(dave, 7, RequestClass.APPLICATION, body("one"));
        assertThat(judge(twice(one, body("one"), asks(later, 7, RequestClass.APPLICATION, body("two")), body("two"))))
                .isEqualTo(FALSE);
        assertThat(judge(twice(later, RequestClass.APPLICATION, body("one"), body("two"))))
                .isEqualTo(FALSE);
        assertThat(judge(twice(other, RequestClass.APPLICATION, body("one"), body("two"))))
                .isEqualTo(FALSE);
    }

    /** AD-9: two joins are never evidence, whatever is made of them. */
    @Test
    void twoJoinsConvictNobody() {
        Origin dave = origin(DAVE);
        DoubleNumber joins = twice(dave, RequestClass.CONTROL, join(1), join(2));
        assertThat(judge(joins)).isEqualTo(FALSE);
        assertThat(judge(new DoubleNumber(0, joins.first(), joins.second(), new byte[0], new byte[0])))
                .as("not shown")
                .isEqualTo(FALSE);
        assertThat(judge(new DoubleNumber(0, joins.first(), joins.second(), body("one"), body("two"))))
                .as("something else shown")
                .isEqualTo(FALSE);
        byte[] large = new byte[DoubleNumber.MOST_SHOWN + 1];
        assertThat(judge(twice(dave, RequestClass.CONTROL, large, body("two")))).isEqualTo(CONVICTS);
    }

    @Test
    void trueChargeConvictsNobodyWhoBringsIt() {
        assertThat(judge(charge(origin(DAVE), contradiction(), -1))).isEqualTo(FALSE);
        assertThat(judge(charge(origin(DAVE), contradiction(), 2)))
                .as("no such claim")
                .isEqualTo(FALSE);
        assertThat(judge(charge(origin(DAVE), contradiction(), 1))).isEqualTo(CONVICTS);
        assertThat(charge(origin(DAVE), contradiction(), 1).claims())
                .contains(new Claim.Refuted(contradiction().second()));
    }

    @Test
    void falseChargeIsJudgedOnlyByWhatEveryJudgeSees() {
        Evidence proves = new Usurpation(says(ALICE, StatementTypes.HEADER, 0, 5, new byte[56]));
        Origin dave = origin(DAVE);
        Origin later = Origin.of(DAVE, dave.key(), dave.incarnation() + 1);
        assertThat(judge(charge(later, proves, -1))).as("no seat").isEqualTo(FALSE);
        Evidence nested = charge(dave, charge(dave, proves, -1), -1);
        assertThat(judge(nested)).as("a chain of charges").isEqualTo(FALSE);
        var elsewhere = new StatementHeader.ViewBound(LIFE, 9, 0, 5, StatementTypes.HEADER);
        Evidence future =
                new Usurpation(new Claim.SignedBy(Principal.of(ALICE), elsewhere, new byte[56], signature(1)));
        assertThat(judge(charge(dave, future, -1))).as("a view to come").isEqualTo(NOTHING);
        FalseCharge real = charge(dave, proves, -1);
        byte[] other = new Command.Convict(BOB, 2, proves).encode();
        assertThat(judge(new FalseCharge(0, real.request(), other, -1)))
                .as("not what it signed")
                .isEqualTo(FALSE);
    }

    /** SICP-13: other signatures over the same content are the same epoch change. */
    @Test
    void sameEpochChangeWithOtherProofsIsNoContradiction() {
        ShownCertificate one = prepared(0, 5);
        ShownCertificate again = certificate(false, 0, 5, BOB, CAROL, DAVE);
        Claim.SignedBy first = change(DAVE, content(2, 0, one));
        Claim.SignedBy second = change(DAVE, content(2, 0, again));
        assertThat(first.body()).isNotEqualTo(second.body());
        assertThat(judge(new Contradiction(first, second))).isEqualTo(FALSE);
        assertThat(judge(new Contradiction(first, change(DAVE, content(2, 0))))).isEqualTo(CONVICTS);
    }

    @Test
    void typesOfRequestsAreThoseOfTheirClasses() {
        assertThat(StatementTypes.CONTROL_REQUEST).isEqualTo(StatementTypes.REQUEST + RequestClass.CONTROL.ordinal());
        assertThat(StatementTypes.isRequest(StatementTypes.REQUEST + RequestClass.SESSION.ordinal()))
                .isTrue();
        assertThat(StatementTypes.isRequest(StatementTypes.REQUEST + RequestClass.FORMATION.ordinal()))
                .isFalse();
    }
}
