package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.notice.Garbled;
import org.testudo.kernel.notice.Overflowed;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;

/** HOST-1, HOST-2, HOST-4, AD-6: what becomes of a peer's messages before a core sees them. */
class IntakeTest {
    private static final int CONTROL_BOUND = 512;
    private static final int UNTAKEN_BOUND = 256;

    private final Word.Codec codec = new Word.Codec(LoopbackTransport.life());
    private List<TestMember> group;
    private TestMember alice;
    private TestMember bob;
    private TestMember carol;
    private TestMember dave;

    @BeforeEach
    void start() throws Exception {
        group = TestMember.group(4);
        alice = group.get(0);
        bob = group.get(1);
        carol = group.get(2);
        dave = group.get(3);
    }

    @AfterEach
    void close() {
        group.forEach(TestMember::close);
    }

    /** HOST-1: a full lane drops its own sender's newest messages, nobody else's. HOST-4: the core is told. */
    @Test
    void fullLaneDropsTheNewestOfItsSenderAloneAndTellsTheCoreOfTheGap() {
        CountDownLatch busy = bob.blockLoop();
        int kept = CONTROL_BOUND + UNTAKEN_BOUND;

        for (int i = 0; i < UNTAKEN_BOUND; i++) inject(alice, bob, Word.plain("flood " + i));
        await().until(() -> waiting(bob) == 0); // from here on nothing of this lane is verified until the loop goes on
        for (int i = UNTAKEN_BOUND; i < kept + 300; i++) inject(alice, bob, Word.plain("flood " + i));
        inject(carol, bob, Word.plain("calm"));
        assertThat(counted(bob, alice, "dropped")).isEqualTo(300);
        busy.countDown();

        await().until(() -> bob.talk.received.size() == kept + 1);
        await().until(() -> !bob.talk.gaps.isEmpty());
        assertThat(bob.talk.gaps).containsOnly(alice.id);
        assertThat(bob.talk.received).anyMatch(it -> it.message().text().equals("calm"));
        assertThat(bob.talk.received).anyMatch(it -> it.message().text().equals("flood 0"));
        assertThat(bob.talk.received).anyMatch(it -> it.message().text().equals("flood " + (kept - 1)));
        assertThat(bob.talk.received).noneMatch(it -> it.message().text().equals("flood " + kept));
        assertThat(counted(bob, carol, "dropped")).isZero();
        assertThat(bob.talk.heard).filteredOn(it -> it instanceof Overflowed).hasSize(1);
    }

    /** HOST-1: lanes are separate, so that votes go through while bodies wait. */
    @Test
    void fullLaneOfBodiesLeavesTheOtherLanesOfItsSenderFree() {
        CountDownLatch busy = bob.blockLoop();
        for (int i = 0; i < 2_000; i++) inject(alice, bob, Word.body("flood " + i));
        await().until(() -> counted(bob, alice, "dropped") > 0);

        alice.talk.tellCore(core -> core.tell(bob.id, Word.signed("vote", 0)));
        busy.countDown();

        await().until(() ->
                bob.talk.received.stream().anyMatch(it -> it.message().text().equals("vote")));
    }

    @Test
    void messagesOfOneLaneKeepTheirOrder() {
        for (int i = 0; i < 200; i++) inject(alice, bob, Word.plain(String.valueOf(i)));

        await().until(() -> bob.talk.received.size() == 200);
        assertThat(bob.talk.received)
                .extracting(it -> Integer.valueOf(it.message().text()))
                .isSorted();
    }

    /** HOST-1: what comes too late to be of use is dropped before anything of it is verified, and is no fault of its sender. */
    @Test
    void messageThatIsOfNoUseIsNotVerified() throws InterruptedException {
        CountDownLatch delivered = new CountDownLatch(1);
        bob.talk.tellCore(core -> core.up(Views.slot(5, 0)));
        bob.talk.tellCore(core -> delivered.countDown());
        delivered.await();
        alice.talk.tellCore(core -> {
            core.tell(bob.id, Word.signed("useful until slot 5", 0));
            core.tell(bob.id, Word.signed("useful until slot 6", 0));
        });

        await().until(() -> bob.talk.received.size() == 1);
        assertThat(bob.talk.received).extracting(it -> it.message().text()).containsExactly("useful until slot 6");
        assertThat(counted(bob, alice, "outdated")).isEqualTo(1);
        assertThat(counted(bob, alice, "refuted")).isZero();
    }

