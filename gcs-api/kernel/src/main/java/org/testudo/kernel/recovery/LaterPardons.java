package org.testudo.kernel.recovery;

import java.util.ArrayList;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Pardons;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

/**
 * Pardons of a life that ended (GM-6, GM-22): those in the state from which the next one begins, and those after it, of which the
 * views tell who was pardoned, though not under which key.
 *
 * @param chain views 1 to k, that of the state among them
 */
record LaterPardons(Genesis ended, List<ViewCertificate> chain, CertifiedState state) {
    /** @throws MalformedException if the state's cannot be read */
    Pardons all() throws MalformedException {
        Pardons all = state.pardons();
        for (int i = 1; i < chain.size() && !complete(all); i++) {
            ViewRecord next = chain.get(i).record();
            if (next.firstSlot() <= state.slot() + 1) continue;
            for (Exclusion each : chain.get(i - 1).record().exclusions()) all = after(all, each.member(), next);
        }
        return all;
    }

    /** The last view names the roster by its digest: with the keys of the genesis where nobody was pardoned. */
    private boolean complete(Pardons pardons) {
        List<Genesis.Founder> roster =
                ended.roster().stream().map(pardons::present).toList();
        ViewRecord last = chain.get(chain.size() - 1).record();
        return ended.charter(roster, ended.policy())
                .roster()
                .equals(last.charter().roster());
    }

    private Pardons after(Pardons before, MemberId member, ViewRecord next) {
        if (next.excluded(member)) return before;
        List<StatementKey> had = new ArrayList<>();
        for (ViewCertificate each : chain) {
            if (each.record().id() >= next.id()) break;
            each.record().occupant(member).map(Occupant::statementKey).ifPresent(had::add);
        }
        return ended.onRoster(member).map(it -> before.outdated(it, had)).orElse(before);
    }
}
