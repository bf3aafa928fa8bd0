package org.testudo.gacp.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.kernel.statement.Origin;

/** Which results are kept in full, oldest first, and the bytes they take; bounded. */
final class KeptResults {
    /** Names a result. */
    record Key(Origin client, long number) {
        static Key of(Reply reply) {
            return new Key(reply.client(), reply.number());
        }
    }

    private final long most;
    private final Map<Key, Integer> lengths = new LinkedHashMap<>();
    private long bytes;

    KeptResults(long most) {
        this.most = most;
    }

    /** Adds a result; gives back those that have to go for it, oldest first, perhaps itself. */
    List<Key> add(Key key, int length) {
        remove(key);
        lengths.put(key, length);
        bytes += length;
        List<Key> gone = new ArrayList<>();
        while (bytes > most) {
            Key oldest = lengths.keySet().iterator().next();
            remove(oldest);
            gone.add(oldest);
        }
        return gone;
    }

    void remove(Key key) {
        Integer length = lengths.remove(key);
        if (length != null) bytes -= length;
    }

    /** Which are kept, the oldest first. */
    List<Key> keys() {
        return List.copyOf(lengths.keySet());
    }

    long bytes() {
        return bytes;
    }
}
