package org.testudo.gacp.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
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
import org.testudo.kernel.notice.StateDiffers;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * Takes what clients offer, has it ordered, and says what was answered (CA-3, CA-4, AB-22). What is taken is this member's
 * own decision, so a refusal proves nothing; what is answered follows from the order alone.
 */
public final class GacpCore extends AbstractCore<GacpMessage> {
    /** The largest body of a request that opens a session: a card. */
    static final int MAX_CARD = 16 << 10;

    private final GacpLimits limits;
    private final OpenQueries queries = new OpenQueries();
    private final Settled settled;
    private AnswerTable table;
    private RevocationList revocations = RevocationList.NONE;
    private long restored = -1;
    private boolean begun;
    private boolean withoutSessions;
    private boolean stripped;
    private Optional<String> outOfService = Optional.empty();

    public GacpCore(GacpLimits limits) {
        this.limits = limits;
        this.table = new AnswerTable(limits);
        this.settled = new Settled(limits);
    }

    @Override
    protected void onInstalled(ViewRecord view) {
        if (!begun) announce(new HoldsState(HoldsState.CLIENTS, true));
        begun = true;
        announce(new InForce(view));
    }

    @Override
    protected void onDelivered(SlotDelivery delivery) {
        if (delivery.slot() <= restored) return;
        resume();
        deliver(delivery);
        settled.delivered(delivery);
        for (Request request : delivery.requests()) {
            if (!ofClient(request)) continue;
            if (request.kind() == RequestClass.APPLICATION) table.operation(request);
            else if (request.kind() == RequestClass.SESSION)
                announceAll(table.sessionRequest(request, delivery.slot()));
        }
    }

    @Override
    protected void onNoticed(Notice notice) {
        if (notice instanceof Offered it) onOffered(it.request());
        else if (notice instanceof Executed it) onExecuted(it);
        else if (notice instanceof QueryOffered it) onQuery(it);
        else if (notice instanceof ReadReady it) onReady(it);
        else if (notice instanceof QueryDone it) onDone(it);
        else if (notice instanceof Refused it) outOfService = Optional.of(text(it));
        else if (notice instanceof ServiceSuspended it) suspend(it);
        else if (notice instanceof ServiceResumed) serveAgain();
        else if (notice instanceof CheckpointDue it) settled.due(it.slot()).ifPresent(share -> share(it.slot(), share));
        else if (notice instanceof StateRestored it) onRestored(it);
        else if (notice instanceof RevocationsInForce it) onRevoked(it);
        else if (notice instanceof StateDiffers it) outOfService = Optional.of(it.describe());
    }

    @Override
    protected void onApplied(long slot, Digest result) {
        settled.applied(slot).ifPresent(share -> share(slot, share));
    }

    private void share(long slot, Snapshot share) {
        announce(new StateShare(slot, HoldsState.CLIENTS, share));
    }

    /** Sessions and answers as the group has certified them (AB-8, AB-22): whoever asks again is answered again. */
    private void onRestored(StateRestored given) {
        restored = given.slot();
        resume();
        try {
            table = settled.restore(restored, given.shares().get(HoldsState.CLIENTS));
        } catch (MalformedException e) {
            giveUp(e.getMessage());
        }
    }

    /** Its sessions end where those of the ordering do (SICP-11). */
    private void onRevoked(RevocationsInForce revoked) {
        revocations = revoked.list();
        if (revoked.slot() <= restored) return;
        table.revoke(revoked.list());
        settled.revoked(revoked);
    }

    /** Without the group's sessions it can neither answer clients nor give a share that is right, until it starts again. */
    private void giveUp(String flaw) {
        Refused refused = new Refused(
                "the group's state",
                "the sessions of clients in it cannot be read: " + flaw,
                "run the same version at all members, and start again");
        outOfService = Optional.of(text(refused));
        withoutSessions = true;
        announce(refused);
        announce(new HoldsState(HoldsState.CLIENTS, false));
    }

    private void suspend(ServiceSuspended suspended) {
        outOfService = Optional.of(suspended.why());
        stripped = suspended.strippedAfter().isPresent();
    }

    private void serveAgain() {
        stripped = false;
        resume();
    }

    /** Something was delivered, or given, so this member is not cut off; what the group has decided of it stays (GM-19). */
    private void resume() {
        if (!withoutSessions && !stripped) outOfService = Optional.empty();
    }

    private static String text(Refused it) {
        return it.what() + ": " + it.why() + "; " + it.remedy();
    }

    private void onExecuted(Executed executed) {
        if (executed.slot() <= restored) return;
        settled.executed(executed);
        for (Executed.Answer answer : executed.answers()) {
            if (ofClient(answer.request())) announceAll(table.executed(answer, executed.slot()));
        }
    }

