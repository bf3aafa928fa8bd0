package org.testudo.membership.core;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;

/** What becomes of a start of a member, by its key and its number, as the state says now (GM-6, GM-23). */
final class Starts {
    private final MembershipState state;
    private final Roster roster;

    Starts(MembershipState state, Roster roster) {
        this.state = state;
        this.roster = roster;
    }

    /**
     * Whether this start is out in this view (GM-6). A name that is excluded may be pardoned later, for a start with a new key,
     * which follows the order from before its pardon on, or is given a state that is past it and passes by older views.
     */
    boolean isOut(Origin start, ViewRecord view) {
        MemberId member = start.principal().member();
        return roster.of(start).isPresent()
                && view.exclusions().stream()
                        .filter(exclusion -> exclusion.member().equals(member))
                        .anyMatch(state.record().exclusions()::contains);
    }

    /** Whether this start could ask for a seat, as far as its name and key go. */
    boolean isOnRoster(Origin start) {
        return roster.of(start).isPresent()
                && !state.record().excluded(start.principal().member());
    }

    /** Whether others go by another key of this name since it was pardoned. */
    boolean hasFormerKey(Origin start) {
        return roster.isFormer(start);
    }

    /**
     * Whether a later start of this member has come (GM-23). Of a name's starts those under the key that it has now are compared:
     * one under the next key replays the order from before its pardon, and whoever had the former one numbered its starts as it
     * liked.
     */
    boolean superseded(Origin start) {
        return !state.givenLife()
                && roster.of(start).isPresent()
                && state.latestStart(start.principal().member()) > start.incarnation();
    }

    /** Whether this start of a member has had its place, and given it up: it can have none any more (GM-23). */
    boolean gone(Origin start) {
        MemberId member = start.principal().member();
        boolean waits =
                state.standby(member).filter(it -> it.origin().equals(start)).isPresent();
        return !state.givenLife()
                && roster.of(start).isPresent()
                && state.latestStart(member) == start.incarnation()
                && !state.record().seats(start)
                && !waits;
    }
}
