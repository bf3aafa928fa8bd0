package org.testudo.gacp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.gacp.client.PaperGroup.bytes;
import static org.testudo.gacp.client.PaperGroup.member;
import static org.testudo.gacp.client.PaperGroup.members;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.gacp.core.Rejection;
import org.testudo.gacp.core.Reply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/** CA-3 to CA-6, CA-8: what a client sends to whom and when, without network, clock or thread. */
class ClientEngineTest {
    private static final long MS = Duration.ofMillis(1).toNanos();
    private static final long NEVER = Long.MAX_VALUE;

    private record Sent(MemberId to, Request request) {}

    private record Hello(MemberId to, Digest life, long session, byte[] nonce, long view) {}

    private final PaperGroup group = new PaperGroup();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Hello> hellos = new ArrayList<>();
    private final List<MemberId> chainAsked = new ArrayList<>();
    private final ClientCounters counters = new ClientCounters();
    private long sessions = 4;
    private int nonces;
    private final ClientEngine engine = engine(4);
    private ViewRecord view = group.first();

    private ClientEngine engine(int outstanding) {
        Links links = new Links() {
            @Override
            public void hello(MemberId to, Digest life, long session, byte[] nonce, long head) {
                hellos.add(new Hello(to, life, session, nonce, head));
            }

            @Override
            public void request(MemberId to, byte[] signed) {
                sent.add(new Sent(to, read(signed)));
            }

            @Override
            public void query(MemberId to, long number, byte[] body) {}

            @Override
            public void chain(MemberId to, long after) {
                chainAsked.add(to);
            }
        };
        ClientSettings settings = new ClientSettings(
                Duration.ofSeconds(10),
                outstanding,
                100,
                1 << 20,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        ClientEngine made = new ClientEngine(
                group.identity(),
                settings,
                members(),
                new ClientEngine.Surroundings(
                        links, ClientListener.none(), counters, Runnable::run, () -> sessions++, this::nonce));
        made.chain(member(0), List.of(group.beginning()), false, 0);
        return made;
    }

    private byte[] nonce() {
        return bytes("nonce number " + String.format("%04d", nonces++));
    }

    private Request read(byte[] signed) {
        try {
            Signed<Request> read = WireReader.whole(signed, in -> Request.readSigned(in, Lives.only(group.life)));
            assertThat(group.verifier.verify(
                            group.clientKeys.key(),
                            read.header().statement(read.message().signedBody()),
                            read.signature()))
                    .isTrue();
            return read.message();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** The session is number 4, so member 0 is the first contact. */
    private void openSession() {
        for (MemberId each : members()) engine.connected(each, 0);
        confirmAll(0);
        engine.invoke(new Operation(RequestClass.APPLICATION, bytes("first"), NEVER), 0);
        answer("", 0, 1);
        answer("done", 0, 1);
        sent.clear();
    }

    private void confirmAll(long now) {
        byte[] nonce = hellos.get(hellos.size() - 1).nonce();
        for (int seat : PaperGroup.ALL) {
            if (view.seats().get(seat).isPresent())
                engine.confirmation(member(seat), group.confirm(view, seat, nonce), now);
        }
    }

    private void answer(String result, int... seats) {
        Request last = sent.get(sent.size() - 1).request();
        for (int seat : seats) engine.reply(member(seat), group.reply(view, seat, last, result), MS);
    }

    private Operation invoke(String text, long deadline, long now) {
        Operation operation = new Operation(RequestClass.APPLICATION, bytes(text), deadline);
        engine.invoke(operation, now);
        return operation;
    }

    @Test
    void theFirstOperationOpensASessionFirst() {
        engine.connected(member(0), 0);
        confirmAll(0);

        invoke("a", NEVER, 0);

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).request().opensSession()).isTrue();
        assertThat(sent.get(0).request().body()).isEqualTo(bytes("card"));
    }

    @Test
    void operationsGoToOneContactWithNumbersWithoutGaps() {
        openSession();

        for (int i = 0; i < 3; i++) invoke("op" + i, NEVER, MS);

        assertThat(sent).extracting(each -> each.request().number()).containsExactly(3L, 4L, 5L);
        assertThat(sent).extracting(Sent::to).containsOnly(sent.get(0).to());
    }

    @Test
    void noMoreThanTheWindowIsOnItsWay() {
        openSession();

        for (int i = 0; i < 10; i++) invoke("op" + i, NEVER, MS);
        assertThat(sent).hasSize(4);

        Request head = sent.get(0).request();
        for (int seat : new int[] {1, 2}) engine.reply(member(seat), group.reply(view, seat, head, "done"), 2 * MS);
        assertThat(sent).hasSize(5);
    }

    @Test
    void anAnswerOutOfOrderDoesNotMoveTheWindowPastTheUnanswered() {
        openSession();
        for (int i = 0; i < 10; i++) invoke("op" + i, NEVER, MS);

        Request third = sent.get(2).request();
        for (int seat : new int[] {1, 2}) engine.reply(member(seat), group.reply(view, seat, third, "done"), 2 * MS);

        assertThat(sent).hasSize(4);
    }

    @Test
    void aSilentContactIsLeftAndAllAreAsked() {
        openSession();
        invoke("a", NEVER, MS);
        MemberId silent = sent.get(0).to();

        engine.tick(3_000 * MS);
        assertThat(sent).extracting(Sent::to).hasSize(5).contains(member(0), member(1), member(2), member(3));
        assertThat(sent).extracting(each -> each.request().number()).containsOnly(3L);

        sent.clear();
        invoke("b", NEVER, 3_000 * MS);
        assertThat(sent.get(0).to()).isNotEqualTo(silent);
    }

    @Test
    void attemptsBecomeRarer() {
        openSession();
        invoke("a", NEVER, 0);

        for (long now = 0; now < 20_000; now += 10) engine.tick(now * MS);

        assertThat(sent.size()).isBetween(4 * 15, 4 * 26);
    }

    @Test
    void whatTakesTimeIsDoneWhenItIsDueAndNoClockTicksBetween() {
        openSession();
        Operation told = invoke("a", 4_321 * MS, 0);
        Operation behind = null;
        for (int i = 0; i < 4; i++) behind = invoke("b" + i, 3_000 * MS, 0);

        int ticks = 0;
        long last = 0;
        for (long due = engine.due(last); due < 2_999 * MS; due = engine.due(last)) {
            engine.tick(last = due);
            ticks++;
        }
        assertThat(sent.size()).isBetween(4 + 4 * 4 * 2, 4 + 4 * 4 * 8);
        assertThat(ticks).as("one waits for its turn: every 10 ms").isBetween(290, 330);
        assertThat(behind.future()).isNotDone();
        engine.tick(last = engine.due(last));
        engine.tick(last = engine.due(last));
        assertThat(behind.future()).isCompletedExceptionally();

        ticks = 0;
        for (long due = engine.due(last); !told.future().isDone(); due = engine.due(last)) {
            engine.tick(last = due);
            ticks++;
        }
        assertThat(last).isEqualTo(4_321 * MS);
        assertThat(ticks).isLessThan(160);

        for (ticks = 0; last < 20_000 * MS; ticks++) engine.tick(last = engine.due(last));
        assertThat(ticks).as("what nobody awaits is sent on, ever more rarely").isLessThan(80);
    }

    /** A member may have been too busy to confirm its new view; until another view, or half of the trusting period, nobody asks. */
    @Test
    void confirmationsThatAreLostAreAskedForAgainWithTheSameNonce() {
        openSession();
        ViewRecord next = group.after(view, member(3));
        engine.chain(member(2), List.of(group.certificate(view, next, 0, 1, 2)), false, MS);
        view = next;
        Operation operation = invoke("a", NEVER, MS);
        answer("done", 0, 1, 2);
        assertThat(operation.future()).as("no quorum has confirmed the view").isNotDone();
        int before = hellos.size();
        byte[] nonce = hellos.get(before - 1).nonce();

        engine.tick(engine.due(MS));
        engine.tick(engine.due(MS));

        assertThat(hellos.size()).isGreaterThan(before);
        assertThat(hellos.get(hellos.size() - 1).nonce()).isEqualTo(nonce);
        confirmAll(MS);
        assertThat(operation.future()).isCompleted();
        int asked = hellos.size();
        invoke("b", NEVER, MS);
        engine.tick(engine.due(MS));
        assertThat(hellos).as("whoever trusts asks no more").hasSize(asked);
    }

    @Test
    void aClientThatHasNothingToDoWaitsForItsNextNonce() {
        openSession();

        assertThat(engine.due(MS)).isEqualTo(Duration.ofMinutes(30).toNanos());
    }

    @Test
    void aContactWhoseConnectionBreaksIsReplacedAtOnce() {
        openSession();
        invoke("a", NEVER, MS);
        MemberId contact = sent.get(0).to();
        sent.clear();

        engine.disconnected(contact, "gone", 2 * MS);

        assertThat(sent).extracting(Sent::to).hasSize(3).doesNotContain(contact);
    }

    @Test
    void aMemberThatConnectsLateIsAskedForWhatItMayHaveAnsweredBefore() {
        engine.connected(member(0), 0);
        invoke("a", NEVER, 0);
        sent.clear();

        engine.connected(member(1), MS);

        assertThat(hellos).last().extracting(Hello::to).isEqualTo(member(1));
        assertThat(sent).extracting(Sent::to).containsExactly(member(1));
        assertThat(sent.get(0).request().opensSession()).isTrue();
    }

    @Test
    void noContactHasAClientsOperationsForLong() {
        openSession();
        Set<MemberId> contacts = new LinkedHashSet<>();
        for (int i = 0; i < 2_000; i++) {
            invoke("op" + i, NEVER, MS);
            contacts.add(sent.get(0).to());
            answer("done", 0, 1);
            sent.clear();
        }

        assertThat(contacts).containsExactlyInAnyOrderElementsOf(members());
        assertThat(counters.snapshot().get(ClientCounter.CONTACT_CHANGES)).isZero();
    }

    @Test
    void nothingIsBelievedBeforeAQuorumConfirmsTheView() {
        for (MemberId each : members()) engine.connected(each, 0);
        Operation operation = invoke("a", NEVER, 0);
        answer("", 0, 1, 2, 3);
        assertThat(sent).hasSize(1);

        confirmAll(MS);

        assertThat(sent).hasSize(2);
        answer("done", 0, 1);
        assertThat(operation.future())
                .isCompletedWithValueMatching(
                        it -> new String(it, java.nio.charset.StandardCharsets.UTF_8).equals("done"));
    }

    @Test
    void aLyingMinorityChangesNothingAndIsCounted() {
        openSession();
        Operation operation = invoke("a", NEVER, MS);

        answer("lie", 0);
        assertThat(operation.future()).isNotDone();
        answer("done", 1, 2);

        assertThat(operation.future()).isCompletedWithValue(operation.future().join());
        assertThat(operation.future().join()).isEqualTo(bytes("done"));
        assertThat(counters.snapshot().get(ClientCounter.CONTRADICTIONS)).isEqualTo(1);
    }

    @Test
    void aContactThatLiesIsLeft() {
        openSession();
        invoke("a", NEVER, MS);
        MemberId contact = sent.get(0).to();
        int seat = members().indexOf(contact);

        answer("lie", seat);
        answer("done", (seat + 1) % 4, (seat + 2) % 4);
        sent.clear();
        invoke("b", NEVER, 2 * MS);

        assertThat(sent.get(0).to()).isNotEqualTo(contact);
    }

    @Test
    void aFailedOperationIsAnErrorWithItsText() {
        openSession();
        Operation operation = invoke("a", NEVER, MS);
        Reply reply = Reply.to(sent.get(0).request(), 9, true, bytes("no such account"));

        for (int seat : new int[] {0, 1})
            engine.reply(member(seat), group.reply(view, seat, reply, bytes("no such account")), MS);

        assertThatThrownBy(operation.future()::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(OperationFailedException.class)
                .hasMessage("the operation failed: no such account");
    }

    @Test
    void aResultOfWhichOnlyTheDigestIsKeptIsAnErrorThatSaysSo() {
        openSession();
        Operation operation = invoke("a", NEVER, MS);
        Reply reply = Reply.to(sent.get(0).request(), 9, false, bytes("long"));

        giveDigests(reply);
        assertThat(operation.future()).isNotDone();
        engine.tick(3_000 * MS);
        engine.tick(6_000 * MS);
        giveDigests(reply);

        assertThatThrownBy(operation.future()::get).cause().hasMessageContaining("executed the operation in slot 9");
    }

    private void giveDigests(Reply reply) {
        for (int seat : new int[] {0, 1}) {
            SignedReply whole = group.reply(view, seat, reply, bytes("long"));
            engine.reply(member(seat), new SignedReply(1, reply, whole.signature(), Optional.empty()), MS);
        }
    }

    @Test
    void aNewViewIsLearntFromItsCertificateAndUnansweredOperationsAreAskedAgain() {
        openSession();
        Operation operation = invoke("a", NEVER, MS);
        answer("done", 0);
        ViewRecord next = group.after(view, member(3));

        engine.chain(member(2), List.of(group.certificate(view, next, 0, 1, 2)), false, 2 * MS);
        view = next;
        assertThat(engine.view().id()).isEqualTo(2);
        assertThat(sent).extracting(Sent::to).hasSize(4).doesNotContainSubsequence(member(3), member(3));

        confirmAll(2 * MS);
        answer("done", 0);
        assertThat(operation.future()).isNotDone();
        answer("done", 1);
        assertThat(operation.future()).isDone();
    }

    @Test
    void anUnprovedViewIsCountedAndChangesNothing() {
        openSession();
        ViewRecord next = group.after(view, member(3));

        engine.chain(member(2), List.of(group.certificate(view, next, 0, 1)), false, 2 * MS);

        assertThat(engine.view().id()).isEqualTo(1);
        assertThat(counters.snapshot().get(ClientCounter.UNPROVED_VIEWS)).isEqualTo(1);
    }

    @Test
    void wordOfAHigherViewMakesTheClientAskForTheChainButNotTooOften() {
        openSession();
        ViewRecord next = group.after(view);
        byte[] nonce = hellos.get(0).nonce();

        for (int i = 0; i < 100; i++) engine.confirmation(member(1), group.confirm(next, 1, nonce), MS);

        assertThat(chainAsked).containsExactly(member(1));
    }

    @Test
    void aMemberThatIsOutIsNotAskedAnyMore() {
        openSession();
        ViewRecord next = group.after(view, member(0), member(1));
        engine.chain(member(2), List.of(group.certificate(view, next, 0, 1, 2)), false, MS);

        for (int i = 0; i < 4; i++) invoke("op" + i, NEVER, MS);
        engine.tick(3_000 * MS);

        assertThat(sent).extracting(Sent::to).containsOnly(member(2), member(3));
    }

    @Test
    void atItsDeadlineTheCallerIsToldWhyAndTheNumberIsFilledAllTheSame() {
        openSession();
        Operation operation = invoke("a", 500 * MS, MS);
        engine.refused(sent.get(0).to(), Rejection.NOT_IN_SERVICE, 3, "the log is full", 2 * MS);

        engine.tick(500 * MS);
        assertThatThrownBy(operation.future()::get)
                .cause()
                .isInstanceOfSatisfying(
                        NoAnswerException.class,
                        it -> assertThat(it.perhapsExecuted()).isTrue())
                .hasMessageContaining("NOT_IN_SERVICE the log is full")
                .hasMessageContaining("4 of 4 members connected, view 1");

        sent.clear();
        engine.tick(5_000 * MS);
        assertThat(sent).extracting(each -> each.request().number()).containsOnly(3L);
    }

    @Test
    void anOperationThatWasNeverSentIsKnownNotToBeExecuted() {
        Operation operation = invoke("a", 500 * MS, 0);

        engine.tick(500 * MS);

        assertThatThrownBy(operation.future()::get)
                .cause()
                .isInstanceOfSatisfying(
                        NoAnswerException.class,
                        it -> assertThat(it.perhapsExecuted()).isFalse())
                .hasMessageContaining("0 of 4 members connected");
    }

    @Test
    void aSessionThatAQuorumNoLongerKnowsIsGivenUpAtTheDeadlineAndAnotherIsOpened() {
        openSession();
        Operation operation = invoke("a", 500 * MS, MS);
        for (int seat : new int[] {0, 1, 2})
            engine.refused(member(seat), Rejection.UNKNOWN_SESSION, 3, "closed", 2 * MS);

        engine.tick(500 * MS);
        assertThat(operation.future()).isCompletedExceptionally();
        sent.clear();
        invoke("b", NEVER, 501 * MS);

        assertThat(sent.get(0).request().opensSession()).isTrue();
        assertThat(sent.get(0).request().origin().incarnation()).isEqualTo(5);
    }

    @Test
    void fewerThanAQuorumCannotTalkASessionAway() {
        openSession();
        invoke("a", 500 * MS, MS);
        for (int seat : new int[] {0, 1}) engine.refused(member(seat), Rejection.UNKNOWN_SESSION, 3, "closed", 2 * MS);

        engine.tick(500 * MS);
        sent.clear();
        invoke("b", NEVER, 501 * MS);

        assertThat(sent.get(0).request().number()).isEqualTo(4);
    }

    @Test
    void aGroupThatOpensNoSessionFailsWhatWaitsForIt() {
        for (MemberId each : members()) engine.connected(each, 0);
        confirmAll(0);
        Operation operation = invoke("a", NEVER, 0);
        Reply refusal = Reply.to(sent.get(0).request(), 2, true, bytes("too many"));

        for (int seat : new int[] {0, 1})
            engine.reply(member(seat), group.reply(view, seat, refusal, bytes("too many")), MS);

        assertThatThrownBy(operation.future()::get).cause().hasMessageContaining("opens no session: too many");
    }

    @Test
    void repliesToAnotherSessionAreIgnored() {
        openSession();
        Operation operation = invoke("a", NEVER, MS);
        Request elsewhere = group.operation(77, 3, "a");

        for (int seat : PaperGroup.ALL) engine.reply(member(seat), group.reply(view, seat, elsewhere, "lie"), MS);

        assertThat(operation.future()).isNotDone();
    }

    @Test
    void theNonceIsRenewedWithinTheTrustingPeriod() {
        openSession();
        int before = hellos.size();

        engine.tick(Duration.ofMinutes(31).toNanos());

        assertThat(hellos).hasSize(before + 4);
        assertThat(hellos.get(before).nonce()).isNotEqualTo(hellos.get(0).nonce());
        assertThat(hellos.get(before).session()).isEqualTo(4);
    }

    @Test
    void closingEndsTheSessionAfterWhatWasInvokedBefore() {
        openSession();
        invoke("a", NEVER, MS);

        Operation closing = engine.closing(NEVER, MS).orElseThrow();

        Request last = sent.get(1).request();
        assertThat(last.kind()).isEqualTo(RequestClass.SESSION);
        assertThat(last.number()).isEqualTo(4);
        assertThat(last.body()).isEmpty();
        answer("", 0, 1);
        assertThat(closing.future()).isDone();
    }

    @Test
    void whoWaitsWhenTheClientIsClosedIsTold() {
        openSession();
        Operation operation = invoke("a", NEVER, MS);

        engine.shutDown();

        assertThatThrownBy(operation.future()::get).cause().hasMessageContaining("the client was closed");
    }

    /** GM-21: a member may serve a life that is over; until a quorum has confirmed it, f+1 others are believed. */
    @Test
    void chainOfAFormerLifeIsGivenUpWhenOneCorrectMemberSaysSo() {
        for (MemberId each : members()) engine.connected(each, 0);
        hellos.clear();

        engine.refused(member(1), Rejection.WRONG_LIFE, 0, "this is life 7", MS);
        assertThat(engine.view().id()).as("one may lie").isEqualTo(1);
        engine.refused(member(1), Rejection.WRONG_LIFE, 0, "this is life 7", MS);
        assertThat(engine.view().id()).as("one is one").isEqualTo(1);
        engine.refused(member(2), Rejection.WRONG_LIFE, 0, "this is life 7", MS);

        assertThat(engine.view().id()).isZero();
        assertThat(hellos).hasSize(4).allMatch(hello -> hello.life().equals(Digest.ZERO));
        engine.chain(member(0), List.of(group.beginning()), false, MS);
        assertThat(engine.view().id()).as("who misled is not followed again").isZero();
        engine.chain(member(3), List.of(group.beginning()), false, MS);
        assertThat(engine.view().id()).isEqualTo(1);
    }

    /** CA-8: what was believed once is not exchanged for another life behind the caller's back. */
    @Test
    void lifeThatAQuorumHasConfirmedIsNeverLeft() {
        openSession();
        Operation operation = invoke("a", NEVER, MS);

        engine.refused(member(1), Rejection.WRONG_LIFE, 0, "this is life 7", MS);
        engine.refused(member(2), Rejection.WRONG_LIFE, 0, "this is life 7", MS);

        assertThat(engine.view().id()).isEqualTo(1);
        assertThatThrownBy(operation.future()::get).cause().hasMessageContaining("another life");
    }

    @Test
    void nothingIsSentBeforeTheGroupHasALife() {
        ClientEngine early = engine(4);
        early.refused(member(1), Rejection.WRONG_LIFE, 0, "", 0);
        early.refused(member(2), Rejection.WRONG_LIFE, 0, "", 0);
        for (MemberId each : members()) early.connected(each, 0);
        sent.clear();

        early.invoke(new Operation(RequestClass.APPLICATION, bytes("a"), NEVER), 0);
        assertThat(sent).isEmpty();
        early.chain(member(3), List.of(group.beginning()), false, MS);

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).request().opensSession()).isTrue();
    }
}
