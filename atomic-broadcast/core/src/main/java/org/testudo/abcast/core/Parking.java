package org.testudo.abcast.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Authentic;

/**
 * Messages that wait at the barrier, in order, at most a few of each peer (AB-14, AB-31). At the bound the newest is dropped:
 * its sender repeats it.
 */
final class Parking {
    static final int MAX_PER_PEER = 256;
    private final Deque<Authentic<AbcastMessage>> parked = new ArrayDeque<>();
    private final Map<MemberId, Integer> counts = new LinkedHashMap<>();

    private final MemberId self;

    Parking(MemberId self) {
        this.self = self;
    }

    /** This member's own messages all stay: nobody repeats them to it, and at the barrier it makes none. */
    void park(Authentic<AbcastMessage> message) {
        if (message.sender().equals(self)) parked.add(message);
        else if (counts.merge(message.sender(), 1, Integer::sum) <= MAX_PER_PEER) parked.add(message);
    }

    /** All that waited; nothing waits any more. */
    Deque<Authentic<AbcastMessage>> unpark() {
        Deque<Authentic<AbcastMessage>> all = new ArrayDeque<>(parked);
        parked.clear();
        counts.clear();
        return all;
    }

    int size() {
        return parked.size();
    }
}
