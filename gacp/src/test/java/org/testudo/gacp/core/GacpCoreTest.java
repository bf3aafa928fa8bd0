package org.testudo.gacp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.Offered;
import org.testudo.kernel.notice.QueryDone;
import org.testudo.kernel.notice.QueryDue;
import org.testudo.kernel.notice.ReadAsked;
import org.testudo.kernel.notice.ReadReady;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.WireWriter;

/** CA-3, CA-4, AB-22: what is taken of clients, what is answered, and what a hostile client gains. */
class GacpCoreTest {
    private static final GroupLife LIFE = new GroupLife(Digest.ZERO, Digest.ZERO);
    private static final Tick NOW = new Tick(Duration.ZERO, Instant.EPOCH);
    private static final Signature SIGNATURE = Signature.fromBytes(new byte[Signature.LENGTH]);
    private static final Origin ALICE = origin("alice", 1);

    private final GacpCore core = new GacpCore(new GacpLimits(4, 100, 10, 1_000));
    private long slot;

    private static Origin origin(String client, long session) {
        byte[] key = Arrays.copyOf(client.getBytes(StandardCharsets.UTF_8), StatementKey.LENGTH);
        return new Origin(new Principal(Principal.Kind.CLIENT, client), StatementKey.fromBytes(key), session);
    }

