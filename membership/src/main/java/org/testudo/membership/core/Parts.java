package org.testudo.membership.core;

import org.testudo.kernel.command.Policy;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** The parts of the replicated state beside the records: each a function of the delivered commands alone (G-2). */
record Parts(
        Roster roster,
        Incarnations incarnations,
        ViewKeys keys,
        Activity activity,
        Words accusations,
        Words suspicions,
        Exclusions exclusions,
        Budget budget,
        Departures departures,
        Standbys standbys,
        Resizing resizing,
        Reports reports,
        Revocations revocations,
        Instructions instructions,
        Pins pins,
        History history) {
    /** More than any roster has. */
    static final int MOST = 10_000;

    /** The membership's share of a checkpoint, but for the records of views, which have a chain of their own (AB-23). */
    void write(WireWriter out) {
        revocations.write(
                out); // with the roster at the beginning: operators who look at a state without the group read
        // both (GM-22)
        roster.write(out);
        incarnations.write(out);
        keys.write(out);
        activity.write(out);
        accusations.write(out);
        suspicions.write(out);
        exclusions.write(out);
        budget.write(out);
        departures.write(out);
        standbys.write(out);
        resizing.write(out);
        reports.write(out);
        instructions.write(out);
        pins.write(out);
        history.write(out);
    }

    /** Takes another member's in place of all that is here. */
    void restore(WireReader in) throws MalformedException {
        revocations.restore(in);
        roster.restore(in);
        incarnations.restore(in);
        keys.restore(in);
        activity.restore(in);
        accusations.restore(in);
        suspicions.restore(in);
        exclusions.restore(in);
        budget.restore(in);
        departures.restore(in);
        standbys.restore(in);
        resizing.restore(in);
        reports.restore(in);
        instructions.restore(in);
        pins.restore(in);
        history.restore(in);
    }

    static Parts begin(Genesis genesis, Policy policy) {
        Roster roster = new Roster(genesis);
        return new Parts(
                roster,
                new Incarnations(),
                new ViewKeys(),
                new Activity(),
                new Words(),
                new Words(),
                new Exclusions(),
                new Budget(),
                new Departures(),
                new Standbys(),
                new Resizing(genesis),
                new Reports(policy),
                new Revocations(genesis, roster),
                new Instructions(genesis),
                new Pins(),
                new History());
    }
}
