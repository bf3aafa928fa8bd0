package org.testudo.stack.pair.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;

/**
 * One direction of a pair at the receiver. Takes parcels in their order only: a connection keeps the order, so what comes
 * early says that something before it was lost and will come again.
 */
final class Receiving {
    /** What became of a parcel. */
    enum Fate {
        TAKEN,
        DUPLICATE,
        EARLY,
        BEYOND_WINDOW
    }

    private final PairSettings settings;
    private final Deque<Integer> sizes = new ArrayDeque<>(); // of the received and not consumed, in order
    private final TreeSet<Long> done = new TreeSet<>(); // consumed before an earlier one
    private long bytes;
    private long received;
    private long consumed;
    private int sinceReceipt;
    private long bytesSinceReceipt;

    Receiving(PairSettings settings) {
        this.settings = settings;
    }

    Fate take(PairMessage.Parcel parcel) {
        if (parcel.sequence() <= received) return Fate.DUPLICATE;
        if (parcel.sequence() > received + 1) return Fate.EARLY;
        int size = parcel.body().length;
        if (!settings.admits(sizes.size(), bytes, size)) return Fate.BEYOND_WINDOW;
        received++;
        sizes.addLast(size);
        bytes += size;
        return Fate.TAKEN;
    }

    /** The application is done with one; whether something is new. */
    boolean consumed(long sequence) {
        if (sequence <= consumed || sequence > received || !done.add(sequence)) return false;
        while (done.remove(consumed + 1)) {
            consumed++;
            int size = sizes.removeFirst();
            bytes -= size;
            sinceReceipt++;
            bytesSinceReceipt += size;
        }
        return true;
    }

    /** Whether so much room has come about that the sender should hear of it now. */
    boolean muchConsumed() {
        return sinceReceipt >= Math.max(1, settings.messages() / 4) || bytesSinceReceipt >= settings.bytes() / 4;
    }

    PairMessage.Receipt receipt(PairStream stream, long from, long to) {
        sinceReceipt = 0;
        bytesSinceReceipt = 0;
        return new PairMessage.Receipt(stream, from, to, received, consumed);
    }
}
