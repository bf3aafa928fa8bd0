package org.testudo.gacp.core;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Principal;

/**
 * The queries of clients that this member has yet to answer, oldest first. Bounded: {@link #MOST} and {@link #MOST_BYTES} in
 * all, {@link #MOST_OF_ONE} of one client; whoever comes then is refused. What has waited longer than {@link #AGE} for the
 * ordering is forgotten, for nobody waits for it any more. What the application was given counts until it has answered: it is
 * held there, too, however long that takes.
 */
final class OpenQueries {
    static final int MOST = 1_024;
    static final int MOST_OF_ONE = 64;
    static final long MOST_BYTES = 16L << 20;
    static final Duration AGE = Duration.ofSeconds(30);

    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private final Map<Long, Due> due = new LinkedHashMap<>();
    private final Map<Principal, Integer> ofClient = new LinkedHashMap<>();
    private long bytes;
    private long lastId;

    private record Waiting(QueryOffered query, Duration since) {}

    /** What an answer needs: the query, and the view in which it is answered. */
    record Due(QueryOffered query, long view) {}

    int size() {
        return waiting.size() + due.size();
    }

    /** Takes a query and names it; empty if there is no room for it. */
    Optional<Long> add(QueryOffered query, Duration now) {
        forget(now);
        int own = ofClient.getOrDefault(query.client(), 0);
        boolean room = size() < MOST && own < MOST_OF_ONE && (bytes == 0 || bytes + query.body().length <= MOST_BYTES);
        if (!room) return Optional.empty();
        waiting.put(++lastId, new Waiting(query, now));
        ofClient.put(query.client(), own + 1);
        bytes += query.body().length;
        return Optional.of(lastId);
    }

    private void forget(Duration now) {
        Iterator<Waiting> oldest = waiting.values().iterator();
        while (oldest.hasNext()) {
            Waiting next = oldest.next();
            if (now.minus(next.since).compareTo(AGE) < 0) return;
            oldest.remove();
            release(next.query);
        }
    }

    /** The query may be answered in this view: from here on the application has it. */
    Optional<QueryOffered> ready(long id, long view) {
        Waiting found = waiting.remove(id);
        if (found == null) return Optional.empty();
        due.put(id, new Due(found.query, view));
        return Optional.of(found.query);
    }

    /** The query is answered; empty if it was forgotten, or may not be answered yet. */
    Optional<Due> remove(long id) {
        Optional<Due> found = Optional.ofNullable(due.remove(id));
        found.ifPresent(it -> release(it.query));
        return found;
    }

    private void release(QueryOffered query) {
        bytes -= query.body().length;
        ofClient.computeIfPresent(query.client(), (key, count) -> count > 1 ? count - 1 : null);
    }
}
