package org.testudo.sicp.credentials;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.testudo.api.Principal;

/**
 * Limits what those cost who begin a TLS handshake and do not get through it, with a bad certificate, say, again and again
 * (SICP-6, CA-7): per {@linkplain Sources#of source}, per {@linkplain Sources#networkOf network} and in total. What is beyond is
 * to be closed before TLS begins, which costs next to nothing.
 *
 * <p>A source in debt takes nothing from others: what it fails beyond its own bound is not held against its network, nor what a
 * network fails beyond its bound against all. The limit in total is for networks of which somebody has failed within a minute, so
 * a crowd locks out nobody who comes from elsewhere, and one host with very many addresses is one network of many. Whoever shares a
 * source or a network is refused along with it, for before TLS nothing tells them apart, but none is refused altogether: so many a
 * second are let in, whoever comes first. A source of which somebody has authenticated itself within an hour, or that is a
 * member's, is known: it may fail {@link #OF_KNOWN} times as often, since it is more likely to be shared with those whom the group
 * needs, and the limits of its network and in total are not for it. Connections that are open are not touched. Safe for use by
 * several threads; never waits.
 */
public final class FailedHandshakes {
    /** Failures of one source before it is limited. */
    public static final int BURST = 32;
    /** Failures of one source in a second, from then on. */
    public static final int PER_SECOND = 4;
    /** How many times as often a source may fail that is known. */
    public static final int OF_KNOWN = 8;
    /** Failures of the sources of one network that are not known, together. */
    public static final int NETWORK_BURST = 64;

    public static final int NETWORK_PER_SECOND = 16;
    /** Failures of all sources that are not known, together. */
    public static final int TOTAL_BURST = 256;

    public static final int TOTAL_PER_SECOND = 64;
    /** Whom the limit in total refuses. */
    public static final String STRANGERS = "strangers";

    /** For how long a network that has failed is among those whom the limit in total is for. */
    static final Duration LATELY = Duration.ofMinutes(1);

    /** Sources remembered; at the bound the one whose last failure is the longest ago is forgotten. */
    static final int MOST_SOURCES = 4_096;
    /** The same of networks. */
    static final int MOST_NETWORKS = 4_096;

    private final Predicate<InetAddress> ofMembers;
    private final LongSupplier nanos;
    private final Map<String, Debt> sources = new LinkedHashMap<>();
    private final Map<String, Debt> networks = new LinkedHashMap<>();
    private final KnownSources known = new KnownSources();
    private final Debt total;
    private long refused;

    /** Failures not yet worked off: each takes so long, and so many may be open. */
    private static final class Debt {
        private final long each;
        private final long most;
        private long paidAt;
        private long failedAt;

        Debt(int burst, int perSecond, long now) {
            each = Duration.ofSeconds(1).toNanos() / perSecond;
            most = burst * each;
            paidAt = now;
        }

        void add(long now, int parts) {
            failedAt = now;
            long open = Math.max(0, paidAt - now);
            paidAt =
                    now + Math.min(most, open + each / parts); // what was under way at the bound is not held against it
        }

        boolean allowsOneMore(long now, int parts) {
            return paidAt - now <= most - each / parts;
        }

        boolean isRecent(long now) {
            return now - failedAt <= LATELY.toNanos();
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
    public boolean admits(InetAddress address) {
        return refusal(address).isEmpty();
    }

    /** By whose limit a connection from there may not begin its handshake, if so: its source's, its network's or all strangers'. */
    public synchronized Optional<String> refusal(InetAddress address) {
        Optional<String> limited = limited(address, nanos.getAsLong());
        if (limited.isPresent()) refused++;
        return limited;
    }

    private Optional<String> limited(InetAddress address, long now) {
        String source = Sources.of(address);
        boolean isKnown = isKnown(address, source, now);
        Debt own = sources.get(source);
        if (own != null && !own.allowsOneMore(now, isKnown ? OF_KNOWN : 1)) return Optional.of(source);
        String network = Sources.networkOf(address);
        Debt shared = networks.get(network);
        if (isKnown || shared == null) return Optional.empty();
        if (!shared.allowsOneMore(now, 1)) return Optional.of(network);
        return shared.isRecent(now) && !total.allowsOneMore(now, 1) ? Optional.of(STRANGERS) : Optional.empty();
    }

    /** A handshake that was begun from there has come to nothing. */
    public synchronized void failed(InetAddress address) {
        long now = nanos.getAsLong();
        String source = Sources.of(address);
        Debt own = latest(sources, source, MOST_SOURCES, new Debt(BURST, PER_SECOND, now));
        boolean isKnown = isKnown(address, source, now);
        boolean within = own.allowsOneMore(now, 1);
        own.add(now, isKnown ? OF_KNOWN : 1);
        if (!isKnown && within) failedWithin(Sources.networkOf(address), now); // or one source would fill the others
    }

    private void failedWithin(String network, long now) {
        Debt shared = latest(networks, network, MOST_NETWORKS, new Debt(NETWORK_BURST, NETWORK_PER_SECOND, now));
        boolean within = shared.allowsOneMore(now, 1);
        shared.add(now, 1);
        if (within) total.add(now, 1); // or one network with many sources would fill it alone
    }

    /** Makes it the last to be forgotten. */
    private static Debt latest(Map<String, Debt> debts, String key, int most, Debt fresh) {
        Debt open = debts.remove(key);
        Debt debt = open == null ? fresh : open;
        debts.put(key, debt);
        if (debts.size() > most) debts.remove(debts.keySet().iterator().next());
        return debt;
    }

    /** Somebody there has authenticated itself, as this principal. */
    public synchronized void succeeded(InetAddress address, Principal principal) {
        known.add(Sources.of(address), principal, nanos.getAsLong());
    }

    private boolean isKnown(InetAddress address, String source, long now) {
        return known.contains(source, now) || ofMembers.test(address);
    }

    /** Connections that were not admitted since the start. */
    public synchronized long refused() {
        return refused;
    }

    synchronized int remembered() {
        return sources.size() + networks.size() + known.size();
    }
}
