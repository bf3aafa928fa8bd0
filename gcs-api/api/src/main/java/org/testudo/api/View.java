package org.testudo.api;

import java.util.List;

/**
 * The agreed membership of a group from one place in the total order on.
 *
 * @param id increases by one with each view of a life
 * @param firstSlot the first slot of the total order that belongs to this view
 * @param members the active members in the order of their seats
 * @param inactive members that hold a seat but are not active (GM-17)
 * @param excluded names that are out (GM-6), until operators pardon them, in order of their exclusion
 * @param seats number of seats, vacant ones included; quorums count these (GM-1)
 * @param maxFaulty how many faulty members the view tolerates
 * @param reason why this view was formed, for people; the same at all members
 */
public record View(
        long id,
        long firstSlot,
        List<MemberId> members,
        List<MemberId> inactive,
        List<MemberId> excluded,
        int seats,
        int maxFaulty,
        String reason) {
    public View {
        members = List.copyOf(members);
        inactive = List.copyOf(inactive);
        excluded = List.copyOf(excluded);
    }
}
