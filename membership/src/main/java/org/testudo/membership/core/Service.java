package org.testudo.membership.core;

import java.util.Optional;
import java.util.OptionalLong;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * Whether this member serves: from when its present start is seated and active on (GM-8), and as long as its failure detector
 * hears of a quorum that hears of it (GM-7) and it is not stripped (GM-19).
 */
final class Service {
    private final Origin self;
    private final Suspects suspects;
    private boolean begun;
    private boolean suspended;
    private boolean stripped;

    Service(Origin self, Suspects suspects) {
        this.self = self;
        this.suspects = suspects;
    }

    boolean begun() {
        return begun;
    }

    /**
     * Looks at a view in force in a group that has formed; what there is to announce. That it is stripped it says although it
     * serves not yet: others must not take it for one that will.
     *
     * @param slot the last one
     * @param strippedNow whether nothing that this member asks for is done any more (GM-19)
     */
    Optional<Notice> look(ViewRecord view, long slot, boolean strippedNow) {
        boolean news = stripped != strippedNow;
        stripped = strippedNow;
        if (stripped) return news ? Optional.of(strip(slot)) : Optional.empty();
        int quorum = view.quorum().intersecting();
        long inTouch = suspects.inTouch(view, me());
        if (!begun && !news) return active(view) && inTouch >= quorum ? begin(view, slot) : Optional.empty();
        boolean serves = !begun || inTouch >= quorum;
        if (!news && suspended != serves) return Optional.empty();
        suspended = !serves;
        return Optional.of(
                suspended ? new ServiceSuspended(outOfTouch(view, quorum, inTouch)) : new ServiceResumed(view.id()));
    }

    private String outOfTouch(ViewRecord view, int quorum, long inTouch) {
        long heard = suspects.heard(view, me());
        return heard < quorum
                ? "hears of " + heard + " of the " + quorum + " seats that are needed"
                : "is heard by " + inTouch + " of the " + quorum + " seats that are needed, and hears of " + heard;
    }

    private Notice strip(long slot) {
        suspended = true;
        return new ServiceSuspended("to be excluded: nothing that it asks for is done any more", OptionalLong.of(slot));
    }

    private boolean active(ViewRecord view) {
        return view.seats(self) && view.occupant(me()).filter(Occupant::active).isPresent();
    }

    private MemberId me() {
        return self.principal().member();
    }

    /** In a life that was given there is no formation: a command of its own has come through the order. */
    Optional<Notice> begin(ViewRecord view, long slot) {
        if (begun) return Optional.empty();
        begun = true;
        return Optional.of(new ServiceBegun(view.id(), slot));
    }
}
