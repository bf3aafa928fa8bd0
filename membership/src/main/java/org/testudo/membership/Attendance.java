package org.testudo.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Quorum;

/**
 * Who is there of those that a group needs to be in service, for people.
 *
 * @param self the member that tells
 * @param quorum of the group
 * @param seated who may be there, in the order of their seats
 * @param reached with whom this member has a connection
 */
record Attendance(MemberId self, Quorum quorum, List<MemberId> seated, Set<MemberId> reached) {
    /** Who is there, how many are missing, and what to do. */
    String describe() {
        List<MemberId> here = new ArrayList<>();
        List<MemberId> absent = new ArrayList<>();
        for (MemberId each : seated) (each.equals(self) || reached.contains(each) ? here : absent).add(each);
        int missing = quorum.intersecting() - here.size();
        String there = "here: " + listed(here) + "; ";
        if (missing <= 0) {
            return there + "these are enough, but they do not agree yet; wait longer, and see in their logs why";
        }
        return there + "missing: at least " + missing + " of " + listed(absent) + "; start at least "
                + quorum.intersecting() + " of its " + quorum.seats() + " members, and see that they reach each other";
    }

    private static String listed(List<MemberId> members) {
        return String.join(", ", members.stream().map(MemberId::name).toList());
    }
}
