package org.testudo.gacp.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.api.View;
import org.testudo.gacp.core.Confirmation;
import org.testudo.gacp.core.Rejection;
import org.testudo.gacp.core.SignedReply;
import org.testudo.kernel.order.RequestClass;
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

    private static final long AFTER_REFUSAL = Duration.ofMillis(20).toNanos();

    private final ClientIdentity identity;
    private final ClientSettings settings;
    private final Surroundings outside;
    private final ViewChain chain;
    private final Freshness freshness;
    private final Contacts contacts;
    private final RoundTrips roundTrips;
    private final Refusals refusals = new Refusals();
    private SessionWindow window;
    private long chainAsked = -CHAIN_INTERVAL;

    ClientEngine(ClientIdentity identity, ClientSettings settings, List<MemberId> members, Surroundings outside) {
        this.identity = identity;
        this.settings = settings;
        this.outside = outside;
        chain = new ViewChain(identity.genesis(), identity.life(), identity.verifier());
        freshness = new Freshness(chain, settings.trustingPeriod());
        freshness.renew(outside.nonces().get(), 0);
        roundTrips = new RoundTrips(settings.leastPatience(), settings.mostPatience());
        window = newWindow();
        contacts = new Contacts(members, (int) (window.session() % members.size()));
    }

    View view() {
        return chain.head().view();
    }

    /** Whether anything is on its way, so that time matters. */
    boolean busy() {
        return !window.outstanding().isEmpty() || !window.waiting().isEmpty();
    }

    /** Whether no caller waits. */
    boolean drained() {
        return window.drained();
    }

    int connected() {
        return contacts.size();
    }

    void invoke(Operation operation, long now) {
        if (!window.begun()) window.enqueue(SessionWindow.opening(identity.card()));
        window.enqueue(operation);
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
        for (Operation each : window.outstanding()) if (each.sent().attempts == 0) each.sent().nextAttempt = now;
        tick(now);
    }

    void disconnected(MemberId member, String reason, long now) {
        contacts.disconnected(member);
        refusals.note(member, reason);
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
        long before = chain.head().id();
        for (ViewCertificate each : certificates) {
            if (each.record().id() <= chain.head().id()) continue;
            if (!chain.extend(each)) {
                outside.counters.count(ClientCounter.UNPROVED_VIEWS);
                return;
            }
            outside.listener.onView(view());
        }
        if (chain.head().id() == before) return;
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
        window.outstanding(number).map(Operation::sent).ifPresent(sent -> {
            if (!from.equals(sent.contact) || sent.attempts > 1) return;
            sent.nextAttempt = Math.min(sent.nextAttempt, now + AFTER_REFUSAL);
        });
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
        pump(now);
    }

    private void pump(long now) {
        Optional<Operation> next = window.admit(now);
        while (next.isPresent()) {
            if (next.get().kind() == RequestClass.APPLICATION) outside.counters.count(ClientCounter.SENT);
            attempt(next.get(), now);
            next = window.admit(now);
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
        for (Operation each : window.outstanding()) decide(each, now);
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
        if (sent.attempts <= 2)
            roundTrips.measured(now - sent.since); // after the second perhaps too long, never too short
        for (MemberId liar : sent.replies.contradicting(accepted)) onLie(liar, sent);
        if (operation.kind() == RequestClass.SESSION && accepted.reply().number() == 1) onOpened(accepted, now);
        else count(accepted, sent, now);
        complete(operation, accepted);
    }

    private void onLie(MemberId liar, Operation.Sent sent) {
        outside.counters.count(ClientCounter.CONTRADICTIONS);
        outside.listener.onContradiction(liar, sent.request.number());
        boolean contact = contacts.contact(chain.head()).filter(liar::equals).isPresent();
        if (contact) changeContact(liar, "it contradicts the group");
    }

    private void onOpened(ReplyCollector.Accepted accepted, long now) {
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

    private void count(ReplyCollector.Accepted accepted, Operation.Sent sent, long now) {
        if (sent.request.kind() != RequestClass.APPLICATION) return;
        boolean failed = accepted.reply().failed();
        outside.counters.count(ClientCounter.ANSWERED);
        if (failed) outside.counters.count(ClientCounter.FAILED);
        outside.listener.onAnswered(new ClientListener.Answer(
                window.session(),
                accepted.reply().number(),
                accepted.reply().slot(),
                accepted.view(),
                failed,
                Duration.ofNanos(now - sent.since),
                sent.attempts));
    }

    private void complete(Operation operation, ReplyCollector.Accepted accepted) {
        if (accepted.result().isEmpty()) {
            fail(
                    operation,
                    new NoAnswerException(
                            "the group executed the operation in slot "
                                    + accepted.reply().slot() + ", but keeps only the" + " digest of its result "
                                    + accepted.reply().result() + "; ask for the state instead",
                            true));
        } else if (accepted.reply().failed()) {
            fail(operation, new OperationFailedException(accepted.result().get()));
        } else {
            operation.settled();
            outside.completions.execute(
                    () -> operation.future().complete(accepted.result().get()));
        }
    }

    private void timeOut(Operation operation, long now) {
        outside.counters.count(ClientCounter.TIMED_OUT);
        boolean sent = operation.sent() != null;
        fail(
                operation,
                new NoAnswerException(
                        "no answer of the group in time: " + contacts.size() + " of " + contacts.members()
                                + " members connected, view " + chain.head().id()
                                + (freshness.trusted(now) ? "" : " not confirmed by a quorum")
                                + (window.isOpen() ? "" : ", no session open") + refusals.describe()
                                + (sent
                                        ? "; the operation may still be executed, once"
                                        : "; the operation was not sent"),
                        sent));
        boolean lost = window.isOpen()
                && refusals.strangers(chain.head()) >= chain.head().quorum().intersecting();
        if (lost) abandon("the group no longer knows this client's session", true);
    }

    /** Gives up the session with all that is on its way; the next call opens another one. */
    private void abandon(String why, boolean perhapsExecuted) {
        List<Operation> gone = new ArrayList<>(window.waiting());
        for (Operation each : gone) fail(each, new NoAnswerException(why + "; the operation was not sent", false));
        for (Operation each : window.outstanding()) {
            fail(each, new NoAnswerException(why + "; whether the operation was executed is unknown", perhapsExecuted));
        }
        window = newWindow();
        refusals.clear();
        contacts.all(chain.head()).forEach(this::hello);
    }

    /** The client closes: whoever still waits is told. */
    void shutDown() {
        abandon("the client was closed", true);
    }

    private void fail(Operation operation, TestudoException error) {
        operation.settled();
        outside.completions.execute(() -> operation.future().completeExceptionally(error));
    }

    private void hello(MemberId to) {
        outside.links.hello(
                to, window.session(), freshness.nonce(), chain.head().id());
    }

    private void askChain(MemberId from, long now) {
        if (now - chainAsked < CHAIN_INTERVAL) return;
        chainAsked = now;
        outside.links.chain(from, chain.head().id());
    }

    private SessionWindow newWindow() {
        Origin origin = new Origin(
                identity.principal(), identity.key(), outside.sessions().getAsLong());
        return new SessionWindow(origin, identity.life(), identity.signer(), settings.maxOutstanding());
    }
}
