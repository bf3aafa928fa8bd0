package org.testudo.stack;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.api.Status;
import org.testudo.api.Tolerance;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** What notices and views have told so far, for {@link Status}. Bounded by the number of members. */
final class StatusBoard {
    private final Map<MemberId, String> suspected = new TreeMap<>();
    private AtTheFloor floor = new AtTheFloor(List.of());
    private Status.State state = Status.State.STARTING;
    private boolean suspended;

    synchronized void announced(Notice notice) {
        if (notice instanceof Suspected it) suspected.put(it.member(), it.reason());
        else if (notice instanceof Restored it) suspected.remove(it.member());
        else if (notice instanceof AtTheFloor it) floor = it;
        else if (notice instanceof ServiceSuspended) suspended = true;
        else if (notice instanceof ServiceResumed) suspended = false;
        else if (notice instanceof Refused) reached(Status.State.REFUSING);
        else if (notice instanceof Halted) reached(Status.State.HALTED);
    }

    synchronized void installed(ViewRecord view) {
        suspected.keySet().removeIf(member -> view.occupant(member).isEmpty());
    }

    /** States only rise; but service may be suspended for a while. */
    synchronized void reached(Status.State next) {
        if (next.compareTo(state) > 0) state = next;
    }

    synchronized Status.State state() {
        return suspended && state == Status.State.IN_SERVICE ? Status.State.SUSPENDED : state;
    }

    synchronized Map<MemberId, String> suspected() {
        return new TreeMap<>(suspected);
    }

    /** What this view can take still, by what has been told. */
    synchronized Tolerance tolerance(ViewRecord view) {
        int seats = view.quorum().seats();
        List<MemberId> suspects = view.occupants().stream()
                .map(Occupant::member)
                .filter(suspected::containsKey)
                .toList();
        return new Tolerance(
                view.quorum().maxFaulty(),
                seats,
                view.certifying(),
                seats - view.occupants().size(),
                view.view().inactive(),
                suspects,
                floor.waiting().stream()
                        .filter(AtTheFloor.Waiting::condemns)
                        .map(AtTheFloor.Waiting::member)
                        .filter(member -> view.seatOf(member).isPresent())
                        .toList(),
                floor.texts());
    }
}