    private void say(TestMember from, String text) {
        from.talk.tellCore(core -> core.tell(bob.id, Word.signed(text, 0)));
    }

    /** Alice's, bob's own and carol's; then dave votes as they did. */
    private void quorumVotesAndDaveIsSpared() {
        for (TestMember each : List.of(bob, alice, carol)) say(each, "vote red");
        await().until(() -> bob.talk.received.size() == 3);
        say(dave, "vote red");
        await().until(() -> counted(bob, dave, "spare") == 1);
        assertThat(bob.talk.received).hasSize(3);
    }

    private void awaitOfDave(String... texts) {
        await().until(() -> bob.talk.received.size() == 3 + texts.length);
        assertThat(bob.talk.received)
                .filteredOn(it -> it.sender().equals(dave.id))
                .extracting(it -> it.message().text())
                .containsExactly(texts);
    }

    /** HOST-1, AB-29: what comes again is needed, whatever this host thinks. */
    @Test
    void voteBeyondAQuorumIsVerifiedWhenItComesAgain() {
        quorumVotesAndDaveIsSpared();

        say(dave, "vote red");

        awaitOfDave("vote red", "vote red");
    }

    /** AD-10: being late hides no double vote. */
    @Test
    void voteBeyondAQuorumIsVerifiedWhenItsSenderVotesForAnotherValue() {
        quorumVotesAndDaveIsSpared();

        say(dave, "vote blue");

        awaitOfDave("vote blue", "vote red");
    }

    /** Before what it may prove false: the core looks at the votes that it has. */
    @Test
    void voteBeyondAQuorumIsVerifiedWhenItsSenderAnswersForItsVotes() {
        quorumVotesAndDaveIsSpared();

        say(dave, "I never voted");

        awaitOfDave("vote red", "I never voted");
    }

    @Test
    void voteIsVerifiedWhileOwnVoteIsMissing() {
        for (TestMember each : List.of(alice, carol, dave)) say(each, "vote red");

        await().until(() -> bob.talk.received.size() == 3);
        assertThat(counted(bob, dave, "spare")).isZero();
    }

    /** HOST-2: of a later view: parked, and tried again when that view is in force. */
    @Test
    void messageOfALaterViewWaitsForThatView() {
        ViewRecord next = Views.after(Views.first(), 1);
        alice.talk.tellCore(core -> {
            core.enter(next);
            core.tell(bob.id, Word.signed("early", 1));
            core.tell(bob.id, Word.signed("now", 0));
        });
        await().until(() -> counted(bob, alice, "parked") == 1 && bob.talk.received.size() == 1);

        bob.talk.tellCore(core -> core.enter(next));

        await().until(() -> bob.talk.received.size() == 2);
        assertThat(bob.talk.received).extracting(it -> it.message().text()).containsExactly("now", "early");
    }

    /** HOST-2: of an earlier view: under the record of that view, whose keys are others. */
    @Test
    void messageOfAnEarlierViewIsVerifiedUnderItsOwnRecord() {
        bob.talk.tellCore(core -> core.enter(Views.after(Views.first(), 1)));
        await().until(() -> bob.transport.installed.contains(1L));

        alice.talk.tellCore(core -> core.tell(bob.id, Word.signed("straggler", 0)));

        await().until(() -> bob.talk.received.size() == 1);
    }

    @Test
    void messagesOfTheExcludedAreNotTaken() {
        bob.talk.tellCore(core -> core.enter(Views.after(Views.first(), 1, alice.id)));
        await().until(() -> bob.transport.installed.contains(1L));

        inject(alice, bob, Word.plain("excluded"));
        for (int i = 0; i < 100; i++) inject(carol, bob, Word.plain("seated"));

        await().until(() -> bob.talk.received.size() >= 100);
        assertThat(bob.talk.received).extracting(it -> it.sender()).containsOnly(carol.id);
        assertThat(bob.runtime().strangers()).isEqualTo(1);
    }

