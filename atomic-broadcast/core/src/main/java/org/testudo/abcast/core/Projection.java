package org.testudo.abcast.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Origin;

/**
 * The sequences as they will be once slots under way are delivered. Exact in numbers; of sessions it leaves out which one
 * ends when a client opens too many, so that at worst a request is proposed that delivery skips.
 */
final class Projection implements Numbers {
    /** In place of a number: the session will have ended. */
    private static final long ENDED = -1;

    private final Numbers delivered;
    private final Map<Origin, Long> ahead = new LinkedHashMap<>();
    private final Map<Principal, Long> boots = new LinkedHashMap<>();

    Projection(Numbers delivered) {
        this.delivered = delivered;
    }

    @Override
    public boolean permits(Request request) {
        return delivered.permits(request);
    }

    @Override
    public long next(Origin origin) {
        Long last = ahead.get(origin);
        if (last == null) return superseded(origin) ? NONE : delivered.next(origin);
        return last == ENDED ? NONE : last + 1;
    }

    @Override
    public void take(Request request) {
        Origin origin = request.origin();
        ahead.put(origin, Numbers.closesSession(request) ? ENDED : request.number());
        if (origin.principal().kind() == Principal.Kind.SENSOR) boots.put(origin.principal(), origin.incarnation());
    }

    /** Forgets what delivery has caught up with. */
    void settle(Request taken) {
        Origin origin = taken.origin();
        Long last = ahead.get(origin);
        if (last != null && last != ENDED && last <= taken.number()) ahead.remove(origin);
        if (Numbers.closesSession(taken)) ahead.remove(origin);
        if (!ahead.containsKey(origin)) boots.remove(origin.principal(), origin.incarnation());
    }

    void clear() {
        ahead.clear();
        boots.clear();
    }

    private boolean superseded(Origin origin) {
        Long boot = boots.get(origin.principal());
        return boot != null && boot > origin.incarnation();
    }
}
