package org.testudo.abcast.core;

import java.util.LinkedHashSet;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;

/** Of whom this member's failure detector hears nothing (FD-3). An opinion: it makes this member wait less, and nobody else. */
final class Silent {
    private final Ordering ordering;
    private final Set<MemberId> members = new LinkedHashSet<>();

    Silent(Ordering ordering) {
        this.ordering = ordering;
    }

    void on(Suspected notice) {
        members.add(notice.member());
    }

    void on(Restored notice) {
        members.remove(notice.member());
    }

    /** A view is in force: of who holds no seat in it nothing need be known. */
    void install() {
        members.removeIf(each -> ordering.seating().record().occupant(each).isEmpty());
    }

    boolean contains(MemberId member) {
        return members.contains(member);
    }
}