    /** AD-6: an invalid signature counts against the sender of the channel, never against the claimed signer. */
    @Test
    void forgedStatementCountsAgainstWhoSentIt() {
        for (int i = 0; i < 3; i++) inject(alice, bob, carrying(forged(carol.id)));

        await().until(() -> counted(bob, alice, "refuted") == 3);
        assertThat(counted(bob, carol, "refuted")).isZero();
        assertThat(bob.talk.received).isEmpty();
        await().until(() -> bob.talk.heard.stream().anyMatch(Garbled.class::isInstance));
        assertThat(bob.talk.heard)
                .filteredOn(Garbled.class::isInstance)
                .singleElement()
                .satisfies(it -> assertThat(((Garbled) it).member()).isEqualTo(alice.id));
    }

    private static Claim.SignedBy forged(MemberId signer) {
        return statement(signer, "never said", Signature.fromBytes(new byte[Signature.LENGTH]));
    }

    /** AD-10: what a peer has signed around a claim that fails may convict it; the core is shown one such message at a time. */
    @Test
    void claimThatDoesNotHoldComesToTheCoreAndNotAsAFlood() {
        CountDownLatch busy = bob.blockLoop();
        for (int i = 0; i < 10; i++) inject(alice, bob, carrying(said(carol.id, "said"), forged(carol.id)));
        await().until(() -> counted(bob, alice, "refuted") == 10);
        busy.countDown();

        await().until(() -> !bob.talk.refuted.isEmpty());
        inject(alice, bob, carrying(said(carol.id, "said")));
        await().until(() -> bob.talk.received.size() == 1); // after all that came before in this lane
        assertThat(bob.talk.refuted).hasSizeLessThanOrEqualTo(2).containsOnly(forged(carol.id));
    }

    /** Nobody has signed that message, so nothing in it convicts anyone. */
    @Test
    void signatureOfAnotherKeyIsRefused() {
        Word word = Word.signed("I am alice", 0);
        byte[] statement = codec.header(word).get().statement(codec.statementBody(word));
        Signature ofCarol = TestKeys.signature(TestKeys.statementKey(carol.id), statement);

        injectFrame(alice, bob, new Frame(word.lane(), codec.encode(word), Optional.of(ofCarol)));

        await().until(() -> counted(bob, alice, "refuted") == 1);
        inject(alice, bob, carrying(forged(carol.id)));
        await().until(() -> !bob.talk.refuted.isEmpty());
        assertThat(bob.talk.refuted).containsExactly(forged(carol.id));
    }

    @Test
    void bytesThatAreNoMessageAreCountedAndHarmNothing() {
        Word signed = Word.signed("unsigned", 0);
        alice.transport.inject(bob.id, TALK.ID, new byte[] {3});
        alice.transport.inject(bob.id, TALK.ID, new byte[] {0, 1, 2});
        alice.transport.inject(bob.id, TALK.ID, new byte[] {(byte) 0x80, 1});
        injectFrame(alice, bob, new Frame(signed.lane(), codec.encode(signed), Optional.empty()));
        injectFrame(
                alice,
                bob,
                new Frame(MessageCodec.Lane.CONTROL, codec.encode(Word.body("wrong lane")), Optional.empty()));
        injectFrame(alice, bob, new Frame(MessageCodec.Lane.CONTROL, new byte[Intake.MOST_FRAME], Optional.empty()));
        inject(alice, bob, Word.plain("sound"));

        await().until(() -> bob.talk.received.size() == 1);
        await().until(() -> counted(bob, alice, "malformed") == 6);
    }

    /** A codec that throws what it should not is our bug; it must not be a way to stop every member with one message. */
    @Test
    void codecThatThrowsDoesNotStopTheMember() {
        inject(alice, bob, Word.plain("trap"));
        inject(alice, bob, Word.plain("sound"));

        await().until(() -> bob.talk.received.size() == 1);
        assertThat(counted(bob, alice, "malformed")).isEqualTo(1);
        assertThat(bob.runtime().halted()).isFalse();
    }

    @Test
    void statementRelayedBySeveralIsVerifiedOnce() {
        Claim.SignedBy said = said(carol.id, "once");

        inject(alice, bob, carrying(said));
        await().until(() -> bob.talk.received.size() == 1);
        inject(carol, bob, carrying(said));
        inject(carol, bob, carrying(said));

        await().until(() -> bob.talk.received.size() == 3);
        assertThat(bob.verifier.asked()).isEqualTo(1);
    }

