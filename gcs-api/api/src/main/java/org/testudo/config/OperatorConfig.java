package org.testudo.config;

import org.testudo.api.MemberId;

/**
 * An operator, whose key is replicated state (GM-24).
 *
 * @param key file of its public card, made by {@code testudo keys}
 */
public record OperatorConfig(String id, String key) {
    public OperatorConfig {
        Check.that(MemberId.isValidName(id), "operators.id", "'%s': use 1 to 64 of a-z 0-9 . _ -", id);
        Check.that(!key.isBlank(), "operators.key", "%s has none; name the file of its public card", id);
    }
}
