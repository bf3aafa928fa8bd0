package org.testudo.gacp.core;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Principal;

/**
 * The queries of clients that this member has yet to answer, oldest first. Bounded: {@link #MOST} and {@link #MOST_BYTES} in
 * all, {@link #MOST_OF_ONE} of one client; whoever comes then is refused. What is older than {@link #AGE} is forgotten, for
 * nobody waits for it any more.
 */
final class OpenQueries {
    static final int MOST = 1_024;
    static final int MOST_OF_ONE = 64;
    static final long MOST_BYTES = 16L << 20;
    static final Duration AGE = Duration.ofSeconds(30);

    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final Map<Principal, Integer> ofClient = new LinkedHashMap<>();
    private long bytes;
    private long lastId;

    private record Open(QueryOffered query, Duration since, long view) {}

    /** What an answer needs: the query, and the view in which it is answered. */
    record Due(QueryOffered query, long view) {}

    int size() {
        return open.size();
    }

    /** Takes a query and names it; empty if there is no room for it. */
    Optional<Long> add(QueryOffered query, Duration now) {
        forget(now);
        int own = ofClient.getOrDefault(query.client(), 0);
        boolean room =
                open.size() < MOST && own < MOST_OF_ONE && (bytes == 0 || bytes + query.body().length <= MOST_BYTES);
        if (!room) return Optional.empty();
        open.put(++lastId, new Open(query, now, -1));
        ofClient.put(query.client(), own + 1);
        bytes += query.body().length;
        return Optional.of(lastId);
    }

    private void forget(Duration now) {
        Iterator<Open> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            Open next = oldest.next();
            if (now.minus(next.since).compareTo(AGE) < 0) return;
            oldest.remove();
            release(next.query);
        }
    }

    /** The query may be answered in this view. */
    Optional<QueryOffered> ready(long id, long view) {
        Open found = open.computeIfPresent(id, (key, each) -> new Open(each.query, each.since, view));
        return Optional.ofNullable(found).map(Open::query);
    }

    /** The query is answered; empty if it was forgotten, or may not be answered yet. */
    Optional<Due> remove(long id) {
        Open found = open.get(id);
        if (found == null || found.view < 0) return Optional.empty();
        open.remove(id);
        release(found.query);
        return Optional.of(new Due(found.query, found.view));
    }

    private void release(QueryOffered query) {
        bytes -= query.body().length;
        ofClient.computeIfPresent(query.client(), (key, count) -> count > 1 ? count - 1 : null);
    }
}
