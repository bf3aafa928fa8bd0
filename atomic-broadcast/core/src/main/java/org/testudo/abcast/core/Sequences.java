package org.testudo.abcast.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Origin;

/**
 * Replicated state: the last number delivered of each origin (AB-6, AB-21). A function of the delivered prefix and of the
 * view record alone (G-2). Members are counted by incarnation, sensors by boot, of which the latest counts, clients by
 * session.
 */
final class Sequences implements Numbers {
    private final Map<Origin, Long> members = new LinkedHashMap<>();
    private final Map<Principal, Boot> boots = new LinkedHashMap<>();
    private final Sessions sessions = new Sessions();
    private Seating seating;

    /** What a sensor's present boot has reached. */
    private record Boot(long number, long last) {}

    /** Who holds a seat, and which sensors watch one, is from here on as this view says. */
    void install(Seating view) {
        seating = view;
    }

    Sessions sessions() {
        return sessions;
    }

    @Override
    public long next(Origin origin) {
        return switch (origin.principal().kind()) {
            case MEMBER -> seating.seats(origin) ? members.getOrDefault(origin, 0L) + 1 : NONE;
            case SENSOR -> seating.watches(origin) ? nextOfBoot(origin) : NONE;
            case CLIENT -> sessions.next(origin);
            case OPERATOR -> NONE;
        };
    }

    private long nextOfBoot(Origin origin) {
        Boot boot = boots.get(origin.principal());
        if (boot == null || origin.incarnation() > boot.number) return 1;
        return origin.incarnation() == boot.number ? boot.last + 1 : NONE;
    }

    /** Whether something of this origin has been delivered. */
    boolean begun(Origin origin) {
        return switch (origin.principal().kind()) {
            case MEMBER -> true; // as many as seats: they need no bound of their own
            case SENSOR ->
                boots.containsKey(origin.principal()) && boots.get(origin.principal()).number == origin.incarnation();
            case CLIENT -> sessions.isOpen(origin);
            case OPERATOR -> false;
        };
    }

    @Override
    public void take(Request request) {
        Origin origin = request.origin();
        switch (origin.principal().kind()) {
            case MEMBER -> members.put(origin, request.number());
            case SENSOR -> boots.put(origin.principal(), new Boot(origin.incarnation(), request.number()));
            case CLIENT -> sessions.take(request);
            case OPERATOR -> {}
        }
    }
}
