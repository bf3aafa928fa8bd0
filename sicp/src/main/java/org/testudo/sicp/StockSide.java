package org.testudo.sicp;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.util.NameCache;
import org.testudo.api.MemberId;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.sicp.stock.StockTraffic;
import org.testudo.sicp.transport.Packet;
import org.testudo.sicp.transport.Violation;
import org.testudo.stack.HeaderRules;
import org.testudo.stack.NamedList;

/** For the stock protocols of JGroups, which know {@code SICP} as they know {@code TCP}. */
final class StockSide implements Side {
    private final StockTraffic traffic;

    /** That of a start of this member. */
    StockSide(SICP transport, MemberIdentity identity, HeaderRules headers) {
        String group = identity.credentials().group();
        traffic = StockTraffic.of(
                identity.ownPlace(),
                identity.context().origin().incarnation(),
                (member, incarnation) -> MemberAddress.of(group, member, incarnation),
                identity.members(),
                headers,
                transport.forStock());
    }

    /**
     * Says who the members of a stock stack are. It tolerates none that lies.
     *
     * @throws IllegalArgumentException if that cannot be read, or is not said at all
     */
    static void contribute(GroupConfigBuilder builder, String members, String keys) {
        Identification.require("members", members);
        Identification.require("keys", keys);
        Map<String, String> places = NamedList.parse("SICP members", members);
        Map<String, String> cards = NamedList.parse("SICP keys", keys);
        for (String name : cards.keySet()) {
            if (!places.containsKey(name)) {
                throw new IllegalArgumentException("SICP keys: '" + name + "' is not one of members: " + places.keySet()
                        + "; remove it there or add it here");
            }
        }
        places.forEach((name, place) -> builder.member(name, place, cards.getOrDefault(name, "")));
        builder.tolerating(0);
    }

    @Override
    public Set<Short> protocols() {
        return StockTraffic.protocols();
    }

    @Override
    public void down(Message message) {
        traffic.down(message);
    }

    @Override
    public void received(MemberId peer, List<Packet> packets) throws Violation {
        traffic.received(peer, packets);
    }

    @Override
    public void connected(MemberId peer, long incarnation) {
        NameCache.add(traffic.connected(peer, incarnation), peer.name());
    }

    @Override
    public void viewed(Collection<Address> members) {
        traffic.viewed(members);
    }

    @Override
    public Optional<Address> address(MemberId member) {
        return traffic.address(member);
    }

    @Override
    public Collection<PhysicalAddress> places() {
        return traffic.places();
    }

    @Override
    public Optional<PhysicalAddress> place(Address address) {
        return traffic.place(address);
    }

    @Override
    public long foreign() {
        return traffic.foreign();
    }
}