    /** A query is answered when the ordering says that this member may (AB-30), and the application has. */
    private void onQuery(QueryOffered query) {
        if (query.body().length > limits.maxPayload()) {
            reject(query, Rejection.TOO_LARGE, query.body().length + " bytes, the most are " + limits.maxPayload());
        } else if (outOfService.isPresent()) {
            reject(query, Rejection.NOT_IN_SERVICE, outOfService.get());
        } else {
            queries.add(query, now().elapsed())
                    .ifPresentOrElse(
                            id -> announce(new ReadAsked(id)),
                            () -> reject(query, Rejection.LIMITED, "too many queries wait here"));
        }
    }

    private void onReady(ReadReady ready) {
        queries.ready(ready.id(), ready.view())
                .ifPresent(it -> announce(new QueryDue(ready.id(), it.client(), it.body(), ready.slot())));
    }

    private void onDone(QueryDone done) {
        queries.remove(done.id())
                .ifPresent(it -> announce(new QueryAnswered(it.query(), it.view(), done.failed(), done.result())));
    }

    private void reject(QueryOffered query, Rejection why, String detail) {
        announce(new QueryRejected(query, why, detail));
    }

    private void onOffered(Signed<Request> offered) {
        Request request = offered.message();
        if (!admissible(request)) return;
        Optional<ClientSession> session = table.session(request.origin());
        if (session.isPresent()) onOffered(offered, session.get());
        else if (request.opensSession()) onOpening(offered);
        else reject(request, Rejection.UNKNOWN_SESSION, "no such session is open here");
    }

    private boolean admissible(Request request) {
        boolean session = request.kind() == RequestClass.SESSION;
        boolean wellFormed = session
                ? (request.number() == 1) == (request.body().length > 0)
                : request.kind() == RequestClass.APPLICATION && request.number() > 1;
        if (!ofClient(request) || !wellFormed) {
            reject(request, Rejection.MALFORMED, "clients send operations, and number 1 opens a session");
            return false;
        }
        int most = session ? MAX_CARD : limits.maxPayload();
        if (request.body().length <= most) return true;
        reject(request, Rejection.TOO_LARGE, request.body().length + " bytes, the most are " + most);
        return false;
    }

    private void onOpening(Signed<Request> offered) {
        Request request = offered.message();
        Optional<String> flaw = flaw(request);
        if (flaw.isPresent()) reject(request, Rejection.BAD_SIGNATURE, flaw.get());
        else if (table.sessions() < limits.sessions()) order(offered);
        else reject(request, Rejection.LIMITED, limits.sessions() + " sessions are open, the most there may be");
    }

    /** The ordering would pass over it without a word. */
    private Optional<String> flaw(Request opening) {
        Optional<CertificateSerials> card = CertificateSerials.ofCard(opening.body());
        if (card.isEmpty()) return Optional.of("number 1 opens a session with the client's card, and this is none");
        boolean revoked = card.get().anyOf(revocations.serials())
                || revocations.clients().contains(opening.origin().principal());
        return revoked
                ? Optional.of("CRL " + revocations.number() + " revokes this client or a certificate of its card")
                : Optional.empty();
    }

    private void onOffered(Signed<Request> offered, ClientSession session) {
        Request request = offered.message();
        if (request.number() <= session.delivered()) again(request, session);
        else if (request.number() > session.delivered() + window()) {
            reject(request, Rejection.OUTSIDE_WINDOW, "at most " + limits.maxOutstanding() + " may be unanswered");
        } else order(offered);
    }

    /** Twice what a client may have unanswered: it may have answers of members that are ahead of this one. */
    private long window() {
        return 2L * limits.maxOutstanding();
    }

    /** A request that was delivered before: its answer is given again, or follows by itself. */
    private void again(Request request, ClientSession session) {
        Optional<Digest> known = session.operation(request.number());
        if (known.isEmpty()) reject(request, Rejection.FORGOTTEN, "its answer is no longer kept");
        else if (!known.get().equals(request.digest())) {
            reject(request, Rejection.CONFLICTING, "this number was another request");
        } else session.answerTo(request.number()).ifPresent(this::announce);
    }

    private void order(Signed<Request> offered) {
        outOfService.ifPresent(why -> reject(offered.message(), Rejection.NOT_IN_SERVICE, why));
        submit(new Payload.Relayed(offered));
    }

    private void reject(Request request, Rejection why, String detail) {
        announce(new Rejected(request.origin(), request.number(), why, detail));
    }

    private void announceAll(List<Answered> answers) {
        answers.forEach(this::announce);
    }

    private static boolean ofClient(Request request) {
        return request.origin().principal().kind() == Principal.Kind.CLIENT;
    }
}
