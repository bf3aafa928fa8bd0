package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.testudo.kernel.statement.Digest;

/** Brings values and the bodies they name together, in whichever order they come (AB-18). */
final class Contents {
    private final Function<Digest, Held> held;
    private final Map<Digest, List<Place>> waiting = new LinkedHashMap<>();

    /** Where a body is missing. */
    private record Place(Content content, int index) {}

    /** @param held finds a request that is held already; null if it is not */
    Contents(Function<Digest, Held> held) {
        this.held = held;
    }

    /** A value with the bodies that the pool holds, as far as they have no more bytes; others are filled in as they come. */
    Content of(Value value, Digest digest, long most) {
        Content content = new Content(value, digest, most);
        for (int i = 0; i < value.requests().size(); i++) {
            Digest request = value.requests().get(i);
            Held body = held.apply(request);
            if (body != null) content.fill(i, body);
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