    private static Request operation(Origin client, long number, String text) {
        return new Request(client, number, RequestClass.APPLICATION, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Request opening(Origin client) {
        byte[] card = WireWriter.bytes(new CertificateSerials(BigInteger.TEN, Optional.empty())::write);
        return new Request(client, 1, RequestClass.SESSION, card);
    }

    private static Request closing(Origin client, long number) {
        return new Request(client, number, RequestClass.SESSION, new byte[0]);
    }

    private static Signed<Request> signed(Request request) {
        return request.signed(Lives.only(LIFE), SIGNATURE);
    }

    private List<Action<GacpMessage>> offer(Request request) {
        return core.on(NOW, new Event.Noticed<>(new Offered(signed(request))));
    }

    private List<Action<GacpMessage>> deliver(Request... requests) {
        return core.on(NOW, new Event.Delivered<>(slotOf(requests)));
    }

    private SlotDelivery slotOf(Request... requests) {
        return new SlotDelivery(++slot, 0, 0, Instant.EPOCH, Digest.ZERO, List.of(requests));
    }

    private List<Action<GacpMessage>> execute(Request request, String result) {
        Executed.Answer answer = new Executed.Answer(request, result.getBytes(StandardCharsets.UTF_8), false);
        return core.on(NOW, new Event.Noticed<>(new Executed(slot, List.of(answer))));
    }

    private void open(Origin client) {
        deliver(opening(client));
    }

    private void openAndDo(Origin client, int operations) {
        open(client);
        for (int number = 2; number < 2 + operations; number++) {
            deliver(operation(client, number, "op" + number));
            execute(operation(client, number, "op" + number), "done" + number);
        }
    }

    private static Rejection whyRejected(List<Action<GacpMessage>> actions) {
        return notices(actions, Rejected.class).get(0).why();
    }

    private static <N extends Notice> List<N> notices(List<Action<GacpMessage>> actions, Class<N> type) {
        List<N> notices = new ArrayList<>();
        for (Action<GacpMessage> each : actions) {
            if (each instanceof Action.Announce<GacpMessage> it && type.isInstance(it.notice()))
                notices.add(type.cast(it.notice()));
        }
        return notices;
    }

    @Test
    void theFirstRequestOpensASessionAndIsOrdered() {
        assertThat(offer(opening(ALICE)))
                .containsExactly(new Action.Submit<>(new Payload.Relayed(signed(opening(ALICE)))));
    }

    @Test
    void theOpeningIsAcknowledgedWhereItIsDelivered() {
        List<Action<GacpMessage>> actions = deliver(opening(ALICE));

        Answered answer = notices(actions, Answered.class).get(0);
        assertThat(answer.reply().number()).isEqualTo(1);
        assertThat(answer.reply().failed()).isFalse();
        assertThat(answer.reply().operation()).isEqualTo(opening(ALICE).digest());
    }

    @Test
    void whatIsDeliveredGoesUpUnchanged() {
        open(ALICE);
        SlotDelivery delivery = slotOf(operation(ALICE, 2, "a"));

        assertThat(core.on(NOW, new Event.Delivered<>(delivery))).containsExactly(new Action.Deliver<>(delivery));
    }

    @Test
    void anOperationIsAnsweredWhenItIsExecutedWithItsSlotAndTheDigestOfItsResult() {
        open(ALICE);
        Request operation = operation(ALICE, 2, "a");
        deliver(operation);

        Answered answer = notices(execute(operation, "done"), Answered.class).get(0);

        assertThat(answer.reply()).isEqualTo(Reply.to(operation, slot, false, "done".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer.result()).contains("done".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aRepeatedRequestIsAnsweredFromTheTableAndNotOrderedAgain() {
        openAndDo(ALICE, 1);

        List<Action<GacpMessage>> actions = offer(operation(ALICE, 2, "op2"));

        assertThat(actions).hasSize(1);
        assertThat(notices(actions, Answered.class).get(0).reply().slot()).isEqualTo(2);
    }

    @Test
    void aRepeatedRequestThatIsBeingExecutedNeedsNothing() {
        open(ALICE);
        deliver(operation(ALICE, 2, "a"));

        assertThat(offer(operation(ALICE, 2, "a"))).isEmpty();
    }

    @Test
    void anotherRequestUnderAUsedNumberIsRefused() {
        openAndDo(ALICE, 1);
        deliver(operation(ALICE, 3, "a"));

        assertThat(whyRejected(offer(operation(ALICE, 2, "other")))).isEqualTo(Rejection.CONFLICTING);
        assertThat(whyRejected(offer(operation(ALICE, 3, "other")))).isEqualTo(Rejection.CONFLICTING);
    }

    @Test
    void asManyAnswersAreKeptAsMayBeOutstanding() {
        openAndDo(ALICE, 6);

        assertThat(whyRejected(offer(operation(ALICE, 3, "op3")))).isEqualTo(Rejection.FORGOTTEN);
        assertThat(notices(offer(operation(ALICE, 4, "op4")), Answered.class)).hasSize(1);
        assertThat(notices(offer(operation(ALICE, 7, "op7")), Answered.class)).hasSize(1);
    }

    @Test
    void numbersFarAheadAreRefused() {
        open(ALICE);

        assertThat(offer(operation(ALICE, 9, "a"))).hasSize(1).first().isInstanceOf(Action.Submit.class);
        assertThat(whyRejected(offer(operation(ALICE, 10, "a")))).isEqualTo(Rejection.OUTSIDE_WINDOW);
        assertThat(whyRejected(offer(operation(ALICE, Long.MAX_VALUE, "a")))).isEqualTo(Rejection.OUTSIDE_WINDOW);
    }

    @Test
    void anUnknownSessionIsRefusedNeverStarted() {
        assertThat(whyRejected(offer(operation(ALICE, 2, "a")))).isEqualTo(Rejection.UNKNOWN_SESSION);
        open(ALICE);
        assertThat(whyRejected(offer(operation(origin("alice", 2), 2, "a")))).isEqualTo(Rejection.UNKNOWN_SESSION);
    }

    @Test
    void aSessionOfTheSameNumberUnderAnotherKeyIsAnother() {
        open(ALICE);
        Origin thief = new Origin(ALICE.principal(), StatementKey.fromBytes(new byte[StatementKey.LENGTH]), 1);

        assertThat(whyRejected(offer(operation(thief, 2, "a")))).isEqualTo(Rejection.UNKNOWN_SESSION);
    }

    @Test
    void clientsSendNoCommandsAndNobodyElseUsesTheirPort() {
        open(ALICE);
        Request command = new Request(ALICE, 2, RequestClass.CONTROL, new byte[] {1});
        Origin member = Origin.of(new MemberId("bob"), ALICE.key(), 1);
        Origin sensor = new Origin(new Principal(Principal.Kind.SENSOR, "eye"), ALICE.key(), 1);

        assertThat(whyRejected(offer(command))).isEqualTo(Rejection.MALFORMED);
        assertThat(whyRejected(offer(operation(member, 2, "a")))).isEqualTo(Rejection.MALFORMED);
        assertThat(whyRejected(offer(operation(sensor, 2, "a")))).isEqualTo(Rejection.MALFORMED);
    }

    @Test
    void requestsThatNeitherOpenNorCloseASessionAreNone() {
        open(ALICE);

        assertThat(whyRejected(offer(operation(ALICE, 1, "a")))).isEqualTo(Rejection.MALFORMED);
        assertThat(whyRejected(offer(new Request(ALICE, 1, RequestClass.SESSION, new byte[0]))))
                .isEqualTo(Rejection.MALFORMED);
        assertThat(whyRejected(offer(new Request(ALICE, 2, RequestClass.SESSION, new byte[] {1}))))
                .isEqualTo(Rejection.MALFORMED);
    }

    /** SICP-11: the ordering passes over it in silence, so the client is told here why. */
    @Test
    void openingsThatTheOrderingWouldPassOverAreRefused() {
        open(ALICE);
        Revocation entry = new Revocation(BigInteger.TEN, Optional.empty());
        core.on(NOW, new Event.Noticed<>(new RevocationsInForce(slot, new RevocationList(1, List.of(entry)))));

        assertThat(whyRejected(offer(opening(origin("bob", 1))))).isEqualTo(Rejection.BAD_SIGNATURE);
        assertThat(whyRejected(offer(operation(ALICE, 2, "a")))).isEqualTo(Rejection.UNKNOWN_SESSION);
        Request noCard = new Request(origin("bob", 1), 1, RequestClass.SESSION, new byte[] {1});
        assertThat(whyRejected(offer(noCard))).isEqualTo(Rejection.BAD_SIGNATURE);
    }

    @Test
    void bodiesAreBounded() {
        open(ALICE);

        assertThat(offer(operation(ALICE, 2, "x".repeat(100))))
                .hasSize(1)
                .first()
                .isInstanceOf(Action.Submit.class);
        assertThat(whyRejected(offer(operation(ALICE, 2, "x".repeat(101))))).isEqualTo(Rejection.TOO_LARGE);
        assertThat(whyRejected(
                        offer(new Request(origin("bob", 1), 1, RequestClass.SESSION, new byte[GacpCore.MAX_CARD + 1]))))
                .isEqualTo(Rejection.TOO_LARGE);
    }

    @Test
    void atTheBoundOfSessionsThisMemberTakesNoOpening() {
        for (int i = 0; i < 10; i++) open(origin("client" + i, 1));

        assertThat(whyRejected(offer(opening(ALICE)))).isEqualTo(Rejection.LIMITED);
    }

    @Test
    void aClientThatOpensOneTooManyLosesTheSessionUsedLeastLately() {
        for (int i = 1; i <= GacpLimits.SESSIONS_PER_CLIENT; i++) open(origin("alice", i));
        deliver(operation(origin("alice", 1), 2, "used"));
        open(origin("bob", 1));

        open(origin("alice", 1_000));

        assertThat(whyRejected(offer(operation(origin("alice", 2), 2, "a")))).isEqualTo(Rejection.UNKNOWN_SESSION);
        assertThat(offer(operation(origin("alice", 1), 3, "a"))).first().isInstanceOf(Action.Submit.class);
        assertThat(offer(operation(origin("bob", 1), 2, "a"))).first().isInstanceOf(Action.Submit.class);
    }

    @Test
    void closingIsAcknowledgedAndEndsTheSession() {
        openAndDo(ALICE, 1);

        List<Action<GacpMessage>> actions = deliver(closing(ALICE, 3));

        assertThat(notices(actions, Answered.class).get(0).reply().number()).isEqualTo(3);
        assertThat(whyRejected(offer(operation(ALICE, 4, "a")))).isEqualTo(Rejection.UNKNOWN_SESSION);
    }

    @Test
    void closingIsAcknowledgedAfterWhatIsStillBeingExecuted() {
        open(ALICE);
        Request last = operation(ALICE, 2, "a");
        deliver(last);

        assertThat(notices(deliver(closing(ALICE, 3)), Answered.class)).isEmpty();

        assertThat(notices(execute(last, "done"), Answered.class))
                .extracting(answer -> answer.reply().number())
                .containsExactly(2L, 3L);
    }

    @Test
    void operationsOfASessionThatEndedMeanwhileAreAnsweredButNotKept() {
        open(ALICE);
        Request last = operation(ALICE, 2, "a");
        deliver(last);
        for (int i = 2; i <= GacpLimits.SESSIONS_PER_CLIENT + 1; i++) open(origin("alice", i));

        assertThat(notices(execute(last, "done"), Answered.class)).hasSize(1);
        assertThat(whyRejected(offer(last))).isEqualTo(Rejection.UNKNOWN_SESSION);
    }

    @Test
    void ofOldResultsOnlyTheDigestIsKeptOnceTheyTakeTooMuchRoom() {
        openAndDo(ALICE, 1);
        Origin bob = origin("bob", 1);
        open(bob);
        deliver(operation(bob, 2, "b"));
        execute(operation(bob, 2, "b"), "x".repeat(998));

        Answered answer =
                notices(offer(operation(ALICE, 2, "op2")), Answered.class).get(0);
        assertThat(answer.result()).isEmpty();
        assertThat(answer.reply().result()).isEqualTo(Digest.of("done2".getBytes(StandardCharsets.UTF_8)));
        assertThat(notices(offer(operation(bob, 2, "b")), Answered.class).get(0).result())
                .isPresent();
    }

    @Test
    void whileALayerRefusesTheClientIsToldWhyAndTheRequestIsTriedAllTheSame() {
        open(ALICE);
        core.on(NOW, new Event.Noticed<>(new Refused("ordering", "the log is full", "restart the group")));

        List<Action<GacpMessage>> actions = offer(operation(ALICE, 2, "a"));
        assertThat(whyRejected(actions)).isEqualTo(Rejection.NOT_IN_SERVICE);
        assertThat(actions).last().isInstanceOf(Action.Submit.class);

        deliver();
        assertThat(notices(offer(operation(ALICE, 2, "a")), Rejected.class)).isEmpty();
    }

    /** GM-19: neither a delivery nor a state that is given makes a stripped member serve. */
    @Test
    void strippedMemberRefusesClientsUntilItIsToldThatItServesAgain() {
        open(ALICE);
        notice(new ServiceSuspended("to be excluded", OptionalLong.of(1)));
        deliver();
        assertThat(whyRejected(offer(operation(ALICE, 2, "a")))).isEqualTo(Rejection.NOT_IN_SERVICE);

        for (long each = 1; each <= slot; each++) core.on(NOW, new Event.Applied<>(each, Digest.ZERO));
        Snapshot sessions = notices(notice(new CheckpointDue(slot)), StateShare.class)
                .get(0)
                .share();
        TreeMap<String, Snapshot> shares = new TreeMap<>(Map.of(HoldsState.CLIENTS, sessions));
        notice(new StateRestored(++slot, Digest.ZERO, Instant.EPOCH, shares, List.of(), 0));
        assertThat(whyRejected(offer(operation(ALICE, 2, "a")))).isEqualTo(Rejection.NOT_IN_SERVICE);

        notice(new ServiceResumed(1));
        assertThat(notices(offer(operation(ALICE, 2, "a")), Rejected.class)).isEmpty();
    }

    @Test
    void requestsOfMembersPassWithoutAnswersOfThisLayer() {
        Request own =
                new Request(Origin.of(new MemberId("bob"), ALICE.key(), 1), 1, RequestClass.APPLICATION, new byte[3]);

        assertThat(deliver(own)).hasSize(1);
        assertThat(execute(own, "done")).isEmpty();
    }

    private static QueryOffered query(long number, String text) {
        return new QueryOffered(ALICE.principal(), 1, number, text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Action<GacpMessage>> notice(Notice notice) {
        return core.on(NOW, new Event.Noticed<>(notice));
    }

    private long asked(QueryOffered query) {
        return notices(notice(query), ReadAsked.class).get(0).id();
    }

    /** AB-30: "A member answers once it has delivered every slot ...": the ordering says when. */
    @Test
    void aQueryIsAnsweredByTheApplicationOnceTheOrderingSaysSo() {
        long id = asked(query(1, "a?"));
        byte[] yes = "yes".getBytes(StandardCharsets.UTF_8);
        assertThat(notice(new QueryDone(id, yes, false)))
                .as("answered before it may be")
                .isEmpty();

        QueryDue due = notices(notice(new ReadReady(id, 3, 17)), QueryDue.class).get(0);
        assertThat(due.slot()).isEqualTo(17);
        assertThat(due.client()).isEqualTo(ALICE.principal());
        QueryAnswered answered = notices(notice(new QueryDone(id, yes, false)), QueryAnswered.class)
                .get(0);

        assertThat(answered.query().number()).isEqualTo(1);
        assertThat(answered.view()).isEqualTo(3);
        assertThat(answered.result()).isEqualTo(yes);
        assertThat(notice(new QueryDone(id, yes, false))).as("answered twice").isEmpty();
        assertThat(notice(new ReadReady(77, 3, 17))).as("of a stranger").isEmpty();
    }

    @Test
    void queriesAreBoundedAndNeedService() {
        QueryRejected large =
                notices(notice(query(1, "x".repeat(101))), QueryRejected.class).get(0);
        assertThat(large.why()).isEqualTo(Rejection.TOO_LARGE);

        for (int i = 1; i <= OpenQueries.MOST_OF_ONE; i++) asked(query(i, "a?"));
        QueryRejected many =
                notices(notice(query(100, "a?")), QueryRejected.class).get(0);
        assertThat(many.why()).isEqualTo(Rejection.LIMITED);
        QueryOffered other = new QueryOffered(origin("bob", 1).principal(), 1, 1, new byte[0]);
        assertThat(notices(notice(other), ReadAsked.class))
                .as("of another client")
                .hasSize(1);

        notice(new Refused("ordering", "the log is full", "restart the group"));
        QueryRejected out = notices(notice(other), QueryRejected.class).get(0);
        assertThat(out.why()).isEqualTo(Rejection.NOT_IN_SERVICE);
    }

    @Test
    void queriesThatNobodyWaitsForAnyMoreMakeRoom() {
        OpenQueries open = new OpenQueries();
        for (int i = 0; i < OpenQueries.MOST_OF_ONE; i++)
            assertThat(open.add(query(i, "a?"), NOW.elapsed())).isPresent();
        assertThat(open.add(query(99, "a?"), NOW.elapsed())).isEmpty();

        assertThat(open.add(query(99, "a?"), OpenQueries.AGE)).isPresent();
        assertThat(open.size()).isEqualTo(1);
    }

    /** The application holds it as well: forgotten here it would be held there without a bound. */
    @Test
    void aQueryThatTheApplicationHasMakesRoomOnlyByItsAnswer() {
        OpenQueries open = new OpenQueries();
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < OpenQueries.MOST_OF_ONE; i++)
            ids.add(open.add(query(i, "a?"), NOW.elapsed()).orElseThrow());
        for (long id : ids) assertThat(open.ready(id, 1)).isPresent();

        assertThat(open.add(query(99, "a?"), OpenQueries.AGE.multipliedBy(2))).isEmpty();

        assertThat(open.remove(ids.get(0))).isPresent();
        assertThat(open.add(query(99, "a?"), OpenQueries.AGE.multipliedBy(2))).isPresent();
        assertThat(open.size()).isEqualTo(OpenQueries.MOST_OF_ONE);
    }

    @Test
    void queriesOfAllClientsAreBoundedInNumberAndBytes() {
        OpenQueries open = new OpenQueries();
        for (int i = 0; i < OpenQueries.MOST; i++) {
            Origin client = origin("client" + i / OpenQueries.MOST_OF_ONE, 1);
            assertThat(open.add(new QueryOffered(client.principal(), 1, i, new byte[1]), NOW.elapsed()))
                    .isPresent();
        }
        assertThat(open.add(query(1, "a?"), NOW.elapsed())).isEmpty();

        OpenQueries large = new OpenQueries();
        byte[] half = new byte[(int) (OpenQueries.MOST_BYTES / 2)];
        for (int i = 0; i < 2; i++) {
            assertThat(large.add(new QueryOffered(ALICE.principal(), 1, i, half), NOW.elapsed()))
                    .isPresent();
        }
        assertThat(large.add(query(1, "a?"), NOW.elapsed())).isEmpty();
    }

    @Test
    void theViewUnderWhichRepliesAreSignedIsAnnounced() {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            founders.add(new Genesis.Founder(new MemberId("m" + i), Digest.ZERO, ALICE.key(), List.of()));
        }
        Quorum quorum = Quorum.of(4, FaultModel.BYZANTINE);
        Genesis genesis = new Genesis("payments", Digest.ZERO, quorum, founders, List.of(), List.of(), new byte[0]);
        ViewRecord view = genesis.firstView(genesis.life("x"));

        assertThat(notices(core.on(NOW, new Event.Installed<>(view)), InForce.class))
                .containsExactly(new InForce(view));
    }
}
