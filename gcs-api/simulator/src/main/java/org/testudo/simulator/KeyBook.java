package org.testudo.simulator;

import java.util.HashMap;
import java.util.Map;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** Which key counts for whom in which view, as one member has learned it from the views it installed. */
final class KeyBook {
    private final Map<Long, Map<Principal, StatementKey>> byView = new HashMap<>();
    private final Map<Long, GroupLife> lives = new HashMap<>();
    private long latest = -1;

    /** A view is in force or proved; what was proved of a former life is void when another one begins (GM-21). */
    void learn(ViewRecord view) {
        lives.entrySet()
                .removeIf(each -> each.getKey() > view.id() && !each.getValue().equals(view.life()));
        byView.keySet().retainAll(lives.keySet());
        latest = lives.keySet().stream().mapToLong(each -> each).max().orElse(-1);
        Map<Principal, StatementKey> keys = new HashMap<>();
        for (Occupant occupant : view.occupants()) {
            occupant.viewKey().ifPresent(key -> keys.put(Principal.of(occupant.member()), key));
        }
        byView.put(view.id(), keys);
        lives.put(view.id(), view.life());
        latest = Math.max(latest, view.id());
    }

    long latest() {
        return latest;
    }

    /** Whether a statement is of the life to which its view belongs; free of views, of any life of this member's. */
    boolean knows(StatementHeader header) {
        return header instanceof StatementHeader.ViewBound bound
                ? header.life().equals(lives.get(bound.view()))
                : lives.containsValue(header.life());
    }

    /** Whether this member's group is still forming, so that this may be the life to come. */
    boolean mayLearn(GroupLife life) {
        return lives.get(latest).forming() && !life.forming();
    }

    /** The key that must have signed; null if no signature of this signer can count under this header. */
    StatementKey key(Principal signer, StatementHeader header) {
        if (header instanceof StatementHeader.ViewBound bound) {
            Map<Principal, StatementKey> keys = byView.get(bound.view());
            return keys == null ? null : keys.get(signer);
        }
        StatementHeader.ViewFree free = (StatementHeader.ViewFree) header;
        return free.origin().principal().equals(signer) ? free.origin().key() : null;
    }
}
