package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.kernel.statement.Digest;

/** Brings values and the bodies they name together, in whichever order they come (AB-18). */
final class Contents {
    private final Pool pool;
    private final Map<Digest, List<Place>> waiting = new LinkedHashMap<>();

    /** Where a body is missing. */
    private record Place(Content content, int index) {}

    Contents(Pool pool) {
        this.pool = pool;
    }

    /** A value with the bodies that the pool holds, as far as they have no more bytes; others are filled in as they come. */
    Content of(Value value, Digest digest, long most) {
        Content content = new Content(value, digest, most);
        for (int i = 0; i < value.requests().size(); i++) {
            Digest request = value.requests().get(i);
            Held held = pool.find(request);
            if (held != null) content.fill(i, held);
            else waiting.computeIfAbsent(request, any -> new ArrayList<>(1)).add(new Place(content, i));
        }
        return content;
    }

    /** For how many bodies some value waits. */
    int size() {
        return waiting.size();
    }

    /** A body has come. */
    void arrived(Held held) {
        List<Place> places = waiting.remove(held.digest());
        if (places != null) places.forEach(each -> each.content.fill(each.index, held));
    }

    /** The value is no longer of interest. */
    void forget(Content content) {
        if (content.complete()) return;
        for (Digest each : content.missing(content.value().requests().size())) {
            List<Place> places = waiting.get(each);
            if (places == null) continue;
            places.removeIf(place -> place.content == content);
            if (places.isEmpty()) waiting.remove(each);
        }
    }
}
