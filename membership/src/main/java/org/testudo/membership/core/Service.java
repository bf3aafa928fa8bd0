package org.testudo.membership.core;

import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * Whether this member serves: from when its present start is seated and active on (GM-8), and as long as its failure detector
 * hears of a quorum that hears of it (GM-7).
 */
final class Service {
    private final Origin self;
    private final Suspects suspects;
    private boolean begun;
    private boolean suspended;

    Service(Origin self, Suspects suspects) {
        this.self = self;
        this.suspects = suspects;
    }

    boolean begun() {
        return begun;
    }

    /** Looks at a view in force in a group that has formed; what there is to announce. */
    Optional<Notice> look(ViewRecord view, long slot) {
        MemberId me = self.principal().member();
        int quorum = view.quorum().intersecting();
        long inTouch = suspects.inTouch(view, me);
        if (!begun) {
            boolean active = view.seats(self)
                    && view.occupant(me).filter(Occupant::active).isPresent();
            return active && inTouch >= quorum ? begin(view, slot) : Optional.empty();
        }
        if (suspended == inTouch < quorum) return Optional.empty();
        suspended = inTouch < quorum;
        long heard = suspects.heard(view, me);
        String why = heard < quorum
                ? "hears of " + heard + " of the " + quorum + " seats that are needed"
                : "is heard by " + inTouch + " of the " + quorum + " seats that are needed, and hears of " + heard;
        return Optional.of(suspended ? new ServiceSuspended(why) : new ServiceResumed(view.id()));
    }

    /** In a life that was given there is no formation: a command of its own has come through the order. */
    Optional<Notice> begin(ViewRecord view, long slot) {
        if (begun) return Optional.empty();
        begun = true;
        return Optional.of(new ServiceBegun(view.id(), slot));
    }
}
