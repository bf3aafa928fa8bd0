package org.testudo.sicp.credentials;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.Principal;

/**
 * Sources of which somebody has authenticated itself within the last hour. At most 4 of one principal, so that one with many
 * addresses neither makes all of them known nor drives out those of others. Not safe for use by several threads.
 */
final class KnownSources {
    /** At the bound the one that has not been confirmed for the longest is forgotten. */
    static final int MOST = 1_024;

    static final int MOST_OF_ONE = 4;
    static final Duration REMEMBERED = Duration.ofHours(1);

    private record Visit(Principal principal, long at) {}

    /** The latest last. */
    private final Map<String, Visit> visits = new LinkedHashMap<>();

    void add(String source, Principal principal, long now) {
        visits.remove(source);
        visits.put(source, new Visit(principal, now));
        List<String> own = visits.entrySet().stream()
                .filter(each -> each.getValue().principal.equals(principal))
                .map(Map.Entry::getKey)
                .toList();
        if (own.size() > MOST_OF_ONE) visits.remove(own.get(0));
        if (visits.size() > MOST) visits.remove(visits.keySet().iterator().next());
    }

    boolean contains(String source, long now) {
        Visit visit = visits.get(source);
        return visit != null && now - visit.at <= REMEMBERED.toNanos();
    }

    int size() {
        return visits.size();
    }
}
