package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Concealment;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.DoubleNumber;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.FalseCharge;
import org.testudo.kernel.command.ForgedCertificate;
import org.testudo.kernel.command.ForgedChoice;
import org.testudo.kernel.command.Usurpation;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.Misbehaved;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.Unsigned;

/** AD-10: where two statements that conflict meet, the second convicts; what a correct member may say does not. */
class MisconductTest {
    private static final Digest VALUE = Digest.of(new byte[] {1});

    private final Table table = new Table();

    private Header header(long epoch, long slot) {
        return new Header(0, epoch, slot, VALUE);
    }

    /** The leader of epoch e is member e. */
    private Signed<Header> proposed(long epoch, long slot) {
        return table.sign((int) epoch, header(epoch, slot));
    }

    private QuorumCertificate prepared(long epoch, long slot) {
        return table.certificate(QuorumCertificate.Kind.PREPARED, proposed(epoch, slot), 0, 1, 3);
    }

    private void heard() {
        table.pass(each -> each.to() == 2);
    }

    private Optional<Evidence> found() {
        List<Misbehaved> notices = table.notices(2, Misbehaved.class);
        assertThat(notices.size()).isLessThanOrEqualTo(1);
        return notices.stream()
                .peek(it -> assertThat(it.evidence().accused().name())
                        .isEqualTo(it.member().name()))
                .map(Misbehaved::evidence)
                .findFirst();
    }

    private void finds(Class<? extends Evidence> kind, int member) {
        assertThat(found()).hasValueSatisfying(it -> {
            assertThat(it).isInstanceOf(kind);
            assertThat(it.accused().name()).isEqualTo(Table.member(member).name());
        });
    }

    @Test
    void whoLeadsWhereItDoesNotIsFound() {
        table.says(3, header(0, 1), 2);
        heard();

        finds(Usurpation.class, 3);
    }

    /** A voter may have been shown any header: it is not to blame, who signed it is. */
    @Test
    void headerInsideAVoteIsItsSigners() {
        table.says(1, new Prepare(table.sign(3, header(0, 1))), 2);
        heard();

        finds(Usurpation.class, 3);
    }

    @Test
    void choiceByAnotherThanTheLeaderIsFound() {
        table.says(3, new NewEpoch(0, 1, List.of()), 2);
        heard();

        finds(Usurpation.class, 3);
    }

    @Test
    void choiceOnTooFewEpochChangesIsFound() {
        table.says(1, new NewEpoch(0, 1, List.of(table.sign(3, new EpochChange(0, 1, List.of())))), 2);
        heard();

        finds(ForgedChoice.class, 1);
    }

    @Test
    void epochChangeThatHidesAnEarlierCommitIsFoundWhicheverComesFirst() {
        table.says(3, new Commit(proposed(0, 1)), 2);
        table.says(3, new EpochChange(0, 1, List.of()), 2);
        heard();

        finds(Concealment.class, 3);
    }

    @Test
    void commitThatAnEpochChangeHadHiddenIsFound() {
        table.says(3, new EpochChange(0, 1, List.of()), 2);
        table.says(3, new Commit(proposed(0, 1)), 2);
        heard();

        finds(Concealment.class, 3);
    }

    /** The COMMITs of a slot that is delivered are in its certificate. */
    @Test
    void commitOfADeliveredSlotIsHiddenToo() {
        Value empty = Value.empty(1);
        Signed<Header> header = table.sign(0, new Header(0, 0, 1, empty.digest()));
        table.says(0, new Decided(table.certificate(QuorumCertificate.Kind.COMMITTED, header, 0, 1, 3), empty), 2);
        heard();
        assertThat(table.deliveries(2)).hasSize(1);
        table.says(3, new EpochChange(0, 1, List.of()), 2);
        heard();

        finds(Concealment.class, 3);
    }

    @Test
    void epochChangeThatShowsItHidesNothing() {
        table.says(3, new Commit(proposed(0, 1)), 2);
        table.says(3, new EpochChange(0, 1, List.of(prepared(0, 1))), 2);
        table.says(1, new Prepare(proposed(0, 1)), 2);
        table.says(1, new EpochChange(0, 1, List.of()), 2);
        heard();

        assertThat(found()).isEmpty();
    }

