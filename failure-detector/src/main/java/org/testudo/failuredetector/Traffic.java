package org.testudo.failuredetector;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.failuredetector.core.Heard;
import org.testudo.failuredetector.core.Told;

/**
 * Sees who sends and who is sent to, and says so at most once per peer, direction and {@code gap}: the detector needs to know
 * that there is traffic, not how much. Safe for use by several threads; what it costs a message is one look-up.
 */
final class Traffic {
    /** When each direction was last spoken of, by {@link System#nanoTime}. */
    private record Link(MemberId peer, AtomicLong heard, AtomicLong told) {}

    private final long gap;
    private final Consumer<Notice> out;
    private volatile Map<Address, Link> links = Map.of();

    Traffic(long gap, Consumer<Notice> out) {
        this.gap = gap;
        this.out = out;
    }

    /** From here on these are the peers. */
    void peers(Map<Address, MemberId> peers, long now) {
        Map<Address, Link> next = new HashMap<>();
        peers.forEach((address, peer) -> next.put(
                address,
                links.getOrDefault(address, new Link(peer, new AtomicLong(now - gap), new AtomicLong(now - gap)))));
        links = next;
    }

    void heard(Address from, long now) {
        Link link = from == null ? null : links.get(from);
        if (link != null && first(link.heard, now)) out.accept(new Heard(link.peer));
    }

    /** @param to null: all of them */
    void told(Address to, long now) {
        if (to == null) links.values().forEach(link -> told(link, now));
        else if (links.containsKey(to)) told(links.get(to), now);
    }

    private void told(Link link, long now) {
        if (first(link.told, now)) out.accept(new Told(link.peer));
    }

    private boolean first(AtomicLong last, long now) {
        long before = last.get();
        return now - before >= gap && last.compareAndSet(before, now);
    }
}
