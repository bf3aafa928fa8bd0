package org.testudo.gacp.server;

import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.Principal;
import org.testudo.gacp.core.QueryAnswered;

/**
 * The room for answers to queries that wait for their signature, in all and for each client: no client takes it from the
 * others, and replies to operations never wait behind more than {@link #MOST} of them. Safe for use by several threads.
 */
final class AnswerRoom {
    static final int MOST = 4_096;
    static final int MOST_OF_ONE = 256;
    static final long MOST_BYTES = 64L << 20;
    static final long MOST_BYTES_OF_ONE = MOST_BYTES / 4;

    private final Map<Principal, Taken> ofClient = new LinkedHashMap<>();
    private Taken all = Taken.NONE;

    private record Taken(int answers, long bytes) {
        static final Taken NONE = new Taken(0, 0);

        Taken with(int more, long moreBytes) {
            return new Taken(answers + more, bytes + moreBytes);
        }

        /** A large answer has room alone. */
        boolean fits(int length, int most, long mostBytes) {
            return answers < most && (bytes == 0 || bytes + length <= mostBytes);
        }
    }

    /** Takes room for an answer; false if there is none. */
    synchronized boolean take(QueryAnswered answered) {
        Principal client = answered.query().client();
        int length = answered.result().length;
        Taken own = ofClient.getOrDefault(client, Taken.NONE);
        if (!all.fits(length, MOST, MOST_BYTES) || !own.fits(length, MOST_OF_ONE, MOST_BYTES_OF_ONE)) return false;
        ofClient.put(client, own.with(1, length));
        all = all.with(1, length);
        return true;
    }

    /** Gives it back. */
    synchronized void give(QueryAnswered answered) {
        int length = answered.result().length;
        ofClient.computeIfPresent(
                answered.query().client(), (key, own) -> own.answers > 1 ? own.with(-1, -length) : null);
        all = all.with(-1, -length);
    }
}