    @Test
    void certificateOfOneVoterTwiceIsFound() {
        QuorumCertificate stuffed = table.certificate(QuorumCertificate.Kind.PREPARED, proposed(0, 1), 3, 3, 3);
        table.says(3, new EpochChange(0, 1, List.of(stuffed)), 2);
        heard();

        finds(ForgedCertificate.class, 3);
    }

    /** What the host could not verify comes as such, with the claim that failed. */
    @Test
    void spoiltSignatureInACertificateConvictsWhoShowedIt() {
        Signed<EpochChange> change = table.sign(3, new EpochChange(0, 1, List.of(prepared(0, 1))));
        Claim failed = prepared(0, 1).claims().get(2);

        table.happens(2, new Event.Refuted<>(all(change), failed));

        finds(ForgedCertificate.class, 3);
        assertThat(found().orElseThrow().claims()).contains(new Claim.Refuted(failed));
    }

    /** It verified the epoch changes that it shows, so a bad one convicts it; and a bad certificate in one its sender. */
    @Test
    void spoiltSignatureInAChoiceConvictsWhoSignedAroundIt() {
        Signed<EpochChange> change = table.sign(3, new EpochChange(0, 1, List.of(prepared(0, 1))));
        Signed<NewEpoch> choice = table.sign(1, new NewEpoch(0, 1, List.of(change)));

        table.happens(
                2, new Event.Refuted<>(new Unsigned<>(Table.member(0), new Forward(choice)), Nested.claim(change)));

        finds(ForgedChoice.class, 1);
    }

    @Test
    void spoiltCertificateInsideAChoiceConvictsWhoSignedTheEpochChange() {
        Signed<EpochChange> change = table.sign(3, new EpochChange(0, 1, List.of(prepared(0, 1))));
        Signed<NewEpoch> choice = table.sign(1, new NewEpoch(0, 1, List.of(change)));

        table.happens(
                2, new Event.Refuted<>(all(choice), prepared(0, 1).claims().get(0)));

        finds(ForgedCertificate.class, 3);
    }

    /** Whoever passes on what another has forged has signed nothing. */
    @Test
    void forwarderOfAChoiceThatItsLeaderDidNotSignIsNotConvicted() {
        Signed<NewEpoch> choice = table.sign(1, new NewEpoch(0, 1, List.of()));

        table.happens(
                2, new Event.Refuted<>(new Unsigned<>(Table.member(0), new Forward(choice)), Nested.claim(choice)));

        assertThat(found()).isEmpty();
    }

    private Signed<Request> request(int member, long number, byte[] body, RequestClass kind) {
        return table.sign(new Request(Table.origin(member), number, kind, body));
    }

    @Test
    void twoRequestsUnderOneNumberAreFoundHoweverLarge() {
        byte[] large = new byte[1 << 10];
        table.says(0, new Relay(List.of(request(3, 1, large, RequestClass.APPLICATION))), 2);
        table.says(1, new Relay(List.of(request(3, 1, new byte[1], RequestClass.APPLICATION))), 2);
        heard();

        finds(DoubleNumber.class, 3);
    }

    /** SICP-13: a resent request bears another signature, and is the same request. */
    @Test
    void requestThatIsSentAgainConvictsNobody() {
        Signed<Request> once = request(3, 1, new byte[1], RequestClass.APPLICATION);
        Signed<Request> again = once.message().signed(table.lives, Signature.fromBytes(new byte[Signature.LENGTH]));
        table.says(0, new Relay(List.of(once)), 2);
        table.says(3, new Relay(List.of(again)), 2);
        heard();

        assertThat(found()).isEmpty();
    }

    @Test
    void evidenceWithASpoiltSignatureConvictsWhoBroughtIt() {
        Evidence made = new Contradiction(
                Nested.claim(table.sign(0, header(0, 1))),
                Nested.claim(table.sign(0, new Header(0, 0, 1, Digest.ZERO))));
        byte[] convict = new Command.Convict(Table.member(0), 1, made).encode();
        Signed<Request> request = request(3, 1, convict, RequestClass.CONTROL);

        table.happens(
                2,
                new Event.Refuted<>(
                        new Unsigned<>(Table.member(1), new Relay(List.of(request))),
                        made.claims().get(1)));

        finds(FalseCharge.class, 3);
    }

