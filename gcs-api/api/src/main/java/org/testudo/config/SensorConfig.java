package org.testudo.config;

import org.testudo.api.MemberId;

/**
 * A sensor and its authority (AD-5).
 *
 * @param id its name
 * @param watches the one member whose host it watches
 * @param key file of its public card, made by {@code testudo keys}
 */
public record SensorConfig(String id, String watches, String key) {
    public SensorConfig {
        Check.that(MemberId.isValidName(id), "sensors.id", "'%s': use 1 to 64 of a-z 0-9 . _ -", id);
        Check.that(!key.isBlank(), "sensors.key", "%s has none; name the file of its public card", id);
    }
}
