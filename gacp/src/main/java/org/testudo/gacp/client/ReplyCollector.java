package org.testudo.gacp.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.gacp.core.Reply;
import org.testudo.gacp.core.SignedReply;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewRecord;

/**
 * The replies to one request, until f+1 distinct seats of the view at the head of the chain have signed the same (CA-4,
 * CA-9). Of each member one reply is held, so that nobody fills it. Used by one thread.
 */
final class ReplyCollector {
    /**
     * What the group answered.
     *
     * @param result empty if no member still has more than its digest
     * @param by who signed it
     */
    record Accepted(long view, Reply reply, Optional<byte[]> result, List<MemberId> by) {}

    private final Request request;
    private final Digest operation;
    private final Map<MemberId, SignedReply> replies = new LinkedHashMap<>();
    private final Set<MemberId> verified = new LinkedHashSet<>();
    private final Set<MemberId> forged = new LinkedHashSet<>();

    ReplyCollector(Request request) {
        this.request = request;
        this.operation = request.digest();
    }

    /** Takes note of a reply; says whether it can be one to this request. The highest view of each member counts. */
    boolean offer(MemberId from, SignedReply signed) {
        if (!isToThis(signed.reply()) || !resultFits(signed)) return false;
        SignedReply before = replies.get(from);
        if (before != null && before.view() > signed.view()) return true;
        replies.put(from, signed);
        verified.remove(from);
        return true;
    }

    private boolean isToThis(Reply reply) {
        return reply.client().equals(request.origin())
                && reply.number() == request.number()
                && reply.operation().equals(operation);
    }

    private static boolean resultFits(SignedReply signed) {
        return signed.result()
                .map(bytes -> Digest.of(bytes).equals(signed.reply().result()))
                .orElse(true);
    }

    /** The answer, once f+1 seats of the view at the head have signed it. */
    Optional<Accepted> decide(ViewChain chain) {
        ViewRecord head = chain.head();
        for (Reply candidate : candidates(head)) {
            if (supporters(candidate, head).size() < head.quorum().oneCorrect()) continue;
            dropForged(candidate, chain);
            List<MemberId> by = supporters(candidate, head);
            if (by.size() >= head.quorum().oneCorrect()) {
                return Optional.of(new Accepted(head.id(), candidate, result(candidate), by));
            }
        }
        return Optional.empty();
    }

    private Set<Reply> candidates(ViewRecord head) {
        Set<Reply> contents = new LinkedHashSet<>();
        for (SignedReply each : replies.values()) if (each.view() == head.id()) contents.add(each.reply());
        return contents;
    }

    /** Who says so under this view, one for each seat. */
    private List<MemberId> supporters(Reply content, ViewRecord head) {
        List<MemberId> supporters = new ArrayList<>();
        Set<Integer> seats = new LinkedHashSet<>();
        replies.forEach((member, signed) -> {
            boolean same = signed.view() == head.id() && signed.reply().equals(content);
            if (same
                    && head.seatOf(member).isPresent()
                    && seats.add(head.seatOf(member).getAsInt())) {
                supporters.add(member);
            }
        });
        return supporters;
    }

    private void dropForged(Reply content, ViewChain chain) {
        for (MemberId member : supporters(content, chain.head())) {
            SignedReply signed = replies.get(member);
            boolean valid = verified.contains(member)
                    || chain.signed(
                            member,
                            content.header(chain.head().life(), signed.view()),
                            content.body(),
                            signed.signature());
            if (valid) verified.add(member);
            else {
                replies.remove(member);
                forged.add(member);
            }
        }
    }

    private Optional<byte[]> result(Reply content) {
        return replies.values().stream()
                .filter(each -> each.reply().result().equals(content.result()))
                .flatMap(each -> each.result().stream())
                .findFirst();
    }

    /** Who answered something else in the same view, or with a signature that is none. */
    List<MemberId> contradicting(Accepted accepted) {
        Set<MemberId> liars = new LinkedHashSet<>(forged);
        replies.forEach((member, signed) -> {
            if (signed.view() == accepted.view() && !signed.reply().equals(accepted.reply())) liars.add(member);
        });
        return List.copyOf(liars);
    }
}
