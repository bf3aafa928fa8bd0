package org.testudo.gacp.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.testudo.api.MemberId;
import org.testudo.api.View;
import org.testudo.gacp.core.Confirmation;
import org.testudo.gacp.core.Rejection;
import org.testudo.gacp.core.SignedQueryReply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewCertificate;

/**
 * The client's side of the protocol without network, clock or thread: what it sends, whom it believes, when it asks others.
 * Times are nanoseconds since the client began. Used by one thread.
 */
final class ClientEngine {
    /** Where the engine's words go, and where it gets chance from. */
    record Surroundings(
            Links links,
            ClientListener listener,
            ClientCounters counters,
            Executor completions,
            LongSupplier sessions,
            Supplier<byte[]> nonces) {}

    private static final long CHAIN_INTERVAL = Duration.ofMillis(50).toNanos();
    private static final long NO_CONTACT = Duration.ofMillis(50).toNanos();
    /** A result that is not here after the attempt before this one, which asked all, is nowhere. */
    private static final int ATTEMPTS_FOR_RESULT = 3;

    /** Answers after which another member becomes the contact. */
    private static final int TURN = 500;

    private static final long AFTER_REFUSAL = Duration.ofMillis(20).toNanos();

    private final ClientIdentity identity;
    private final ClientSettings settings;
    private final Surroundings outside;
    private final ViewChain chain;
    private final Freshness freshness;
    private final Contacts contacts;
    private final RoundTrips roundTrips;
    private final Refusals refusals = new Refusals();
    private final OtherLife otherLife = new OtherLife();
    private final Outcomes outcomes;
    private final Queries queries;
    private SessionWindow window;
    private View view;
    private int answeredInTurn;
    private long chainAsked = -CHAIN_INTERVAL;
    private boolean confirmed;

    ClientEngine(ClientIdentity identity, ClientSettings settings, List<MemberId> members, Surroundings outside) {
        this.identity = identity;
        this.settings = settings;
        this.outside = outside;
        chain = new ViewChain(identity.genesis(), identity.verifier());
        view = chain.head().view();
        freshness = new Freshness(chain, settings.trustingPeriod());
        freshness.renew(outside.nonces().get(), 0);
        outcomes = new Outcomes(outside.listener, outside.counters, outside.completions);
        roundTrips = new RoundTrips(settings.leastPatience(), settings.mostPatience());
        window = newWindow();
        contacts = new Contacts(members, (int) (window.session() % members.size()));
        queries = new Queries(
                new Queries.Ground(
                        chain,
                        freshness,
                        contacts,
                        outside.links,
                        outside.counters,
                        outside.completions,
                        query -> enqueue(query.asOperation())),
                settings,
                window.session());
    }

    View view() {
        return view;
    }

    /** When {@link #tick} has something to do if nothing happens before, given when it was called last. */
    long due(long lastTick) {
        return Math.min(freshness.renewalDue(), Math.min(window.due(lastTick), queries.due(lastTick)));
    }

    /** Whether no caller waits. */
    boolean drained() {
        return window.drained();
    }

    int connected() {
        return contacts.size();
    }

    void invoke(Operation operation, long now) {
        enqueue(operation);
        pump(now);
    }

    private void enqueue(Operation operation) {
        if (!window.begun()) window.enqueue(SessionWindow.opening(identity.card()));
        window.enqueue(operation);
    }

    /** Asks the members for an answer without a place in the order. */
    void ask(Query query, long now) {
        queries.ask(query, now);
        pump(now);
    }

    void queryReply(MemberId from, SignedQueryReply signed, long now) {
        if (signed.view() > chain.head().id()) askChain(from, now);
        queries.reply(from, signed, now);
        pump(now);
    }

    void queryRefused(MemberId from, long number, long now) {
        outside.counters.count(ClientCounter.REFUSALS);
        queries.refused(from, number, now);
        pump(now);
    }

    /** Closes the session once everything before is answered; empty if there is none. */
    Optional<Operation> closing(long deadline, long now) {
        if (!window.isOpen()) return Optional.empty();
        Operation closing = SessionWindow.closing(deadline);
        window.enqueue(closing);
        pump(now);
        return Optional.of(closing);
    }

    void connected(MemberId member, long now) {
        contacts.connected(member);
        refusals.forget(member);
        hello(member);
        for (Operation each : window.outstanding()) askToo(member, each.sent(), now);
        tick(now);
    }

    /** What a member answered before it was connected is lost: it is asked again. */
    private void askToo(MemberId member, Operation.Sent sent, long now) {
        if (sent.attempts == 0) sent.nextAttempt = now;
        else if (chain.head().seatOf(member).isPresent()) outside.links.request(member, sent.signed);
    }

