package org.testudo.stack;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;

/**
 * What every layer of one member's stack is built from.
 *
 * @param firstView view 0, in which every core begins
 * @param lives as far as this member has learnt them, now and later; a transport, which learns none, gives those of the
 *     first view
 * @param origin of this member's requests: name, statement key, incarnation
 * @param firstViewKeys public halves of the view keys to announce first
 */
public record StackContext(
        Genesis genesis,
        ViewRecord firstView,
        Lives lives,
        Origin origin,
        MemberKeys keys,
        Verifier verifier,
        List<StatementKey> firstViewKeys) {
    public MemberId self() {
        return origin.principal().member();
    }
}
