package org.testudo.config;

import org.testudo.api.MemberId;

/**
 * One founder of the group.
 *
 * @param id its name
 * @param address host and port between members, such as {@code 10.0.0.1:7800}
 * @param clientAddress host and port for clients and sensors, such as {@code 10.0.0.1:7900}; empty: none
 * @param key file of its public card, made by {@code testudo keys}
 */
public record MemberConfig(String id, String address, String clientAddress, String key) {
    public MemberConfig {
        Check.that(
                MemberId.isValidName(id),
                "group.members.id",
                "'%s': use 1 to 64 of a-z 0-9 . _ - and begin with a" + " letter or digit",
                id);
        hostAndPort(address, "group.members.address");
        if (!clientAddress.isEmpty()) hostAndPort(clientAddress, "group.members.client-address");
        Check.that(!key.isBlank(), "group.members.key", "%s has none; name the file of its public card", id);
    }

    static void hostAndPort(String value, String key) {
        int colon = value.lastIndexOf(':');
        boolean valid = colon > 0 && value.substring(colon + 1).matches("[0-9]{1,5}");
        Check.that(
                valid && Integer.parseInt(value.substring(colon + 1)) <= 65_535,
                key,
                "'%s': give host and port, such as 10.0.0.1:7800",
                value);
    }
}
