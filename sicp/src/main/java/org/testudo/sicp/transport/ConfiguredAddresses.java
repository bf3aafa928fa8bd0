package org.testudo.sicp.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The addresses that members' hosts have at present. Looking names up may take long, so it is done now and then, apart. */
final class ConfiguredAddresses {
    private static final long OLD = TimeUnit.SECONDS.toNanos(30);

    private final Collection<Peer> peers;
    private final Resolver resolver;
    private final AtomicLong lookedUp = new AtomicLong(System.nanoTime() - OLD);
    private volatile Set<InetAddress> addresses = Set.of();

    ConfiguredAddresses(Collection<Peer> peers, Resolver resolver) {
        this.peers = peers;
        this.resolver = resolver;
    }

    boolean contains(InetAddress address) {
        return addresses.contains(address);
    }

    /** Whether it is time to look them up; true for one caller only. */
    boolean areOld() {
        long last = lookedUp.get();
        long now = System.nanoTime();
        return now - last >= OLD && lookedUp.compareAndSet(last, now);
    }

    void lookUp() {
        Set<InetAddress> found = new LinkedHashSet<>();
        for (Peer each : peers) {
            try {
                found.addAll(List.of(resolver.addresses(each.host())));
            } catch (UnknownHostException e) {
                continue; // its connections count as those of strangers
            }
        }
        addresses = found;
    }
}
