package org.testudo.membership.core;

import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.HeardBy;
import org.testudo.kernel.notice.NotHeardBy;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.view.ViewRecord;

/** Of whom this member's failure detector hears nothing (FD-3), and who says that it hears nothing of this member. */
final class Suspects {
    private final TreeSet<MemberId> suspected = new TreeSet<>();
    private final TreeSet<MemberId> deaf = new TreeSet<>();

    /** Whether the notice changed what is known. */
    boolean onNotice(Notice notice) {
        if (notice instanceof Suspected it) return suspected.add(it.member());
        if (notice instanceof NotHeardBy it) return deaf.add(it.member());
        if (notice instanceof HeardBy it) return deaf.remove(it.member());
        return notice instanceof Restored it && suspected.remove(it.member());
    }

    boolean contains(MemberId member) {
        return suspected.contains(member);
    }

    boolean isEmpty() {
        return suspected.isEmpty();
    }

    /** How many occupants are heard of; oneself is. */
    long heard(ViewRecord record, MemberId self) {
        return record.occupants().stream()
                .filter(occupant -> occupant.member().equals(self) || !suspected.contains(occupant.member()))
                .count();
    }

    /** How many of these do not say that they hear nothing of this member: up to f may say so, or not, as they like. */
    long inTouch(ViewRecord record, MemberId self) {
        return record.occupants().stream()
                .map(occupant -> occupant.member())
                .filter(member -> member.equals(self) || !suspected.contains(member) && !deaf.contains(member))
                .count();
    }
}
