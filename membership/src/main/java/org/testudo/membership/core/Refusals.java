package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Refused;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;

/** What a member says, and what to do, when it can serve no more. */
final class Refusals {
    private static final String SERVICE = "service";

    private Refusals() {}

    /** Why this start has no part in the group any more, if so: of two processes with one credential the later wins (GM-23). */
    static Optional<Refused> due(MembershipState state, Origin self, boolean departing) {
        MemberId member = self.principal().member();
        if (state.superseded(self)) return Optional.of(superseded(member));
        boolean letGo = !departing && state.letGo(self);
        return letGo ? Optional.of(letGo(member, state.record())) : Optional.empty();
    }

    /** Out since this view; nothing if it was so before. */
    static List<Refused> excluded(MemberId member, ViewRecord since) {
        return since.exclusions().stream()
                .filter(exclusion -> exclusion.member().equals(member) && exclusion.slot() == since.firstSlot() - 1)
                .map(exclusion -> new Refused(
                        SERVICE,
                        "excluded in view " + since.id() + ": " + exclusion.cause(),
                        "clean this host; to come back it needs a new key and the operators' pardon"))
                .toList();
    }

    /** Operators have resized the group and named this member to go. */
    private static Refused letGo(MemberId member, ViewRecord now) {
        return new Refused(
                SERVICE,
                member + " holds no seat any more: view " + now.id() + " has "
                        + now.quorum().seats(),
                "stop it when the others order without it; started again it stands by");
    }

    private static Refused superseded(MemberId member) {
        return new Refused(
                SERVICE,
                "superseded by a later start of " + member,
                "stop this process; if it is the later one, its host's clock has gone back: set it, and start again");
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
