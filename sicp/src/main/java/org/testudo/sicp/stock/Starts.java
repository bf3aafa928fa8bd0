package org.testudo.sicp.stock;

import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;
import org.testudo.api.MemberId;
import org.testudo.sicp.transport.Peer;

/**
 * Which start of each member is there at present, and the address of it. A stock protocol takes a member that comes back under
 * its old address for the one that it knew, so here each start has an address of its own, computed from group, name and
 * incarnation, and proved by the connection. Safe for use by several threads.
 */
final class Starts {
    private record Start(long incarnation, Address address) {}

    private final BiFunction<MemberId, Long, Address> addresses;
    private final List<Peer> places;
    private final Map<MemberId, Start> present = new LinkedHashMap<>();
    private final Map<Address, MemberId> members = new LinkedHashMap<>();

    /**
     * @param addresses of a member's start
     * @param places of all members, as others dial them
     */
    Starts(BiFunction<MemberId, Long, Address> addresses, List<Peer> places) {
        this.addresses = addresses;
        this.places = List.copyOf(places);
    }

    /** This start of a member is there from now on, in place of any before. */
    synchronized Address met(MemberId member, long incarnation) {
        Address address = addresses.apply(member, incarnation);
        Start before = present.put(member, new Start(incarnation, address));
        if (before != null) members.remove(before.address);
        members.put(address, member);
        return address;
    }

    /** The address of the start of a member that is there, or was last. */
    synchronized Optional<Address> address(MemberId member) {
        return Optional.ofNullable(present.get(member)).map(Start::address);
    }

    /** Whose address this is; empty if it is that of an earlier start, or of nobody. */
    synchronized Optional<MemberId> member(Address address) {
        return Optional.ofNullable(members.get(address));
    }

    /** Which start of a member is there. */
    synchronized long incarnation(MemberId member) {
        Start start = present.get(member);
        return start == null ? 0 : start.incarnation;
    }

    /** All that were met. */
    synchronized Collection<Address> all() {
        return List.copyOf(members.keySet());
    }

    /** Who is configured to be at this place. */
    Optional<MemberId> at(IpAddress place) {
        return places.stream()
                .filter(each -> place(each).filter(place::equals).isPresent())
                .map(Peer::id)
                .findFirst();
    }

    /** Where a member is dialled; empty if its host is unknown. */
    Optional<IpAddress> place(MemberId member) {
        return places.stream()
                .filter(each -> each.id().equals(member))
                .findFirst()
                .flatMap(Starts::place);
    }

    /** Where members are dialled, as far as their hosts are known. */
    List<IpAddress> places() {
        return places.stream().flatMap(each -> place(each).stream()).toList();
    }

    private static Optional<IpAddress> place(Peer peer) {
        try {
            return Optional.of(new IpAddress(peer.host(), peer.port()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