    /** SICP-13: relayed one by one, as in a certificate, or from several members: one signature was made, one is verified. */
    @Test
    void sixtyFourStatementsOfOneBatchCostOneVerification() {
        List<Claim.SignedBy> votes = saidTogether(carol.id, 64);

        for (Claim.SignedBy vote : votes.subList(0, 32)) inject(carol, bob, carrying(vote));
        await().until(() -> bob.talk.received.size() == 32);
        inject(alice, bob, new Word("certificate", -1, MessageCodec.Lane.CONTROL, votes));
        await().until(() -> bob.talk.received.size() == 33);

        assertThat(bob.verifier.asked()).isEqualTo(1);
        assertThat(counted(bob, alice, "refuted") + counted(bob, carol, "refuted"))
                .isZero();
    }

    /** A path under a root that is remembered is computed all the same. */
    @Test
    void statementOutsideTheBatchWhoseRootIsKnownIsRefuted() {
        List<Claim.SignedBy> votes = saidTogether(carol.id, 4);
        inject(carol, bob, carrying(votes.get(0)));
        await().until(() -> bob.talk.received.size() == 1);

        inject(
                alice,
                bob,
                carrying(statement(carol.id, "never said", votes.get(0).signature())));
        inject(
                alice,
                bob,
                carrying(statement(carol.id, "statement 1", votes.get(2).signature())));

        await().until(() -> counted(bob, alice, "refuted") == 2);
        assertThat(bob.talk.received).hasSize(1);
    }

    /** HOST-1: a message with many claims is verified in turns, so that it keeps nobody waiting. */
    @Test
    void messageOfManyClaimsDoesNotKeepOthersWaiting() {
        List<Claim.SignedBy> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) many.add(said(carol.id, "statement " + i));
        bob.verifier.beforeEach = number -> {
            if (number == 10) inject(carol, bob, Word.body("short"));
            if (number == 150) await().until(() -> bob.talk.received.size() == 1);
        };

        inject(alice, bob, new Word("long", -1, MessageCodec.Lane.BODIES, many));

        await().until(() -> bob.talk.received.size() == 2);
        assertThat(bob.talk.received).extracting(it -> it.message().text()).containsExactly("short", "long");
    }

    private static Claim.SignedBy said(MemberId signer, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return statement(signer, text, TestKeys.signature(TestKeys.statementKey(signer), header().statement(body)));
    }

    private static List<Claim.SignedBy> saidTogether(MemberId signer, int count) {
        List<byte[]> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            statements.add(header().statement(("statement " + i).getBytes(StandardCharsets.UTF_8)));
        }
        List<Signature> signatures = TestKeys.signatures(TestKeys.statementKey(signer), statements);
        List<Claim.SignedBy> claims = new ArrayList<>();
        for (int i = 0; i < count; i++) claims.add(statement(signer, "statement " + i, signatures.get(i)));
        return claims;
    }

    private static Claim.SignedBy statement(MemberId signer, String body, Signature signature) {
        return new Claim.SignedBy(Principal.of(signer), header(), body.getBytes(StandardCharsets.UTF_8), signature);
    }

    private static StatementHeader header() {
        return new StatementHeader.ViewBound(LoopbackTransport.life(), 0, 0, 0, StatementTypes.TEST);
    }

    private static Word carrying(Claim.SignedBy... statements) {
        return new Word("relay", -1, MessageCodec.Lane.VOTES, List.of(statements));
    }

    private void inject(TestMember from, TestMember to, Word word) {
        injectFrame(from, to, new Frame(word.lane(), codec.encode(word), Optional.empty()));
    }

    private static void injectFrame(TestMember from, TestMember to, Frame frame) {
        from.transport.inject(to.id, TALK.ID, frame.encode());
    }

    /** How many messages of peers no verifier has finished. */
    private static int waiting(TestMember at) {
        return at.runtime().depths().get(2);
    }

    private static long counted(TestMember at, TestMember peer, String what) {
        return at.runtime()
                .peerCounters()
                .getOrDefault(peer.id.name(), java.util.Map.of())
                .getOrDefault(what, 0L);
    }
}
