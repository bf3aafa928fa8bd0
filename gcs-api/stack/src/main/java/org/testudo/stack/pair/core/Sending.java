package org.testudo.stack.pair.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One direction of a pair at the sender: what was sent and the other's application has not consumed. */
final class Sending {
    record Kept(long view, long sequence, byte[] body) {}

    private final PairSettings settings;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private Duration patience;
    private long bytes;
    private long last;
    private long received;
    private boolean probing;
    private boolean greeted;

    Sending(PairSettings settings) {
        this.settings = settings;
        patience = settings.patience();
    }

    boolean admits(int size) {
        return settings.admits(kept.size(), bytes, size);
    }

    Kept add(long view, byte[] body) {
        Kept added = new Kept(view, ++last, body);
        kept.addLast(added);
        bytes += body.length;
        return added;
    }

    int messages() {
        return kept.size();
    }

    long bytes() {
        return bytes;
    }

    Duration patience() {
        return patience;
    }

    /** A receipt may claim only what was sent, and not less consumed than it can be. */
    boolean possible(PairMessage.Receipt receipt) {
        return receipt.consumed() <= receipt.received() && receipt.received() <= last;
    }

    /** Removes what the other has consumed; an older receipt changes nothing. */
    List<Kept> settle(PairMessage.Receipt receipt) {
        if (receipt.received() > received) patience = settings.patience();
        received = Math.max(received, receipt.received());
        List<Kept> settled = new ArrayList<>();
        while (!kept.isEmpty() && kept.getFirst().sequence <= receipt.consumed()) settled.add(kept.removeFirst());
        for (Kept each : settled) bytes -= each.body.length;
        if (!settled.isEmpty()) patience = settings.patience();
        return settled;
    }

    /**
     * What to send again after a receipt: all that was not received, if it answers a probe or is the first from a receiver
     * that has only now heard of this sender. Otherwise nothing: what is missing may be on its way.
     */
    List<Kept> missing() {
        boolean due = probing || (!greeted && received == 0);
        greeted = true;
        probing = false;
        if (!due) return List.of();
        return kept.stream().filter(each -> each.sequence > received).toList();
    }

    /** The one to send when patience has ended: only one, since a receiver that is gone deserves no more. */
    Kept probe() {
        patience = shorter(patience.multipliedBy(2), settings.longestPatience());
        probing = true;
        return kept.stream()
                .filter(each -> each.sequence > received)
                .findFirst()
                .orElseGet(kept::getFirst);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