    void disconnected(MemberId member, String reason, long now) {
        contacts.disconnected(member);
        refusals.note(member, reason);
        queries.disconnected(member, now);
        for (Operation each : window.outstanding()) {
            if (!member.equals(each.sent().contact)) continue;
            each.sent().contact = null;
            each.sent().nextAttempt = now;
        }
        tick(now);
    }

    void reply(MemberId from, SignedReply signed, long now) {
        if (signed.view() > chain.head().id()) askChain(from, now);
        if (signed.reply().client().incarnation() != window.session()) return;
        Optional<Operation> operation = window.outstanding(signed.reply().number());
        if (operation.isEmpty()) return;
        if (!operation.get().sent().replies.offer(from, signed))
            outside.counters.count(ClientCounter.UNFITTING_REPLIES);
        else decide(operation.get(), now);
        pump(now);
    }

    void confirmation(MemberId from, Confirmation word, long now) {
        if (word.view() > chain.head().id()) askChain(from, now);
        freshness.offer(from, word);
        decideAll(now);
    }

    void chain(MemberId from, List<ViewCertificate> certificates, boolean more, long now) {
        if (otherLife.misleads(from)) return;
        long before = chain.head().id();
        for (ViewCertificate each : certificates) {
            if (each.record().id() <= chain.head().id()) continue;
            if (!chain.extend(each)) {
                outside.counters.count(ClientCounter.UNPROVED_VIEWS);
                return;
            }
            if (chain.head().id() == 1) otherLife.ledBy(from);
            view = chain.head().view();
            outside.listener.onCertified(each);
            outside.listener.onView(view);
        }
        if (chain.head().id() == before) return;
        confirmed = false;
        queries.viewChanged();
        if (more) outside.links.chain(from, chain.head().id());
        else repeatAll(now);
        decideAll(now);
        tick(now);
    }

    /** Answers of the view before are void: they are asked for again under the new one. */
    private void repeatAll(long now) {
        for (Operation each : window.outstanding()) each.sent().nextAttempt = now;
    }

    void refused(MemberId from, Rejection why, long number, String detail, long now) {
        outside.counters.count(ClientCounter.REFUSALS);
        refusals.note(from, why, detail);
        if (why == Rejection.LIMITED) return;
        if (why == Rejection.WRONG_LIFE
                && otherLife.says(from, chain.head().quorum().oneCorrect())) changeLife();
        window.outstanding(number).map(Operation::sent).ifPresent(sent -> {
            if (!from.equals(sent.contact) || sent.attempts > 1) return;
            sent.nextAttempt = Math.min(sent.nextAttempt, now + AFTER_REFUSAL);
        });
    }

    private void changeLife() {
        otherLife.restart();
        // What was believed once is not left for another life (CA-8): whoever made this client decides.
        if (!freshness.everTrusted()) chain.restart();
        confirmed = false;
        view = chain.head().view();
        boolean perhaps = !window.outstanding().isEmpty();
        String said = refusals.describe();
        abandon("the group is in another life than this client; its state before is lost" + said, perhaps);
    }

    /** Time has passed: deadlines, further attempts, a new nonce. */
    void tick(long now) {
        if (now >= freshness.renewalDue()) {
            freshness.renew(outside.nonces().get(), now);
            contacts.all(chain.head()).forEach(this::hello);
        }
        for (Operation each : window.waiting()) if (each.awaited() && now >= each.deadline()) timeOut(each, now);
        for (Operation each : window.outstanding()) {
            if (each.awaited() && now >= each.deadline()) timeOut(each, now);
            if (now >= each.sent().nextAttempt) attempt(each, now);
        }
        queries.tick(now);
        pump(now);
    }

    private void pump(long now) {
        Optional<Lives> lives = chain.lives();
        if (lives.isEmpty()) return; // the group has not formed, as far as is known here
        Optional<Operation> next = window.admit(lives.get(), now);
        while (next.isPresent()) {
            if (next.get().kind() == RequestClass.APPLICATION) outside.counters.count(ClientCounter.SENT);
            attempt(next.get(), now);
            next = window.admit(lives.get(), now);
        }
    }

    /** The first attempt goes to the contact, further ones to all (CA-4). */
    private void attempt(Operation operation, long now) {
        Operation.Sent sent = operation.sent();
        Optional<MemberId> contact = contacts.contact(chain.head());
        if (contact.isEmpty()) {
            sent.nextAttempt = now + NO_CONTACT;
            return;
        }
        if (sent.attempts == 0) {
            sent.contact = contact.get();
            outside.links.request(sent.contact, sent.signed);
        } else {
            outside.counters.count(ClientCounter.REPEATED);
            if (!freshness.trusted(now)) contacts.all(chain.head()).forEach(this::hello); // a confirmation may be lost
            if (contact.get().equals(sent.contact)) changeContact(sent.contact, "no answer in time");
            for (MemberId each : contacts.all(chain.head())) outside.links.request(each, sent.signed);
        }
        sent.nextAttempt = now + roundTrips.patience(++sent.attempts);
    }