    /** A relayed request that nobody signed: its own signature is the claim that fails, and convicts neither. */
    @Test
    void unsignedRequestConvictsNeitherItsNameNorItsBearer() {
        Signed<Request> request = request(3, 1, new byte[1], RequestClass.APPLICATION);

        table.happens(
                2,
                new Event.Refuted<>(
                        new Unsigned<>(Table.member(1), new Relay(List.of(request))), Request.claim(request)));

        assertThat(found()).isEmpty();
    }

    private void refutes(AbcastMessage message, Claim failed) {
        table.happens(2, new Event.Refuted<>(new Unsigned<>(Table.member(1), message), failed));
    }

    private Signed<Request> charge(int member, Evidence evidence) {
        byte[] body = new Command.Convict(evidence.accused().member(), 1, evidence).encode();
        return request(member, 1, body, RequestClass.CONTROL);
    }

    /** Claims are verified in order: of what stands behind the one that fails not even the signature is known to hold. */
    @Test
    void requestInACorrectMembersNameBehindTheFalseOneConvictsNobody() {
        Evidence made = new Usurpation(Nested.claim(table.sign(3, header(0, 1))));

        refutes(
                new Relay(List.of(charge(3, made), charge(1, made))),
                made.claims().get(0));

        finds(FalseCharge.class, 3);
    }

    @Test
    void requestThatShowsTheSignatureOfAnUnsignedOneBeforeItConvictsNobody() {
        Signed<Request> unsigned = request(3, 1, new byte[1], RequestClass.APPLICATION);
        Signed<Request> other = request(3, 1, new byte[2], RequestClass.APPLICATION);
        Evidence shown = new DoubleNumber(0, Request.claim(unsigned), Request.claim(other), new byte[0], new byte[0]);

        refutes(new Body(List.of(unsigned, charge(1, shown))), Request.claim(unsigned));

        assertThat(found()).isEmpty();
    }

    @Test
    void requestThatShowsASpoiltVoteOfTheCertificateBeforeItConvictsNobody() {
        QuorumCertificate spoilt = table.certificate(QuorumCertificate.Kind.COMMITTED, proposed(0, 1), 0, 1, 3);
        Claim.SignedBy vote = spoilt.claimOf(Table.member(3)).orElseThrow();
        Evidence shown = new Contradiction(vote, vote);

        refutes(new Decided(spoilt, Value.empty(1), List.of(charge(1, shown))), vote);

        assertThat(found()).isEmpty();
    }

    private static Signed<AbcastMessage> all(Signed<? extends AbcastMessage> signed) {
        return new Signed<>(signed.signer(), signed.header(), signed.message(), signed.signature());
    }

    /** What a member committed it shows, though the slot was decided for it by a certificate of an epoch to come (AB-28). */
    @Test
    void memberShowsWhatItCommittedThoughItWasDecidedElsewhere() {
        Request request = new Request(Table.origin(1), 1, RequestClass.APPLICATION, new byte[] {1});
        table.says(1, OwnRequest.of(request, table.lives), 2);
        Value value = new Value(1, 0, table.wallClock(), List.of(request.digest()));
        Signed<Header> first = table.sign(0, new Header(0, 0, 1, value.digest()));
        table.says(0, first.message(), 2);
        table.says(0, value, 2);
        table.says(0, new Prepare(first), 2);
        table.says(1, new Prepare(first), 2);
        heard();
        assertThat(table.from(2, Commit.class)).isNotEmpty();
        Signed<Header> later = table.sign(3, new Header(0, 3, 1, value.digest()));
        table.says(3, new Decided(table.certificate(QuorumCertificate.Kind.COMMITTED, later, 0, 1, 3), value), 2);
        heard();
        assertThat(table.deliveries(2)).hasSize(1);

        table.says(0, new EpochChange(0, 1, List.of()), 2);
        table.says(3, new EpochChange(0, 1, List.of()), 2);
        heard();

        assertThat(table.from(2, EpochChange.class))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.certificates()).anySatisfy(each -> {
                    assertThat(each.slot()).isEqualTo(1);
                    assertThat(each.epoch()).isZero();
                }));
    }

    /** The two ways in which a certificate is written down are one. */
    @Test
    void certificateInEvidenceMakesTheSameClaims() {
        QuorumCertificate certificate = prepared(1, 7);

        assertThat(certificate.shown().claims(table.life)).isEqualTo(certificate.claims());
    }
}
