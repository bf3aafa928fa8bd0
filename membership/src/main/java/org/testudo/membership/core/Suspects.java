package org.testudo.membership.core;

import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.view.ViewRecord;

/** Of whom this member's failure detector hears nothing (FD-3). */
final class Suspects {
    private final TreeSet<MemberId> suspected = new TreeSet<>();

    /** Whether the notice changed the opinion. */
    boolean onNotice(Notice notice) {
        if (notice instanceof Suspected it) return suspected.add(it.member());
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
}
