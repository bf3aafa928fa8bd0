package org.testudo.sicp;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jgroups.Address;
import org.testudo.api.MemberId;
import org.testudo.config.GroupConfig;
import org.testudo.stack.journal.FileJournal;

/** Who this member is. Read from the files anew for each start, so that each has view keys of its own. */
final class Identification {
    private final Path base;
    private final Map<MemberId, Address> addresses = new LinkedHashMap<>();
    private final Map<Address, MemberId> members = new LinkedHashMap<>();
    private GroupConfig config;
    private MemberIdentity identity;
    private boolean used;

    /** @param base where relative paths begin */
    Identification(Path base) {
        this.base = base;
    }

    /** @throws org.testudo.api.TestudoException if a file that the configuration names is missing, unreadable or wrong */
    synchronized void identify(GroupConfig from) {
        release();
        identity = MemberIdentity.start(from, base);
        config = from;
        used = false;
        addresses.putAll(identity.addresses());
        addresses.forEach((member, address) -> members.put(address, member));
    }

    /** For the next start: what the last one has used is read anew; what is not known yet, found out. */
    synchronized void renew(Supplier<GroupConfig> unknown) {
        if (config == null) identify(unknown.get());
        else if (used) identify(config);
    }

    /** Lets another process have what this one has kept for itself. */
    synchronized void release() {
        if (identity == null) return;
        identity.journal().ifPresent(FileJournal::close);
    }

    /** The configuration has changed. */
    synchronized void forget() {
        config = null;
    }

    /** A start begins with what is known. */
    synchronized MemberIdentity use() {
        used = true;
        return known();
    }

    synchronized MemberIdentity known() {
        if (identity == null) throw unknown();
        return identity;
    }

    synchronized GroupConfig config() {
        if (config == null) throw unknown();
        return config;
    }

    static void require(String attribute, String value) {
        if (value.isBlank())
            throw new IllegalArgumentException("SICP " + attribute + ": is missing; add the attribute");
    }

    private static IllegalStateException unknown() {
        return new IllegalStateException("the channel has never connected: SICP knows yet no member of its group");
    }

    synchronized Optional<Address> address(MemberId member) {
        return Optional.ofNullable(addresses.get(member));
    }

    synchronized Map<MemberId, Address> addresses() {
        return Map.copyOf(addresses);
    }

    synchronized Optional<MemberId> member(Address address) {
        return Optional.ofNullable(members.get(address));
    }

    /** Of all members, this one included. */
    synchronized Collection<Address> all() {
        return java.util.List.copyOf(members.keySet());
    }
}
