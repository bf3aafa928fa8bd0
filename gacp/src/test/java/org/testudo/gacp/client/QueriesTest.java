package org.testudo.gacp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.gacp.client.PaperGroup.bytes;
import static org.testudo.gacp.client.PaperGroup.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.gacp.core.QueryOffered;
import org.testudo.gacp.core.QueryReply;
import org.testudo.gacp.core.SignedQueryReply;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.ViewRecord;

/** AB-12, AB-30 at the client: "The client needs Q equal results of one view", else the order is asked. */
class QueriesTest {
    private static final long MS = Duration.ofMillis(1).toNanos();
    private static final long SESSION = 9;

    private record Asked(MemberId to, long number) {}

    private final PaperGroup group = new PaperGroup();
    private final ViewChain chain = group.chain();
    private final Freshness freshness = new Freshness(chain, Duration.ofHours(1));
    private final Contacts contacts = new Contacts(PaperGroup.members(), 0);
    private final ClientCounters counters = new ClientCounters();
    private final List<Asked> asked = new ArrayList<>();
    private final List<Query> ordered = new ArrayList<>();
    private final Queries queries;

    QueriesTest() {
        Links links = new Links() {
            @Override
            public void hello(MemberId to, Digest life, long session, byte[] nonce, long view) {}

            @Override
            public void request(MemberId to, byte[] signed) {}

            @Override
            public void query(MemberId to, long number, byte[] body) {
                asked.add(new Asked(to, number));
            }

            @Override
            public void chain(MemberId to, long after) {}
        };
        ClientSettings settings = new ClientSettings(
                Duration.ofSeconds(10),
                4,
                100,
                1 << 20,
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        queries = new Queries(
                new Queries.Ground(chain, freshness, contacts, links, counters, Runnable::run, ordered::add),
                settings,
                SESSION);
        for (MemberId each : PaperGroup.members()) contacts.connected(each);
        trust(group.first());
    }

    private void trust(ViewRecord view) {
        byte[] nonce = bytes("a nonce of sixteen");
        freshness.renew(nonce, 0);
        for (int seat : PaperGroup.ALL) {
            if (view.seats().get(seat).isPresent()) freshness.offer(member(seat), group.confirm(view, seat, nonce));
        }
    }

    private Query ask(String text) {
        Query query = new Query(bytes(text), Long.MAX_VALUE);
        queries.ask(query, 0);
        return query;
    }

    private SignedQueryReply reply(ViewRecord view, int seat, Query query, String result) {
        return reply(view, seat, query, false, result);
    }

    private SignedQueryReply reply(ViewRecord view, int seat, Query query, boolean failed, String result) {
        QueryOffered offered = new QueryOffered(group.client, SESSION, query.number, query.body);
        QueryReply reply = QueryReply.to(offered, failed, bytes(result));
        Signature signature = group.sign(view, seat, QueryReply.header(group.life, view.id()), reply.body());
        return new SignedQueryReply(view.id(), reply, signature, bytes(result));
    }

    private void answer(Query query, String result, int... seats) {
        for (int seat : seats) queries.reply(member(seat), reply(group.first(), seat, query, result), MS);
    }

    @Test
    void allAreAskedAndQuorumOfEqualAnswersIsTheGroups() throws Exception {
        Query query = ask("a?");
        assertThat(asked).extracting(Asked::to).containsExactlyElementsOf(PaperGroup.members());

        answer(query, "yes", 0, 1);
        assertThat(query.future).as("f+1 are not enough").isNotDone();
        answer(query, "yes", 3);

        assertThat(query.future.get()).isEqualTo(bytes("yes"));
        assertThat(ordered).isEmpty();
        assertThat(queries.due(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(counters.snapshot().get(ClientCounter.QUERIES)).isEqualTo(1);
    }

    @Test
    void oneMemberCountsOnceHoweverOftenItAnswers() {
        Query query = ask("a?");

        answer(query, "yes", 0, 0, 0, 1, 1);

        assertThat(query.future).isNotDone();
    }

    @Test
    void answersThatCannotAgreeAnyMoreAreAskedForInTheOrder() {
        Query query = ask("a?");

        answer(query, "old", 0, 1);
        answer(query, "new", 2);
        assertThat(ordered).as("the fourth decides").isEmpty();
        answer(query, "new", 3);

        assertThat(ordered).containsExactly(query);
        assertThat(query.future).isNotDone();
        assertThat(counters.snapshot().get(ClientCounter.QUERIES_ORDERED)).isEqualTo(1);
        answer(query, "old", 2, 3);
        assertThat(query.future).as("too late").isNotDone();
    }

    @Test
    void oneLiarChangesNothing() throws Exception {
        Query query = ask("a?");

        answer(query, "lie", 0);
        answer(query, "yes", 1, 2, 3);

        assertThat(query.future.get()).isEqualTo(bytes("yes"));
    }

    @Test
    void forgedSignatureDoesNotCount() throws Exception {
        Query query = ask("a?");
        SignedQueryReply others = reply(group.first(), 2, query, "yes");

        answer(query, "yes", 0);
        queries.reply(member(1), others, MS); // says what m2 has signed
        answer(query, "yes", 2);
        assertThat(query.future).isNotDone();
        assertThat(counters.snapshot().get(ClientCounter.CONTRADICTIONS)).isEqualTo(1);
        answer(query, "yes", 3);

        assertThat(query.future.get()).isEqualTo(bytes("yes"));
    }

    @Test
    void answerToAnEarlierQuestionIsNone() {
        Query first = ask("a?");
        Query second = ask("a?");

        for (int seat : PaperGroup.ALL) {
            SignedQueryReply signed = reply(group.first(), seat, first, "yes");
            QueryReply old = signed.reply();
            QueryReply passedOff =
                    new QueryReply(old.client(), old.session(), second.number, old.query(), old.failed(), old.result());
            queries.reply(
                    member(seat), new SignedQueryReply(signed.view(), passedOff, signed.signature(), bytes("yes")), MS);
        }

        assertThat(second.future).isNotDone();
        assertThat(first.future).isNotDone();
    }

    @Test
    void resultThatIsNotTheSignedOneIsIgnored() {
        Query query = ask("a?");
        SignedQueryReply signed = reply(group.first(), 0, query, "yes");

        queries.reply(member(0), new SignedQueryReply(1, signed.reply(), signed.signature(), bytes("no")), MS);

        assertThat(counters.snapshot().get(ClientCounter.UNFITTING_REPLIES)).isEqualTo(1);
    }

    @Test
    void twoThatAreSilentAreWaitedForNoLongerThanThePatience() {
        Query query = ask("a?");
        answer(query, "yes", 0, 1);

        queries.tick(300 * MS);
        assertThat(ordered).isEmpty();
        long due = queries.due(300 * MS);
        queries.tick(due - 1);
        assertThat(ordered).isEmpty();
        queries.tick(due);

        assertThat(ordered).containsExactly(query);
        assertThat(due).isBetween(300 * MS, 500 * MS);
    }

    @Test
    void twoThatRefuseOrAreGoneMakeItAQuestionToTheOrderAtOnce() {
        Query query = ask("a?");
        queries.refused(member(0), query.number, MS);
        assertThat(ordered).isEmpty();
        queries.disconnected(member(2), MS);
        assertThat(ordered).containsExactly(query);

        contacts.disconnected(member(1));
        contacts.disconnected(member(2));
        Query next = ask("b?");
        assertThat(ordered).containsExactly(query, next);
    }

    /** Two of the view before and one of this are no quorum: the two may not know what this one does. */
    @Test
    void answersOfTwoViewsDoNotAddUp() throws Exception {
        Query query = ask("a?");
        answer(query, "yes", 0, 1);
        ViewRecord next = group.after(group.first());
        assertThat(chain.extend(group.certificate(group.first(), next, 0, 1, 2)))
                .isTrue();
        trust(next);

        asked.clear();
        queries.viewChanged();
        assertThat(asked).as("all are asked again").hasSize(4);
        queries.reply(member(2), reply(next, 2, query, "yes"), MS);
        answer(query, "yes", 3);
        assertThat(query.future).isNotDone();

        queries.reply(member(0), reply(next, 0, query, "yes"), MS);
        queries.reply(member(1), reply(next, 1, query, "yes"), MS);
        assertThat(query.future.get()).isEqualTo(bytes("yes"));
    }

    @Test
    void nothingIsBelievedBeforeAQuorumConfirmsTheView() throws Exception {
        freshness.renew(bytes("another nonce of 1"), Duration.ofHours(2).toNanos());
        Query query = new Query(bytes("a?"), Long.MAX_VALUE);
        long later = Duration.ofHours(2).toNanos();
        queries.ask(query, later);

        for (int seat : PaperGroup.ALL) queries.reply(member(seat), reply(group.first(), seat, query, "yes"), later);
        assertThat(query.future).isNotDone();

        for (int seat : PaperGroup.ALL) {
            freshness.offer(member(seat), group.confirm(group.first(), seat, bytes("another nonce of 1")));
        }
        queries.decideAll(later);
        assertThat(query.future.get()).isEqualTo(bytes("yes"));
    }

    @Test
    void whatTheApplicationRefusesIsAnAnswerToo() {
        Query query = ask("a?");

        for (int seat : PaperGroup.ALL) {
            queries.reply(member(seat), reply(group.first(), seat, query, true, "no such thing"), MS);
        }

        assertThatThrownBy(() -> query.future.get())
                .hasCauseInstanceOf(OperationFailedException.class)
                .hasMessageContaining("no such thing");
    }

    @Test
    void asManyAreOnTheirWayAsTheSettingsAllow() {
        List<Query> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) all.add(ask("q" + i));
        assertThat(asked).hasSize(4 * 4);

        answer(all.get(0), "yes", 0, 1, 2);

        assertThat(asked).hasSize(5 * 4);
    }

    /** The others may be slow: whoever waits behind them is told at its own deadline. */
    @Test
    void oneThatWaitsIsToldAtItsDeadline() {
        for (int i = 0; i < 4; i++) ask("q" + i);
        Query next = new Query(bytes("next?"), 200 * MS);
        queries.ask(next, 0);

        queries.tick(199 * MS);
        assertThat(next.future).isNotDone();
        queries.tick(200 * MS);

        assertThat(next.future).isCompletedExceptionally();
        assertThatThrownBy(() -> next.future.get())
                .hasCauseInstanceOf(NoAnswerException.class)
                .hasMessageContaining("4 queries of this client were on their way");
        assertThat(counters.snapshot().get(ClientCounter.TIMED_OUT)).isEqualTo(1);
        assertThat(ordered).isEmpty();
    }

    @Test
    void whoWaitsWhenTheClientIsClosedIsTold() {
        Query query = ask("a?");

        queries.fail("the client was closed");

        assertThatThrownBy(() -> query.future.get()).hasCauseInstanceOf(NoAnswerException.class);
        assertThat(queries.due(0)).isEqualTo(Long.MAX_VALUE);
    }
}
