package org.testudo.gacp.core;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.Principal;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Open sessions and their last answers: replicated state, a function of what was delivered and executed (AB-22, G-2).
 *
 * <p>Bounds: sessions as {@link OpenSessions} says. Of each session the last {@link GacpLimits#maxOutstanding()} answers are
 * kept; of all together {@link GacpLimits#answerBytes()} of results, the oldest being reduced to their digests.
 */
final class AnswerTable {
    /** More sessions than may be open, and more answers than are kept. */
    private static final int MOST = 10_000_000;

    private static final int MOST_RESULT = 16 << 20;

    private final GacpLimits limits;
    private final KeptResults kept;
    private final OpenSessions open = new OpenSessions();
    /** Closed in the order while operations delivered before are still being executed. */
    private final Map<Origin, Closing> closing = new LinkedHashMap<>();

    private record Closing(ClientSession session, Answered last) {}

    AnswerTable(GacpLimits limits) {
        this.limits = limits;
        this.kept = new KeptResults(limits.answerBytes());
    }

    Optional<ClientSession> session(Origin client) {
        return open.find(client);
    }

    /** How many sessions are open. */
    int sessions() {
        return open.count();
    }

    /** Bytes of results that can be given again in full. */
    long bytes() {
        return kept.bytes();
    }

    /** An operation in its final place; its answer follows when it has been executed. */
    void operation(Request request) {
        session(request.origin()).ifPresent(session -> deliver(request, session));
    }

    private void deliver(Request request, ClientSession session) {
        session.deliver(request);
        open.touch(request.origin());
    }

    /** A session is opened or closed at this place of the order. */
    List<Answered> sessionRequest(Request request, long slot) {
        Origin client = request.origin();
        Optional<ClientSession> session = session(client);
        if (session.isEmpty()) return request.opensSession() ? List.of(opened(request, slot)) : List.of();
        deliver(request, session.get());
        if (request.body().length > 0) {
            return List.of(keep(session.get(), answer(request, slot, true, "neither opens nor closes a session")));
        }
        open.remove(client);
        closing.put(client, new Closing(session.get(), answer(request, slot, false, "")));
        return closedIfIdle(client);
    }

    /**
     * The sessions of revoked clients, and those that a card of a revoked certificate has opened, end (SICP-11). What is being
     * executed of them is answered once, and not kept.
     */
    void revoke(RevocationList list) {
        Set<Principal> clients = list.clients();
        Set<BigInteger> serials = list.serials();
        for (Map.Entry<Origin, ClientSession> each : open.all()) {
            boolean revoked = clients.contains(each.getKey().principal())
                    || each.getValue().restsOn(serials);
            if (!revoked) continue;
            open.remove(each.getKey());
            forget(each.getValue());
        }
    }

    /** The application has executed an operation. */
    List<Answered> executed(Executed.Answer executed, long slot) {
        Request request = executed.request();
        Reply reply = Reply.to(request, slot, executed.failed(), executed.result());
        Answered answer = new Answered(reply, Optional.of(executed.result()));
        Optional<ClientSession> session = session(request.origin());
        if (session.isPresent()) return List.of(keep(session.get(), answer));
        Closing closed = closing.get(request.origin());
        if (closed == null) return List.of(answer);
        keep(closed.session, answer);
        List<Answered> last = closedIfIdle(request.origin());
        return last.isEmpty() ? List.of(answer) : List.of(answer, last.get(0));
    }

    /** Its share of a checkpoint: sessions, their answers, and the results that are kept in full, the oldest first. */
    Snapshot share() {
        return Snapshot.of(WireWriter.bytes(out -> {
            out.writeList(open.all(), (each, to) -> {
                each.getKey().write(to);
                each.getValue().write(to);
            });
            out.writeList(kept.keys(), this::writeResult);
        }));
    }

    private void writeResult(KeptResults.Key key, WireWriter out) {
        key.client().write(out);
        out.writeLong(key.number());
        out.writeBytes(session(key.client())
                .flatMap(session -> session.answerTo(key.number()))
                .flatMap(Answered::result)
                .orElse(new byte[0]));
    }

    /** The table that another member's share describes. */
    static AnswerTable of(Snapshot share, GacpLimits limits) throws MalformedException {
        AnswerTable table = new AnswerTable(limits);
        return WireReader.whole(share.content(), in -> {
            in.readList(
                    MOST,
                    each -> table.open
                            .add(Origin.read(each), ClientSession.read(each, limits.maxOutstanding()))
                            .isEmpty());
            in.readList(MOST, table::readResult);
            return table;
        });
    }

    private boolean readResult(WireReader in) throws MalformedException {
        KeptResults.Key key = new KeptResults.Key(Origin.read(in), in.readCount());
        byte[] result = in.readBytes(MOST_RESULT);
        ClientSession session = open.find(key.client()).orElseThrow(() -> new MalformedException("no such session"));
        if (!session.lengthen(key.number(), result)) throw new MalformedException("a result of another answer");
        return kept.add(key, result.length).isEmpty();
    }

    private Answered opened(Request request, long slot) {
        ClientSession session = new ClientSession(CertificateSerials.ofCard(request.body()), limits.maxOutstanding());
        open.add(request.origin(), session).ifPresent(this::forget);
        session.deliver(request);
        return keep(session, answer(request, slot, false, ""));
    }

    private static Answered answer(Request request, long slot, boolean failed, String text) {
        byte[] result = text.getBytes(StandardCharsets.UTF_8);
        return new Answered(Reply.to(request, slot, failed, result), Optional.of(result));
    }

    private List<Answered> closedIfIdle(Origin client) {
        Closing closed = closing.get(client);
        long number = closed.last.reply().number();
        if (!closed.session.idleBut(number)) return List.of();
        closing.remove(client);
        forget(closed.session);
        return List.of(closed.last);
    }

    private Answered keep(ClientSession session, Answered answer) {
        session.answer(answer).ifPresent(this::forget);
        int length = answer.result().map(bytes -> bytes.length).orElse(0);
        for (KeptResults.Key gone : kept.add(KeptResults.Key.of(answer.reply()), length)) shorten(gone);
        return answer;
    }

    private void forget(ClientSession session) {
        session.answers().forEach(this::forget);
    }

    private void forget(Answered answer) {
        kept.remove(KeptResults.Key.of(answer.reply()));
    }

    private void shorten(KeptResults.Key gone) {
        session(gone.client()).ifPresent(session -> session.shorten(gone.number()));
        Closing closed = closing.get(gone.client());
        if (closed != null) closed.session.shorten(gone.number());
    }
}
