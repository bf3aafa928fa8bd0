package org.testudo.sicp.transport;

import java.net.InetAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.testudo.sicp.credentials.Sources;

/**
 * Connections that have not authenticated themselves yet, bounded per source address and in total (SICP-6). At a bound the
 * oldest that has not said a word goes, else the oldest, so that newcomers are never locked out; addresses of configured
 * members have places of their own. Safe for use by several threads.
 */
final class HalfOpen {
    static final int MOST_OF_ONE_SOURCE = 16;
    static final int MOST_OF_STRANGERS = 128;

    /** One connection. */
    static final class Entry {
        private final Socket socket;
        private final InetAddress source;
        private final String network;
        private final boolean stranger;
        private boolean spoke;
        private boolean evicted;
        private boolean excused;

        private Entry(Socket socket, InetAddress source, boolean stranger) {
            this.socket = socket;
            this.source = source;
            network = Sources.networkOf(source);
            this.stranger = stranger;
        }
    }

    private final Predicate<InetAddress> configured;
    private final Map<Socket, Entry> entries = new LinkedHashMap<>();
    private long evictions;

    /** @param configured whether an address is that of a member; must not wait */
    HalfOpen(Predicate<InetAddress> configured) {
        this.configured = configured;
    }

    /** Takes a connection in, and may close an older one for it. */
    Entry admit(Socket socket) {
        InetAddress source = socket.getInetAddress();
        Entry entry = new Entry(socket, source, !configured.test(source));
        synchronized (this) {
            entries.put(socket, entry);
            evictAbove(MOST_OF_ONE_SOURCE, each -> each.source.equals(source));
            evictAbove(MOST_OF_STRANGERS, each -> each.stranger);
        }
        return entry;
    }

    private void evictAbove(int most, Predicate<Entry> group) {
        List<Entry> members = entries.values().stream().filter(group).toList();
        if (members.size() <= most) return;
        List<Entry> earlier = members.subList(0, members.size() - 1); // the newcomer has had no time to speak
        Entry victim = earlier.stream().filter(each -> !each.spoke).findFirst().orElse(earlier.get(0));
        victim.evicted = true;
        victim.excused = countOf(victim.network, members) < MOST_OF_ONE_SOURCE; // others have crowded it out
        entries.remove(victim.socket);
        evictions++;
        Deadlines.closeQuietly(victim.socket);
    }

    private static long countOf(String network, List<Entry> among) {
        return among.stream().filter(each -> each.network.equals(network)).count();
    }

    /** It has begun a TLS handshake. */
    synchronized void spoke(Entry entry) {
        entry.spoke = true;
    }

    /**
     * Whether its end, if it has come to nothing, is held against its source: it has begun a TLS handshake, and was not closed for
     * others. Closed for those of its own network it has none to blame but that, which else stalls so many that none ever fails.
     */
    synchronized boolean isToBlame(Entry entry) {
        return entry.spoke && !(entry.evicted && entry.excused);
    }

    /** It is authenticated or closed. */
    synchronized void done(Entry entry) {
        entries.remove(entry.socket);
    }

    /** Whether it was closed for another. */
    synchronized boolean evicted(Entry entry) {
        return entry.evicted;
    }

    synchronized int size() {
        return entries.size();
    }

    /** Connections closed for others since the start. */
    synchronized long evictions() {
        return evictions;
    }

    synchronized void closeAll() {
        entries.values().forEach(each -> Deadlines.closeQuietly(each.socket));
        entries.clear();
    }
}
