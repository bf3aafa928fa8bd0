package org.testudo.stack;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/**
 * What every layer of one member's stack is built from.
 *
 * @param origin of this member's requests: name, statement key, incarnation
 * @param firstViewKeys public halves of the view keys to announce first
 */
public record StackContext(
        Genesis genesis,
        GroupLife life,
        Origin origin,
        MemberKeys keys,
        Verifier verifier,
        List<StatementKey> firstViewKeys) {
    public MemberId self() {
        return origin.principal().member();
    }

    /** View 0, in which every core begins. */
    public ViewRecord firstView() {
        return genesis.firstView(life);
    }

    public Quorum quorum() {
        return genesis.quorum();
    }
}
