package org.testudo.membership.core;

import java.util.LinkedHashSet;
import java.util.Set;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;

/**
 * Accusations of its own that this member has submitted and not yet seen delivered, so that none is submitted twice at a time. At the
 * bound the oldest is forgotten: at worst it is submitted again, and has no further effect.
 */
final class Submissions {
    static final int MOST = 256;

    private final Set<Digest> pending = new LinkedHashSet<>();

    /** Whether this is not under way already; it is from here on. */
    boolean begin(Payload.Own payload) {
        if (!pending.add(Digest.of(payload.body()))) return false;
        if (pending.size() > MOST) pending.remove(pending.iterator().next());
        return true;
    }

    /** A request of this member was delivered. */
    void delivered(Request own) {
        pending.remove(Digest.of(own.body()));
    }
}
