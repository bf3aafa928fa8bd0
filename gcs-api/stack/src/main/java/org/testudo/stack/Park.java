package org.testudo.stack;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.statement.MessageCodec.Lane;

/** One peer's messages that name a view not yet installed here (HOST-2). Guarded by the lock of {@link Intake}. */
final class Park {
    static final int MOST = 1_024;
    static final long MOST_BYTES = 8 << 20;

    /** A message with the lane from which it came. */
    record Parked(Lane lane, InboundLane.Item item) {}

    private List<Parked> waiting = new ArrayList<>();
    private long bytes;

    /** False if the park is full; one message always finds room in an empty park. */
    boolean offer(Lane lane, InboundLane.Item item) {
        boolean full = waiting.size() >= MOST || bytes + item.frame().length > MOST_BYTES;
        if (full && !waiting.isEmpty()) return false;
        waiting.add(new Parked(lane, item));
        bytes += item.frame().length;
        return true;
    }

    /** All that waits, the newest first, so that each can be put in front of its lane. */
    List<Parked> drainNewestFirst() {
        List<Parked> all = waiting;
        waiting = new ArrayList<>();
        bytes = 0;
        java.util.Collections.reverse(all);
        return all;
    }

    int size() {
        return waiting.size();
    }
}
