package org.testudo.membership.core;

import org.testudo.kernel.command.Policy;
import org.testudo.kernel.view.Quorum;

/** The parts of the replicated state beside the records: each a function of the delivered commands alone (G-2). */
record Parts(
        Incarnations incarnations,
        ViewKeys keys,
        Activity activity,
        Words accusations,
        Words suspicions,
        Exclusions exclusions,
        Departures departures,
        Standbys standbys,
        Reports reports,
        History history) {
    static Parts begin(Quorum quorum, Policy policy) {
        return new Parts(
                new Incarnations(),
                new ViewKeys(),
                new Activity(quorum),
                new Words(),
                new Words(),
                new Exclusions(),
                new Departures(),
                new Standbys(),
                new Reports(policy),
                new History());
    }
}
