package org.testudo.simulator;

import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/**
 * What the cores of one member are built from.
 *
 * @param firstView view 0, in which every core begins
 * @param lives as far as this member has learnt them, now and later
 * @param origin of this member's requests
 * @param firstViewKeys public halves of the view keys to announce first (GM-11)
 * @param index the member's place in the group, from 0
 * @param random for cores that may use chance (ARCHITECTURE 4, rule 3)
 * @param verifier the simulated signatures, for code that a host would give one
 * @param journals whether the member keeps a journal, for which its cores must ask (AB-25)
 * @param start which of the member's starts this is: the first, or one after a crash
 */
public record MemberContext(
        Genesis genesis,
        ViewRecord firstView,
        Lives lives,
        Origin origin,
        List<StatementKey> firstViewKeys,
        int index,
        SeededRandom random,
        Verifier verifier,
        boolean journals,
        Start start) {
    public MemberId self() {
        return origin.principal().member();
    }

    public Quorum quorum() {
        return genesis.quorum();
    }

    /** The life of view 0. */
    public GroupLife life() {
        return firstView.life();
    }
}
