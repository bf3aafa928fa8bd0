package org.testudo.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewRecord;

/** The private keys that one member holds: its statement key and its view keys, until they are erased (GM-11). */
final class KeyRing implements Signer {
    private final SimulatedKeys keys;
    private final String label;
    private final StatementKey statementKey;
    private final Set<StatementKey> held = new LinkedHashSet<>();
    private final Map<Long, StatementKey> byView = new LinkedHashMap<>();
    private final boolean forgets;
    private int made;
    private long signed;

    /** Each start makes view keys of its own. With {@code forgets} off it never erases a key: the ring of an adversary. */
    KeyRing(SimulatedKeys keys, String owner, int start, boolean forgets) {
        this.keys = keys;
        this.label = owner + (start == 0 ? "" : " start " + start) + " view key ";
        this.forgets = forgets;
        this.statementKey = keys.create(owner);
        held.add(statementKey);
    }

    /** Whether it loses keys as a correct member does, by erasing them and in a crash. */
    boolean forgets() {
        return forgets;
    }

    StatementKey statementKey() {
        return statementKey;
    }

    List<StatementKey> newViewKeys(int count) {
        List<StatementKey> fresh = new ArrayList<>();
        for (int i = 0; i < count; i++) fresh.add(keys.create(label + made++));
        held.addAll(fresh);
        return fresh;
    }

    /** The record names the key that this member uses in the view. */
    void installed(ViewRecord view, org.testudo.api.MemberId self) {
        view.occupant(self)
                .flatMap(org.testudo.kernel.view.Occupant::viewKey)
                .ifPresent(key -> byView.put(view.id(), key));
    }

    void erase(long view) {
        StatementKey key = byView.get(view);
        if (forgets && key != null && !key.equals(statementKey)) held.remove(key);
    }

    /** Each time another signature, so that no core takes two of one statement for equal, or of equal length (SICP-13). */
    @Override
    public Optional<Signature> sign(StatementHeader header, byte[] body) {
        return sign(header, body, signed++);
    }

    Optional<Signature> sign(StatementHeader header, byte[] body, long variant) {
        StatementKey key = header instanceof StatementHeader.ViewBound bound
                ? byView.get(bound.view())
                : ((StatementHeader.ViewFree) header).origin().key();
        if (key == null || !held.contains(key)) return Optional.empty();
        return Optional.of(keys.sign(key, header.statement(body), variant));
    }
}
