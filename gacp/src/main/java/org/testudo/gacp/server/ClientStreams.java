package org.testudo.gacp.server;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.testudo.api.Principal;

/** The open streams of all clients, by the session that they serve. Safe for use by several threads. */
final class ClientStreams {
    private record Session(Principal client, long number) {}

    /** Messages of all streams together that wait for clients to read; whoever exceeds it loses its stream. */
    static final long MOST_UNREAD_BYTES = 256L << 20;

    private final AtomicLong unreadBytes = new AtomicLong();
    private final Set<ClientStream> all = new LinkedHashSet<>();
    private final Map<Session, Set<ClientStream>> bySession = new LinkedHashMap<>();

    AtomicLong unreadBytes() {
        return unreadBytes;
    }

    /** Adds a stream unless its client has so many already. */
    synchronized boolean add(ClientStream stream, int mostOfOne) {
        long own = all.stream()
                .filter(each -> each.client().equals(stream.client()))
                .count();
        return own < mostOfOne && all.add(stream);
    }

    /** From here on the stream gets the answers of this session; another client's session of the same number is another. */
    synchronized void serve(ClientStream stream, ClientStream.Hello hello) {
        if (!all.contains(stream)) return;
        leave(stream);
        stream.hello(hello);
        bySession
                .computeIfAbsent(new Session(stream.client(), hello.session()), key -> new LinkedHashSet<>())
                .add(stream);
    }

    synchronized void remove(ClientStream stream) {
        all.remove(stream);
        leave(stream);
    }

    private void leave(ClientStream stream) {
        Session session = new Session(stream.client(), stream.hello().session());
        Set<ClientStream> others = bySession.get(session);
        if (others == null) return;
        others.remove(stream);
        if (others.isEmpty()) bySession.remove(session);
    }

    synchronized List<ClientStream> of(Principal client, long session) {
        return List.copyOf(bySession.getOrDefault(new Session(client, session), Set.of()));
    }

    /** All that have said which session they serve. */
    synchronized List<ClientStream> greeted() {
        List<ClientStream> greeted = new ArrayList<>();
        bySession.values().forEach(greeted::addAll);
        return greeted;
    }

    synchronized int size() {
        return all.size();
    }

    void closeAll(String why) {
        List<ClientStream> open;
        synchronized (this) {
            open = List.copyOf(all);
        }
        for (ClientStream each : open) each.close(Status.UNAVAILABLE.withDescription(why));
    }
}
