package org.testudo.gacp.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.testudo.api.MemberId;
import org.testudo.gacp.core.QueryReply;
import org.testudo.gacp.core.SignedQueryReply;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewRecord;

/**
 * Questions without a place in the order (AB-12, AB-30): all members are asked, and Q of them, as the seats of one view, must
 * say the same; f+1 would not do, since the other correct ones may know more. When they differ, refuse, or are too few or too
 * slow, the same bytes are asked in the order. Used by one thread.
 */
final class Queries {
    /** What the queries stand on. */
    record Ground(
            ViewChain chain,
            Freshness freshness,
            Contacts contacts,
            Links links,
            ClientCounters counters,
            Executor completions,
            Consumer<Query> order) {}

    private final Ground ground;
    private final RoundTrips roundTrips;
    private final int most;
    private final TreeMap<Long, Query> outstanding = new TreeMap<>();
    private final Deque<Query> waiting = new ArrayDeque<>();
    private long session;
    private long last;

    Queries(Ground ground, ClientSettings settings, long session) {
        this.ground = ground;
        this.roundTrips = new RoundTrips(settings.leastPatience(), settings.mostPatience());
        this.most = settings.maxOutstanding();
        this.session = session;
    }

    /** When one is to be asked in the order; those that wait are looked at now and then. */
    long due(long lastTick) {
        long due = waiting.isEmpty() ? Long.MAX_VALUE : lastTick + ClientLoop.NOW_AND_THEN;
        for (Query each : outstanding.values()) due = Math.min(due, each.patienceEnds);
        return due;
    }

    void ask(Query query, long now) {
        waiting.add(query);
        pump(now);
    }

    private void pump(long now) {
        while (!waiting.isEmpty() && outstanding.size() < most) {
            Query next = waiting.remove();
            if (!next.future.isDone()) begin(next, now);
        }
    }

    private void begin(Query query, long now) {
        query.number = ++last;
        query.digest = Digest.of(query.body);
        query.since = now;
        query.patienceEnds = Math.min(now + roundTrips.patience(1), query.deadline);
        outstanding.put(query.number, query);
        askAll(query);
    }

    /** Under the view at the head; if too few of its seats are connected, the order is asked at once. */
    private void askAll(Query query) {
        query.restart();
        List<MemberId> all =
                ground.chain.head().life().forming() ? List.of() : ground.contacts.all(ground.chain.head());
        query.asked.addAll(all);
        for (MemberId each : all) ground.links.query(each, query.number, query.body);
        if (hopeless(query)) order(query);
    }

    void reply(MemberId from, SignedQueryReply signed, long now) {
        QueryReply reply = signed.reply();
        Query query = reply.session() == session ? outstanding.get(reply.number()) : null;
        if (query == null || !query.asked.contains(from)) return;
        boolean fits =
                reply.query().equals(query.digest) && Digest.of(signed.result()).equals(reply.result());
        if (!fits) {
            ground.counters.count(ClientCounter.UNFITTING_REPLIES);
            return;
        }
        if (signed.view() < ground.chain.head().id()) return; // it answers again, or it is as if it had not
        query.replies.put(from, signed);
        query.verified.remove(from);
        decide(query, now);
        pump(now);
    }

    /** One that does not answer is one fewer that can agree. */
    void refused(MemberId from, long number, long now) {
        Query query = outstanding.get(number);
        if (query == null) return;
        query.without(from);
        if (hopeless(query)) order(query);
        pump(now);
    }

    void disconnected(MemberId member, long now) {
        for (Query each : List.copyOf(outstanding.values())) refused(member, each.number, now);
    }

    /** Another view is the latest: what was answered in the one before does not count together with answers in this one. */
    void viewChanged() {
        for (Query each : List.copyOf(outstanding.values())) askAll(each);
    }

    /** The streams are of another session now. */
    void reopened(long newSession) {
        session = newSession;
        viewChanged();
    }

