package org.testudo.membership.core;

import java.util.Optional;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;

/** The one command of view 0: what any member can see of it. Its freshness was judged by those who voted (GM-21). */
final class Forming {
    private Forming() {}

    /** The set of starts that is asked for, if a group may be formed of it. */
    static Optional<Command.Form> asked(Request request, Genesis genesis, ViewRecord first) {
        return request.command(first.life())
                .filter(Command.Form.class::isInstance)
                .map(Command.Form.class::cast)
                .filter(form -> valid(form, genesis, first));
    }

    private static boolean valid(Command.Form form, Genesis genesis, ViewRecord first) {
        return form.starts().size() >= first.quorum().intersecting()
                && form.starts().stream()
                        .allMatch(start -> isFounder(start, genesis, first)
                                && start.origin().incarnation() > 0);
    }

    /** Not one who was excluded in the life that this one goes on from (GM-22). */
    private static boolean isFounder(Announcement start, Genesis genesis, ViewRecord first) {
        return new Roster(genesis)
                .of(start.origin())
                .filter(genesis.members()::contains)
                .filter(founder -> first.occupant(founder.member()).isPresent())
                .isPresent();
    }
}
