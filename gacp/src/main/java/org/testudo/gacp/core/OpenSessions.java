package org.testudo.gacp.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Origin;

/**
 * The open sessions, by client, that used least lately first. Follows the ordering: a session is opened where the ordering
 * delivers its opening, and a client that opens one too many loses the one it has used least lately, so that both know the
 * same sessions. How many there are in total is bounded by the ordering.
 */
final class OpenSessions {
    private final Map<Principal, LinkedHashMap<Origin, ClientSession>> byClient = new TreeMap<>();
    private int count;

    int count() {
        return count;
    }

    Optional<ClientSession> find(Origin client) {
        return Optional.ofNullable(byClient.get(client.principal())).map(own -> own.get(client));
    }

    /** All, of each client that used least lately first. */
    List<Map.Entry<Origin, ClientSession>> all() {
        List<Map.Entry<Origin, ClientSession>> all = new ArrayList<>();
        byClient.values().forEach(own -> all.addAll(own.entrySet()));
        return all;
    }

    /** The session was used in the order: it is the one used last. */
    void touch(Origin client) {
        LinkedHashMap<Origin, ClientSession> own = byClient.get(client.principal());
        own.put(client, own.remove(client));
    }

    /** Adds a session; gives back the one that ends for it, if any. */
    Optional<ClientSession> add(Origin client, ClientSession session) {
        LinkedHashMap<Origin, ClientSession> own =
                byClient.computeIfAbsent(client.principal(), key -> new LinkedHashMap<>());
        own.put(client, session);
        count++;
        if (own.size() <= GacpLimits.SESSIONS_PER_CLIENT) return Optional.empty();
        Origin oldest = own.keySet().iterator().next();
        return remove(oldest);
    }

    Optional<ClientSession> remove(Origin client) {
        LinkedHashMap<Origin, ClientSession> own = byClient.get(client.principal());
        ClientSession removed = own == null ? null : own.remove(client);
        if (removed == null) return Optional.empty();
        count--;
        if (own.isEmpty()) byClient.remove(client.principal());
        return Optional.of(removed);
    }
}
