package org.testudo.sicp.credentials;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Limits what those cost who begin a TLS handshake and do not get through it, with a bad certificate, say, again and again
 * (SICP-6, CA-7): per source address and in total. What is beyond is to be closed before TLS begins, which costs next to nothing.
 *
 * <p>A source is an address, of IPv6 its first 64 bits, since whoever has one has all of these. One in debt takes nothing from
 * other sources. Whoever shares its address is refused along with it, for before TLS nothing tells them apart, but a source is
 * never refused altogether: {@link #PER_SECOND} a second are let in, whoever comes first. A source of which somebody has
 * authenticated itself lately, or that is a member's, is known: it may fail {@link #OF_KNOWN} times as often, since it is more
 * likely to be shared with those whom the group needs, and the limit in total is not for it. Connections that are open are not
 * touched. Safe for use by several threads; never waits.
 */
public final class FailedHandshakes {
    /** Failures of one source before it is limited. */
    public static final int BURST = 32;
    /** Failures of one source in a second, from then on. */
    public static final int PER_SECOND = 4;
    /** How many times as often a source may fail that is known. */
    public static final int OF_KNOWN = 8;
    /** Failures of all sources that are not known, together. */
    public static final int TOTAL_BURST = 256;

    public static final int TOTAL_PER_SECOND = 64;

    /** Sources remembered; at the bound the one whose last failure is the longest ago is forgotten. */
    static final int MOST_SOURCES = 4_096;
    /** Sources of which somebody has authenticated itself; at the bound the one that has not for the longest is forgotten. */
    static final int MOST_KNOWN = 1_024;

    private static final int PREFIX_BYTES = 8;

    private final Predicate<InetAddress> ofMembers;
    private final LongSupplier nanos;
    private final Map<ByteBuffer, Debt> sources = new LinkedHashMap<>();
    private final Map<ByteBuffer, Boolean> known = new LinkedHashMap<>();
    private final Debt total;
    private long refused;

    /** Failures not yet worked off: each takes so long, and so many may be open. */
    private static final class Debt {
        private final long each;
        private final long most;
        private long paidAt;

        Debt(int burst, int perSecond, long now) {
            each = Duration.ofSeconds(1).toNanos() / perSecond;
            most = burst * each;
            paidAt = now;
        }

        void add(long now, int parts) {
            long open = Math.max(0, paidAt - now);
            paidAt =
                    now + Math.min(most, open + each / parts); // what was under way at the bound is not held against it
        }

        boolean allowsOneMore(long now, int parts) {
            return paidAt - now <= most - each / parts;
        }
    }

    /** @param ofMembers whether an address is that of a configured member; must not wait */
    public FailedHandshakes(Predicate<InetAddress> ofMembers) {
        this(ofMembers, System::nanoTime);
    }

    FailedHandshakes(Predicate<InetAddress> ofMembers, LongSupplier nanos) {
        this.ofMembers = ofMembers;
        this.nanos = nanos;
        total = new Debt(TOTAL_BURST, TOTAL_PER_SECOND, nanos.getAsLong());
    }

    /** Whether a connection from there may begin its handshake; one that may not is counted. */
    public synchronized boolean admits(InetAddress address) {
        long now = nanos.getAsLong();
        ByteBuffer source = source(address);
        boolean isKnown = isKnown(address, source);
        Debt own = sources.get(source);
        boolean admitted = (own == null || own.allowsOneMore(now, isKnown ? OF_KNOWN : 1))
                && (isKnown || total.allowsOneMore(now, 1));
        if (!admitted) refused++;
        return admitted;
    }

    /** A handshake that was begun from there has come to nothing. */
    public synchronized void failed(InetAddress address) {
        long now = nanos.getAsLong();
        ByteBuffer source = source(address);
        Debt own = sources.remove(source);
        if (own == null) own = new Debt(BURST, PER_SECOND, now);
        boolean isKnown = isKnown(address, source);
        boolean within = own.allowsOneMore(now, 1);
        own.add(now, isKnown ? OF_KNOWN : 1);
        sources.put(source, own);
        bound(sources, MOST_SOURCES);
        if (!isKnown && within) total.add(now, 1); // or one source with many under way would fill it alone
    }

    /** Somebody there has authenticated itself. */
    public synchronized void succeeded(InetAddress address) {
        ByteBuffer source = source(address);
        known.remove(source);
        known.put(source, true);
        bound(known, MOST_KNOWN);
    }

    private boolean isKnown(InetAddress address, ByteBuffer source) {
        return known.containsKey(source) || ofMembers.test(address);
    }

    private static void bound(Map<ByteBuffer, ?> map, int most) {
        if (map.size() <= most) return;
        Iterator<ByteBuffer> oldest = map.keySet().iterator();
        oldest.next();
        oldest.remove();
    }

    private static ByteBuffer source(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean network = address instanceof Inet6Address && !address.isLinkLocalAddress();
        return ByteBuffer.wrap(network ? Arrays.copyOf(bytes, PREFIX_BYTES) : bytes);
    }

    /** Connections that were not admitted since the start. */
    public synchronized long refused() {
        return refused;
    }

    synchronized int remembered() {
        return sources.size() + known.size();
    }
}
