package org.testudo.abcast.core;

import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;

/** Which request of each origin comes next (AB-21): in the replicated state, or as it will be after slots under way. */
interface Numbers {
    /** Nothing of this origin may be ordered: unknown, unseated, superseded, closed. */
    long NONE = 0;

    /** The number that this origin's next request must bear, or {@link #NONE}. */
    long next(Origin origin);

    /** Counts a request that {@link #admits} it. */
    void take(Request request);

    /** Whether this origin makes such requests at all. */
    boolean permits(Request request);

    /** Whether a request is its origin's next. */
    default boolean admits(Request request) {
        return permits(request) && request.number() == next(request.origin());
    }

    /**
     * Whether origins of this kind make such requests at all. A client cannot raise the barrier with commands; what it first
     * asks for is its session (AB-22).
     */
    static boolean permitted(Request request) {
        RequestClass kind = request.kind();
        Principal.Kind who = request.origin().principal().kind();
        return switch (who) {
            case MEMBER -> kind == RequestClass.APPLICATION || kind == RequestClass.CONTROL;
            case SENSOR -> kind == RequestClass.CONTROL;
            case CLIENT ->
                request.number() == 1
                        ? request.opensSession()
                        : kind == RequestClass.APPLICATION || closesSession(request);
            case OPERATOR -> false;
        };
    }

    /** Whether this is a client's last request of its session. */
    static boolean closesSession(Request request) {
        return request.kind() == RequestClass.SESSION && request.number() > 1 && request.body().length == 0;
    }
}
