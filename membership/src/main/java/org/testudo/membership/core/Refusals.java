package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.notice.Retired;
import org.testudo.kernel.notice.Superseded;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;

/** What a member says, and what to do, when it can serve no more. */
final class Refusals {
    private static final String SERVICE = "service";

    private Refusals() {}

    /** Out since this view; nothing if it was so before. */
    static List<Refused> excluded(MemberId member, ViewRecord since) {
        return since.exclusions().stream()
                .filter(exclusion -> exclusion.member().equals(member) && exclusion.slot() == since.firstSlot() - 1)
                .map(
                        exclusion -> new Refused(
                                SERVICE,
                                "excluded in view " + since.id() + ": " + exclusion.cause(),
                                "clean this host; its key stays out for this life of the group, and its name until operators pardon it"))
                .toList();
    }

    /** Why this start has nothing more to do in the group; empty if it has. */
    static Optional<Notice> over(Origin start, MembershipState state, boolean departs) {
        if (state.starts().hasFormerKey(start))
            return Optional.of(formerKey(start.principal().member()));
        // Of two processes with one credential the later wins (GM-23).
        if (state.starts().superseded(start)) return Optional.of(new Superseded(List.of()));
        boolean gone = !departs && state.starts().gone(start); // by a wish that this process knows nothing of
        return gone ? Optional.of(new Retired(state.record().id())) : Optional.empty();
    }

    private static Refused formerKey(MemberId member) {
        return new Refused(
                SERVICE,
                member + " was excluded, and operators have pardoned it under another key",
                "start it with the store that was made for its pardon");
    }

    static Refused unreadable(String why) {
        return new Refused("the group's state", why, "run the same version at all members, and start again");
    }

    static Refused unreadableJournal(String why) {
        return new Refused(
                "to go on with the journal",
                "it has an entry of the membership that cannot be read (" + why + ")",
                "start the version that wrote it, or move the journal away: the member then joins as a new one");
    }
}
