package org.testudo.attackdetector.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.SensorKey;

/** The sensors of the view in force, each with the one seat that it watches (AD-12). Bounded by the view record. */
final class Sensors {
    /** A sensor at its post. */
    record Post(SensorWatch watch, Occupant occupant) {}

    private final Map<SensorKey, Post> posts = new LinkedHashMap<>();

    /** A view is in force: what is known of sensors that still watch the same member is kept. */
    void seat(List<Occupant> occupants) {
        Map<SensorKey, Post> before = new LinkedHashMap<>(posts);
        posts.clear();
        for (Occupant occupant : occupants) {
            for (SensorKey sensor : occupant.sensors()) {
                SensorWatch watch = Optional.ofNullable(before.get(sensor))
                        .map(Post::watch)
                        .filter(it -> it.watches().equals(occupant.member()))
                        .orElse(new SensorWatch(sensor, occupant.member()));
                posts.putIfAbsent(sensor, new Post(watch, occupant));
            }
        }
    }

    /** The post of whoever signs with this origin; empty if it is no sensor of the view. */
    Optional<Post> post(Origin origin) {
        if (origin.principal().kind() != Principal.Kind.SENSOR) return Optional.empty();
        return Optional.ofNullable(posts.get(new SensorKey(origin.principal().name(), origin.key())));
    }

    List<Post> posts() {
        return new ArrayList<>(posts.values());
    }
}
