package org.testudo.gacp.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.gacp.core.Confirmation;
import org.testudo.kernel.view.ViewRecord;

/**
 * Whether the view at the head of the chain is the present one: a quorum of its seats have said so, over this client's
 * nonce, within the trusting period (CA-8). Members that left a view, and were broken into later, cannot say it for the view
 * that a client believes to be the present one without a quorum of their like. Used by one thread.
 */
final class Freshness {
    private final ViewChain chain;
    private final Duration trusting;
    private final Map<MemberId, Confirmation> latest = new LinkedHashMap<>();
    private final Set<MemberId> verified = new TreeSet<>();
    private byte[] nonce = {};
    private long nonceMade;
    private long trustedView = -1;
    private long trustedUntil;

    /** @param trusting how long the word of a quorum holds, counted from the nonce */
    Freshness(ViewChain chain, Duration trusting) {
        this.chain = chain;
        this.trusting = trusting;
    }

    /** From here on confirmations must repeat this nonce; earlier trust runs on to its end. */
    void renew(byte[] fresh, long now) {
        nonce = fresh.clone();
        nonceMade = now;
        latest.clear();
        verified.clear();
    }

    byte[] nonce() {
        return nonce.clone();
    }

    /** When half of the trusting period is over since the nonce was made. */
    long renewalDue() {
        return nonceMade + trusting.toNanos() / 2;
    }

    /** Takes note of a member's word; of each member only the last counts, and that for the highest view. */
    void offer(MemberId from, Confirmation confirmation) {
        Confirmation before = latest.get(from);
        boolean older = before != null && before.view() > confirmation.view();
        if (older || !confirmation.isFor(nonce)) return;
        latest.put(from, confirmation);
        verified.remove(from);
    }

    /** Whether answers of the view at the head may be believed now. */
    boolean trusted(long now) {
        ViewRecord head = chain.head();
        long end = nonceMade + trusting.toNanos();
        boolean counted = trustedView == head.id() && trustedUntil == end;
        if (!counted && confirmations(head) >= head.quorum().intersecting()) {
            trustedView = head.id();
            trustedUntil = end;
        }
        return trustedView == head.id() && now - trustedUntil < 0;
    }

    /** Whether a quorum has ever confirmed a view to this client. */
    boolean everTrusted() {
        return trustedView >= 0;
    }

    /** How many seats of the view have given their good word; one member holds one seat. */
    private int confirmations(ViewRecord head) {
        latest.entrySet().removeIf(each -> each.getValue().view() == head.id() && !good(each.getKey(), head));
        return (int) verified.stream().filter(member -> isFor(member, head)).count();
    }

    private boolean isFor(MemberId member, ViewRecord head) {
        return latest.get(member).view() == head.id() && head.seatOf(member).isPresent();
    }

    private boolean good(MemberId from, ViewRecord head) {
        if (verified.contains(from)) return true;
        Confirmation word = latest.get(from);
        boolean good = word.record().equals(head.digest())
                && chain.signed(
                        from,
                        Confirmation.header(head.life(), head.id()),
                        Confirmation.body(word.record(), word.nonce()),
                        word.signature());
        if (good) verified.add(from);
        return good;
    }
}
