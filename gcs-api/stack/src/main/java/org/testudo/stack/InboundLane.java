package org.testudo.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.MessageCodec.Lane;

/**
 * What one peer has sent in one lane and no thread has verified yet, in the order of arrival (HOST-1). Guarded by the lock
 * of {@link Intake}.
 */
final class InboundLane {
    /** Bytes of a peer's message for one core. */
    record Item(HostedLayer<?> layer, byte[] frame) {}

    /** A message whose claims are being verified: those before {@code next} are true. */
    record Verification(Item item, HostedLayer.Incoming<?> incoming, int next) {}

    /** How many messages of a lane may be verified but not yet taken by the loop. */
    private static final int MOST_UNTAKEN = 256;

    final MemberId peer;
    final Lane lane;
    private final Deque<Item> waiting = new ArrayDeque<>();
    private final int most;
    private final long mostBytes;
    private long bytes;
    private int untaken;
    private Verification begun;
    private boolean scheduled;

    InboundLane(MemberId peer, Lane lane) {
        this.peer = peer;
        this.lane = lane;
        most = switch (lane) {
            case CONTROL -> 512;
            case VOTES -> 4_096;
            case BODIES -> 1_024;
        };
        mostBytes = switch (lane) {
            case CONTROL -> 1 << 20;
            case VOTES -> 8 << 20;
            case BODIES -> 16 << 20;
        };
    }

    /** False if the lane is full; one message, however large, always finds room in an empty lane. */
    boolean offer(Item item) {
        boolean full = waiting.size() >= most || bytes + item.frame.length > mostBytes;
        if (full && !waiting.isEmpty()) return false;
        waiting.addLast(item);
        bytes += item.frame.length;
        return true;
    }

    /** Puts back in front what came before all that waits, whatever the bound: its own bound was that of the park. */
    void offerFirst(Item item) {
        waiting.addFirst(item);
        bytes += item.frame.length;
    }

    Item take() {
        Item item = waiting.removeFirst();
        bytes -= item.frame.length;
        return item;
    }

    /** Whether a thread should serve it: something waits, no thread has it, and the loop keeps up with it. */
    boolean ready() {
        return !scheduled && servable();
    }

    boolean servable() {
        return (begun != null || !waiting.isEmpty()) && untaken < MOST_UNTAKEN;
    }

    /** The message that was begun in an earlier turn; null if none. */
    Verification resume() {
        Verification resumed = begun;
        begun = null;
        return resumed;
    }

    /** Keeps a message for the next turn. */
    void suspend(Verification verification) {
        begun = verification;
    }

    void scheduled(boolean now) {
        scheduled = now;
    }

    void posted() {
        untaken++;
    }

    void taken() {
        untaken--;
    }

    int size() {
        return waiting.size();
    }
}
