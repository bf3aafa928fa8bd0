package org.testudo.config;

import org.testudo.api.MemberId;

/**
 * One founder of the group.
 *
 * @param id its name
 * @param address host and port that the other members dial, such as {@code 10.0.0.1:7800}
 * @param clientAddress host and port that clients and sensors dial, such as {@code 10.0.0.1:7900}; empty: none
 * @param key file of its public card, made by {@code testudo keys}
 * @param pardoned file of the card with which it comes back after operators have pardoned it (GM-6), no part of what the group is
 *     founded on; empty: none
 */
public record MemberConfig(String id, String address, String clientAddress, String key, String pardoned) {
    /** Of one that needs no pardon. */
    public MemberConfig(String id, String address, String clientAddress, String key) {
        this(id, address, clientAddress, key, "");
    }

    public MemberConfig {
        Check.that(
                MemberId.isValidName(id),
                "group.members.id",
                "'%s': use 1 to 64 of a-z 0-9 . _ - and begin with a" + " letter or digit",
                id);
        HostAndPort.checkDialled(address, "group.members.address");
        if (!clientAddress.isEmpty()) HostAndPort.checkDialled(clientAddress, "group.members.client-address");
        Check.that(!key.isBlank(), "group.members.key", "%s has none; name the file of its public card", id);
    }
}