    private void changeContact(MemberId from, String reason) {
        contacts.avoid(from);
        outside.counters.count(ClientCounter.CONTACT_CHANGES);
        outside.listener.onContactChanged(from, reason);
    }

    private void decideAll(long now) {
        if (!confirmed && chain.lives().isPresent() && freshness.trusted(now)) {
            confirmed = true;
            outside.listener.onConfirmed(view);
        }
        for (Operation each : window.outstanding()) decide(each, now);
        queries.decideAll(now);
        pump(now);
    }

    private void decide(Operation operation, long now) {
        if (!freshness.trusted(now)) return;
        Optional<ReplyCollector.Accepted> accepted = operation.sent().replies.decide(chain);
        if (accepted.isEmpty()) return;
        boolean othersMayHaveTheResult = operation.sent().attempts < ATTEMPTS_FOR_RESULT;
        if (accepted.get().result().isPresent() || !othersMayHaveTheResult) accept(operation, accepted.get(), now);
    }

    private void accept(Operation operation, ReplyCollector.Accepted accepted, long now) {
        Operation.Sent sent = operation.sent();
        window.answered(accepted.reply().number());
        refusals.clear();
        boolean telling = sent.attempts <= 2; // after the second perhaps too long, never too short
        if (telling) roundTrips.measured(now - sent.since);
        for (MemberId liar : sent.replies.contradicting(accepted)) onLie(liar, sent);
        takeTurns();
        if (operation.kind() == RequestClass.SESSION && accepted.reply().number() == 1) onOpened(accepted);
        outcomes.answered(operation, accepted, now);
    }

    /** A contact that is slow, but never so slow that it would be noticed, has the client's operations for a while only. */
    private void takeTurns() {
        if (++answeredInTurn < TURN) return;
        answeredInTurn = 0;
        contacts.contact(chain.head()).ifPresent(contacts::avoid);
    }

    private void onLie(MemberId liar, Operation.Sent sent) {
        outside.counters.count(ClientCounter.CONTRADICTIONS);
        outside.listener.onContradiction(liar, sent.request.number());
        boolean contact = contacts.contact(chain.head()).filter(liar::equals).isPresent();
        if (contact) changeContact(liar, "it contradicts the group");
    }

    private void onOpened(ReplyCollector.Accepted accepted) {
        if (accepted.reply().failed()) {
            String why = accepted.result()
                    .map(each -> new String(each, StandardCharsets.UTF_8))
                    .orElse("");
            abandon("the group opens no session: " + why + "; try again later", false);
            return;
        }
        window.opened();
        boolean slow =
                contacts.contact(chain.head()).filter(accepted.by()::contains).isEmpty();
        if (slow) contacts.prefer(accepted.by().get(0));
    }

    private void timeOut(Operation operation, long now) {
        outcomes.timedOut(
                operation,
                contacts.size() + " of " + contacts.members() + " members connected, view "
                        + chain.head().id()
                        + (chain.lives().isPresent() ? "" : ", the group has not formed")
                        + (freshness.trusted(now) ? "" : " not confirmed by a quorum")
                        + (window.isOpen() ? "" : ", no session open")
                        + refusals.describe());
        boolean lost = window.isOpen()
                && refusals.strangers(chain.head()) >= chain.head().quorum().intersecting();
        if (lost) abandon("the group no longer knows this client's session", true);
    }

    /** Gives up the session with all that is on its way; the next call opens another one. */
    private void abandon(String why, boolean perhapsExecuted) {
        for (Operation each : window.waiting()) {
            outcomes.fail(each, new NoAnswerException(why + "; the operation was not sent", false));
        }
        for (Operation each : window.outstanding()) {
            String unknown = "; whether the operation was executed is unknown";
            outcomes.fail(each, new NoAnswerException(why + unknown, perhapsExecuted));
        }
        window = newWindow();
        refusals.clear();
        contacts.all(chain.head()).forEach(this::hello);
        queries.reopened(window.session());
    }

    /** The client closes: whoever still waits is told. */
    void shutDown() {
        abandon("the client was closed", true);
        queries.fail("the client was closed");
    }

    private void hello(MemberId to) {
        Digest life = chain.head().life().life();
        outside.links.hello(
                to, life, window.session(), freshness.nonce(), chain.head().id());
    }

    private void askChain(MemberId from, long now) {
        if (now - chainAsked < CHAIN_INTERVAL) return;
        chainAsked = now;
        outside.links.chain(from, chain.head().id());
    }

    private SessionWindow newWindow() {
        Origin origin = new Origin(
                identity.principal(), identity.key(), outside.sessions().getAsLong());
        return new SessionWindow(origin, identity.signer(), settings.maxOutstanding());
    }
}
