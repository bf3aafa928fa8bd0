package org.testudo.sicp;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.testudo.api.MemberId;
import org.testudo.sicp.transport.Packet;
import org.testudo.sicp.transport.Violation;

/** What {@code SICP} is to the layers above it: a start of a member has one for cores, or one for stock protocols. */
interface Side {
    /** Ids that packets of peers may bear. */
    Set<Short> protocols();

    /**
     * Sends a message; never blocks.
     *
     * @throws IllegalArgumentException if it bears what is not carried
     */
    void down(Message message);

    /**
     * Hands up what a peer sent, from the thread that reads its connection.
     *
     * @throws Violation if it is what no correct member sends
     */
    void received(MemberId peer, List<Packet> packets) throws Violation;

    /** A start of a peer is there. */
    default void connected(MemberId peer, long incarnation) {}

    /** A view of JGroups is in force. */
    default void viewed(Collection<Address> members) {}

    /** The address of a member, as far as this side gives addresses. */
    default Optional<Address> address(MemberId member) {
        return Optional.empty();
    }

    /** Where all members are dialled, if anybody above may want to know. */
    default Collection<PhysicalAddress> places() {
        return List.of();
    }

    /** Where who has this address is dialled. */
    default Optional<PhysicalAddress> place(Address address) {
        return Optional.empty();
    }

    /** Messages that were not sent, since they are of others. */
    default long foreign() {
        return 0;
    }
}
