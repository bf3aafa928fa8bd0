package org.testudo.gacp.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testudo.api.Principal;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;

/**
 * The sessions and answers as they are after each slot that the application has executed, and nothing later: what goes into a
 * checkpoint (AB-22, AB-23). The table that clients are answered from is ahead of it, by what is delivered and not executed,
 * which differs from member to member.
 */
final class Settled {
    private static final long NONE = -1;

    private final GacpLimits limits;
    private final TreeMap<Long, List<Request>> delivered = new TreeMap<>();
    private final TreeMap<Long, List<Executed.Answer>> executed = new TreeMap<>();
    private final TreeMap<Long, RevocationList> revoked = new TreeMap<>();
    private AnswerTable table;
    private long slot = NONE;
    private final TreeSet<Long> due = new TreeSet<>();

    Settled(GacpLimits limits) {
        this.limits = limits;
        table = new AnswerTable(limits);
    }

    void delivered(SlotDelivery it) {
        if (it.slot() <= slot) return;
        List<Request> ofClients =
                it.requests().stream().filter(Settled::ofClient).toList();
        if (!ofClients.isEmpty()) delivered.put(it.slot(), ofClients);
    }

    void revoked(RevocationsInForce it) {
        if (it.slot() > slot) revoked.put(it.slot(), it.list());
    }

    void executed(Executed it) {
        if (it.slot() > slot) executed.put(it.slot(), it.answers());
    }

    /** The application has executed a slot and all before it; gives the share, if it is asked for as of this slot. */
    Optional<Snapshot> applied(long applied) {
        if (applied <= slot) return Optional.empty();
        slot = applied;
        Map<Request, Executed.Answer> answers = new LinkedHashMap<>();
        for (Executed.Answer each :
                Optional.ofNullable(executed.remove(applied)).orElse(List.of())) {
            answers.put(each.request(), each);
        }
        for (Request each : Optional.ofNullable(delivered.remove(applied)).orElse(List.of())) settle(each, answers);
        Optional.ofNullable(revoked.remove(applied)).ifPresent(table::revoke);
        return share();
    }

    private void settle(Request request, Map<Request, Executed.Answer> answers) {
        if (request.kind() == RequestClass.SESSION) {
            table.sessionRequest(request, slot);
        } else if (request.kind() == RequestClass.APPLICATION) {
            table.operation(request);
            Executed.Answer answer = answers.get(request);
            if (answer != null) table.executed(answer, slot);
        }
    }

    /** The share is asked for as of this slot; it is there now, or will be when the slot is executed. */
    Optional<Snapshot> due(long asked) {
        due.add(asked);
        return share();
    }

    private Optional<Snapshot> share() {
        due.headSet(slot).clear();
        return due.remove(slot) ? Optional.of(table.share()) : Optional.empty();
    }

    /** Goes on in a state that a quorum has signed; gives a table of it for clients to be answered from. */
    AnswerTable restore(long restored, Snapshot share) throws MalformedException {
        table = AnswerTable.of(share, limits);
        slot = restored;
        due.headSet(restored, true).clear();
        delivered.headMap(restored, true).clear();
        executed.headMap(restored, true).clear();
        revoked.headMap(restored, true).clear();
        return AnswerTable.of(share, limits);
    }

    private static boolean ofClient(Request request) {
        return request.origin().principal().kind() == Principal.Kind.CLIENT;
    }
}
