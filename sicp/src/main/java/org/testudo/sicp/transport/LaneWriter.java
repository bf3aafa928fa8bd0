package org.testudo.sicp.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes what waits for one peer. After each piece of a large packet what has come meanwhile goes first, up to one frame of it: so
 * votes wait for one piece, and a flood of small packets leaves large ones a fifth of the connection (AB-18). No more pieces are
 * written than the connection's {@link Flow} allows. What a
 * broken connection has not taken whole is sent again, whole. For the thread of the lane that writes.
 */
final class LaneWriter {
    private final SendQueue queue;
    private Link link;
    private PieceWriter large;
    private int clearings;
    private long written; // when something was, last

    LaneWriter(SendQueue queue) {
        this.queue = queue;
    }

    /**
     * Waits for something to send, and writes a part of it.
     *
     * @param keepalive after so long an empty frame goes out
     * @param inUse whether the connection still is; if not, nothing is written
     */
    void write(Link to, Duration keepalive, Predicate<Link> inUse) throws IOException, InterruptedException {
        int now = queue.clearings();
        if (now != clearings) large = null; // it is of those that were forgotten
        clearings = now;
        if (to != link) begin(to);
        boolean open = to.flow().isOpen();
        Duration left = keepalive.minusNanos(System.nanoTime() - written);
        List<Packet> urgent = queue.take(open && large != null ? Duration.ZERO : left, open);
        List<Packet> bulk = open && large == null ? bulk() : List.of();
        boolean done = false;
        try {
            if (!inUse.test(to)) return;
            boolean more = tell() || !bulk.isEmpty() || open && large != null;
            boolean silent = !more && System.nanoTime() - written >= keepalive.toNanos();
            if (!urgent.isEmpty() || silent) to.write(urgent);
            if (!bulk.isEmpty()) to.write(bulk);
            if (open && large != null) writePiece();
            if (more || silent || !urgent.isEmpty()) written = System.nanoTime();
            done = true;
        } finally {
            if (!done) {
                queue.putBack(bulk, clearings);
                putBackLarge();
                queue.putBack(urgent, clearings);
            }
        }
    }

    private void begin(Link to) {
        putBackLarge();
        link = to;
        written = System.nanoTime();
    }

    private boolean tell() throws IOException {
        int read = link.flow().tell();
        if (read > 0) Frames.writeReceipt(read, link.out());
        return read > 0;
    }

    private void writePiece() throws IOException {
        boolean asks = link.flow().writes(large.isNew(), System.nanoTime());
        if (large.write(link.out(), asks)) large = null;
    }

    /** What goes out whole; a large packet is begun instead. */
    private List<Packet> bulk() {
        List<Packet> next = queue.takeBulk();
        if (next.isEmpty() || !next.get(0).inPieces()) return next;
        large = new PieceWriter(next.get(0));
        return List.of();
    }

    private void putBackLarge() {
        if (large != null) queue.putBack(List.of(large.packet()), clearings);
        large = null;
    }
}
