package org.testudo.gacp.client;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.ViewRecord;

/** Which members are connected, and which of them gets an operation first (CA-4). Used by one thread. */
final class Contacts {
    private final List<MemberId> members;
    private final Set<MemberId> connected = new TreeSet<>();
    private int first;

    /** @param first index of the first contact: clients spread over the members */
    Contacts(List<MemberId> members, int first) {
        this.members = List.copyOf(members);
        this.first = Math.floorMod(first, members.size());
    }

    void connected(MemberId member) {
        if (members.contains(member)) connected.add(member);
    }

    void disconnected(MemberId member) {
        connected.remove(member);
    }

    /** The first connected member from the present one on that holds a seat. */
    Optional<MemberId> contact(ViewRecord view) {
        for (int i = 0; i < members.size(); i++) {
            MemberId candidate = members.get((first + i) % members.size());
            if (usable(candidate, view)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    /** All connected members that hold a seat. */
    List<MemberId> all(ViewRecord view) {
        return members.stream().filter(member -> usable(member, view)).toList();
    }

    /** The contact has failed: from here on another one is first. */
    void avoid(MemberId failed) {
        if (members.get(first).equals(failed)) first = (first + 1) % members.size();
        else first = (Math.max(0, members.indexOf(failed)) + 1) % members.size();
    }

    /** This member answered: it is first from here on. */
    void prefer(MemberId member) {
        if (members.contains(member)) first = members.indexOf(member);
    }

    int size() {
        return connected.size();
    }

    int members() {
        return members.size();
    }

    private boolean usable(MemberId member, ViewRecord view) {
        return connected.contains(member) && view.seatOf(member).isPresent();
    }
}
