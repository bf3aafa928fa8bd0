package org.testudo.sicp.transport;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.testudo.api.MemberId;

/** Who may be connected: the configured members, less those that a view excludes (SICP-7). Safe for several threads. */
final class Roster {
    private final Peer self;
    private final Map<MemberId, Peer> peers = new TreeMap<>();
    private volatile Set<MemberId> excluded = Set.of();

    /** @param members all, this one included */
    Roster(MemberId self, Collection<Peer> members) {
        for (Peer each : members) peers.put(each.id(), each);
        this.self = Optional.ofNullable(peers.remove(self))
                .orElseThrow(() -> new IllegalArgumentException("group.self: '" + self + "' is not a member"));
    }

    Peer self() {
        return self;
    }

    Collection<Peer> peers() {
        return peers.values();
    }

    void exclude(Set<MemberId> members) {
        excluded = Set.copyOf(members);
    }

    boolean excluded(MemberId member) {
        return excluded.contains(member);
    }

    /** The peer of this name. */
    Peer admit(MemberId member) throws Refusal {
        if (member.equals(self.id())) throw new Refusal("it shows this member's own name; one of the two stole a key");
        Peer peer = peers.get(member);
        if (peer == null) throw new Refusal("'" + member + "' is not one of group.members");
        if (excluded(member)) throw new Refusal("'" + member + "' is excluded from the group");
        return peer;
    }
}