    /** Trust may have come. */
    void decideAll(long now) {
        for (Query each : List.copyOf(outstanding.values())) decide(each, now);
        pump(now);
    }

    void tick(long now) {
        for (Query each : List.copyOf(outstanding.values())) if (now >= each.patienceEnds) order(each);
        waiting.removeIf(each -> now >= each.deadline && expired(each));
        pump(now);
    }

    private boolean expired(Query query) {
        ground.counters.count(ClientCounter.TIMED_OUT);
        fail(query, "no answer in time: " + most + " queries of this client were on their way before it");
        return true;
    }

    private void decide(Query query, long now) {
        if (!ground.freshness.trusted(now)) return;
        ViewRecord head = ground.chain.head();
        for (QueryReply content : contents(query, head)) {
            if (supporters(query, content, head).size() < head.quorum().intersecting()) continue;
            dropForged(query, content, head);
            List<MemberId> by = supporters(query, content, head);
            if (by.size() < head.quorum().intersecting()) continue;
            answered(query, query.replies.get(by.get(0)), now);
            return;
        }
        if (hopeless(query)) order(query);
    }

    private static Set<QueryReply> contents(Query query, ViewRecord head) {
        Set<QueryReply> contents = new LinkedHashSet<>();
        for (SignedQueryReply each : query.replies.values()) if (each.view() == head.id()) contents.add(each.reply());
        return contents;
    }

    /** Who says so in this view; each member holds one seat. */
    private static List<MemberId> supporters(Query query, QueryReply content, ViewRecord head) {
        List<MemberId> supporters = new ArrayList<>();
        query.replies.forEach((member, signed) -> {
            boolean same = signed.view() == head.id() && signed.reply().equals(content);
            if (same && head.seatOf(member).isPresent()) supporters.add(member);
        });
        return supporters;
    }

    private void dropForged(Query query, QueryReply content, ViewRecord head) {
        for (MemberId member : supporters(query, content, head)) {
            if (query.verified.contains(member)) continue;
            boolean valid = ground.chain.signed(
                    member,
                    QueryReply.header(head.life(), head.id()),
                    content.body(),
                    query.replies.get(member).signature());
            if (valid) query.verified.add(member);
            else {
                ground.counters.count(ClientCounter.CONTRADICTIONS);
                query.without(member);
            }
        }
    }

    /** Whether no answer can get a quorum any more, whatever those say who have not yet answered in this view. */
    private boolean hopeless(Query query) {
        ViewRecord head = ground.chain.head();
        Map<QueryReply, Integer> counts = new LinkedHashMap<>();
        int open = 0;
        for (MemberId each : query.asked) {
            SignedQueryReply said = query.replies.get(each);
            if (said == null || said.view() != head.id()) open++;
            else counts.merge(said.reply(), 1, Integer::sum);
        }
        int best = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return best + open < head.quorum().intersecting();
    }

    private void answered(Query query, SignedQueryReply signed, long now) {
        outstanding.remove(query.number);
        roundTrips.measured(now - query.since);
        ground.counters.count(ClientCounter.QUERIES);
        ground.completions.execute(() -> {
            if (signed.reply().failed())
                query.future.completeExceptionally(new OperationFailedException(signed.result()));
            else query.future.complete(signed.result());
        });
    }

    /** Nobody waits for answers any more. */
    void fail(String why) {
        List<Query> all = new ArrayList<>(outstanding.values());
        all.addAll(waiting);
        outstanding.clear();
        waiting.clear();
        for (Query each : all) fail(each, why);
    }

    private void fail(Query query, String why) {
        NoAnswerException error = new NoAnswerException(why, false);
        ground.completions.execute(() -> query.future.completeExceptionally(error));
    }

    private void order(Query query) {
        outstanding.remove(query.number);
        ground.counters.count(ClientCounter.QUERIES_ORDERED);
        ground.order.accept(query);
    }
}
