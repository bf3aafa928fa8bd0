package org.testudo.abcast.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testudo.api.Principal;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Replicated state: the open sessions of clients (AB-22). Its bounds are part of the protocol, not of a configuration,
 * because all members must decide alike.
 *
 * <p>A session that has ended is remembered, by its number alone, for the life of the group: whoever holds its requests could
 * otherwise open it again and have them executed twice. At {@link #MAX_CLOSED} no further session opens in this life. A
 * client that opens one too many loses the one it has used least lately, so that sessions of a process that died do not lock
 * its owner out, and no client takes the others' room.
 */
final class Sessions {
    /** Open at once. At the bound no further one opens. */
    static final int MAX_OPEN = 100_000;
    /** Open at once by one client. At the bound the one used least lately ends. */
    static final int MAX_OPEN_PER_CLIENT = 256;
    /** Ended ones remembered. */
    static final int MAX_CLOSED = 1_000_000;

    /** Per client its open sessions, the one used least lately first. */
    private final Map<Principal, LinkedHashMap<Origin, Open>> open = new TreeMap<>();

    private final Map<Principal, TreeSet<Long>> closed = new TreeMap<>();
    private final Set<Principal> revoked = new LinkedHashSet<>();
    private final Set<BigInteger> revokedSerials = new LinkedHashSet<>();
    private int openCount;
    private int closedCount;

    /** The last number delivered, and the certificates of the card that opened the session. */
    private record Open(long last, Optional<CertificateSerials> card) {
        static Open read(WireReader in) throws MalformedException {
            return new Open(in.readCount(), in.readOptional(CertificateSerials::read));
        }

        void write(WireWriter out) {
            out.writeLong(last).writeOptional(card, CertificateSerials::write);
        }

        boolean restsOn(Set<BigInteger> serials) {
            return card.filter(it -> it.anyOf(serials)).isPresent();
        }
    }

    /** How many are open. */
    int open() {
        return openCount;
    }

    /**
     * A CRL is in force from here on (SICP-11): the sessions of these clients, and those that a card of one of these certificates
     * has opened, end, and none opens in place of them while it is. By certificate, too: with the key of one that was revoked
     * alone, or of an authority, its thief could vouch for itself under any name.
     */
    void revoke(Set<Principal> clients, Set<BigInteger> serials) {
        revoked.clear();
        revoked.addAll(clients);
        revokedSerials.clear();
        revokedSerials.addAll(serials);
        List<Origin> ended = new ArrayList<>();
        open.values()
                .forEach(own -> own.forEach((origin, session) -> {
                    if (clients.contains(origin.principal()) || session.restsOn(serials)) ended.add(origin);
                }));
        ended.forEach(this::close);
    }

    /** Whether this may be a client's request: its session may be opened with the card in it, if it opens one. */
    boolean permits(Request request) {
        return !request.opensSession()
                || CertificateSerials.ofCard(request.body())
                        .filter(card -> !card.anyOf(revokedSerials))
                        .isPresent();
    }

    boolean isOpen(Origin origin) {
        return session(origin) != null;
    }

    long next(Origin origin) {
        Open session = session(origin);
        if (session != null) return session.last + 1;
        boolean room = openCount < MAX_OPEN && closedCount < MAX_CLOSED && !revoked.contains(origin.principal());
        return room && !known(origin) ? 1 : Numbers.NONE;
    }

    /** Counts a request that is its origin's next, and that it {@link #permits}. */
    void take(Request request) {
        Origin origin = request.origin();
        LinkedHashMap<Origin, Open> own = open.computeIfAbsent(origin.principal(), client -> new LinkedHashMap<>());
        Open before = own.remove(origin);
        if (before == null) openCount++;
        Optional<CertificateSerials> card = before == null ? CertificateSerials.ofCard(request.body()) : before.card;
        own.put(origin, new Open(request.number(), card));
        if (Numbers.closesSession(request)) close(origin);
        else if (own.size() > MAX_OPEN_PER_CLIENT) close(own.keySet().iterator().next());
    }

    /** Its share of a checkpoint (AB-22): of each client the one used least lately first. */
    void write(WireWriter out) {
        List<Map.Entry<Origin, Open>> all = new ArrayList<>();
        open.values().forEach(own -> all.addAll(own.entrySet()));
        out.writeList(all, (each, to) -> {
            each.getKey().write(to);
            each.getValue().write(to);
        });
        out.writeList(List.copyOf(closed.entrySet()), (each, to) -> {
            Origin.writePrincipal(each.getKey(), to);
            to.writeList(List.copyOf(each.getValue()), (number, too) -> too.writeLong(number));
        });
        out.writeList(List.copyOf(revoked), Origin::writePrincipal);
        out.writeList(List.copyOf(revokedSerials), CertificateSerials::writeSerial);
    }

    /** Takes that of another member in place of all that is here. */
    void restore(WireReader in) throws MalformedException {
        open.clear();
        closed.clear();
        List<Origin> opened = in.readList(MAX_OPEN, each -> {
            Origin origin = Origin.read(each);
            open.computeIfAbsent(origin.principal(), client -> new LinkedHashMap<>())
                    .put(origin, Open.read(each));
            return origin;
        });
        openCount = opened.size();
        closedCount = in.readList(MAX_CLOSED, this::readClosed).stream()
                .mapToInt(each -> each)
                .sum();
        revoked.clear();
        revoked.addAll(in.readList(RevocationList.MAX_ENTRIES, Origin::readPrincipal));
        revokedSerials.clear();
        revokedSerials.addAll(in.readList(RevocationList.MAX_ENTRIES, CertificateSerials::readSerial));
    }

    private int readClosed(WireReader in) throws MalformedException {
        Principal client = Origin.readPrincipal(in);
        TreeSet<Long> ended = new TreeSet<>(in.readList(MAX_CLOSED, WireReader::readCount));
        closed.put(client, ended);
        return ended.size();
    }

    private void close(Origin origin) {
        LinkedHashMap<Origin, Open> own = open.get(origin.principal());
        own.remove(origin);
        if (own.isEmpty()) open.remove(origin.principal());
        openCount--;
        if (closed.computeIfAbsent(origin.principal(), client -> new TreeSet<>())
                .add(origin.incarnation())) {
            closedCount++;
        }
    }

    private Open session(Origin origin) {
        Map<Origin, Open> own = open.get(origin.principal());
        return own == null ? null : own.get(origin);
    }

    /** Whether a session of this client and number is open, perhaps under another key, or has ended. */
    private boolean known(Origin origin) {
        TreeSet<Long> ended = closed.get(origin.principal());
        if (ended != null && ended.contains(origin.incarnation())) return true;
        Map<Origin, Open> own = open.getOrDefault(origin.principal(), new LinkedHashMap<>());
        for (Iterator<Origin> each = own.keySet().iterator(); each.hasNext(); ) {
            if (each.next().incarnation() == origin.incarnation()) return true;
        }
        return false;
    }
}
