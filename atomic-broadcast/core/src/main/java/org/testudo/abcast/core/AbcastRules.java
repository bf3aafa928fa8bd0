package org.testudo.abcast.core;

import java.math.BigInteger;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Quorum;

/**
 * The decisions on which safety hangs, each in one place. Production uses this class as it is. A test derives a mutant from
 * it, to show that its checkers notice when one of them is wrong.
 */
public class AbcastRules {
    /** How many votes make a certificate: any two share a correct member (G-4). */
    public int certificate(Quorum quorum) {
        return quorum.intersecting();
    }

    /** How many must have signed a state, for it to take the place of the log (AB-7). */
    public int stable(Quorum quorum) {
        return quorum.intersecting();
    }

    /** The same while the group forms (GM-21). */
    public int founding(Quorum quorum) {
        return quorum.founding();
    }

    /** Whether what was signed in view 0 counts only as far as its signers are alive in the start that signed it (GM-21). */
    public boolean asksForFreshness() {
        return true;
    }

    /** How many seats of a view must say of which life their group is, for a start without memory to believe it (GM-21). */
    public int vouching(Quorum quorum) {
        return quorum.believable();
    }

    /** Whether a member that keeps a journal forms no group of which it is shown that it has lived before (GM-22). */
    public boolean remembersThatItLived() {
        return true;
    }

    /** Whether a set may name this start of the voter's own seat (GM-21). */
    public boolean ownStart(Origin named, Origin present) {
        return named.equals(present);
    }

    /**
     * Whether a group may be formed of so many starts, of which so many are alive to the voter. Until the wait is over, all of
     * them; then as many as a quorum, the others' seats wait for a later start as if they were vacant. (Else one founder that
     * tells each of the others another start of itself keeps the group from forming for ever.)
     */
    public boolean formable(int named, int alive, int quorum, boolean waited) {
        return alive >= quorum && (waited || alive == named);
    }

    /** How many voters these are: each seat counts once (AB-16). */
    public int voters(Collection<Integer> seats) {
        return new LinkedHashSet<>(seats).size();
    }

    /** Which of two certificates for one slot is to be proposed again: that of the later epoch (AB-28). */
    public boolean prevails(QuorumCertificate candidate, QuorumCertificate present) {
        return candidate.epoch() > present.epoch();
    }

    /** Whether delivery waits after a slot with this request, for what it does to the membership (AB-14). */
    public boolean raisesBarrier(Request delivered) {
        return delivered.kind() == RequestClass.CONTROL || delivered.kind() == RequestClass.FORMATION;
    }

    /**
     * Whether the leader proposes past a slot with a command before it is known what that does to the membership. Safe either
     * way: what it proposes would be void if the view changes (AB-13), so it saves the work.
     */
    public boolean proposesPastCommands() {
        return false;
    }

    /** Whether certificates of slots above the last one of a view are kept when the next is installed: they are void (AB-13). */
    public boolean carriesLocks() {
        return false;
    }

    /** Whether an epoch change into one epoch shows that the wait for another may begin (AB-28). */
    public boolean reaches(long theirs, long mine) {
        return theirs >= mine;
    }

    /** Whether a value that a leader proposes again is the one that the epoch changes ask for (AB-28). */
    public boolean isChoice(Digest proposed, Digest chosen) {
        return proposed.equals(chosen);
    }

    /** What has to be delivered before a read is answered: every slot for which this member has sent COMMIT (AB-30). */
    public long readAfter(long committed, long delivered) {
        return committed;
    }

    /** Whether reads are answered while it is not known what the last slot did to the membership (AB-14). */
    public boolean readsAtBarriers() {
        return false;
    }

    /** Whether the prepared certificate is in the journal before the COMMIT that rests on it is sent (AB-25). */
    public boolean journalsLocks() {
        return true;
    }

    /** Whether a member that goes on with its journal is bound by what it had committed (AB-26). */
    public boolean restoresLocks() {
        return true;
    }

    /** Which of the round trips to all members, the shortest first and one's own among them, waiting follows (AB-4). */
    public int roundTrip(Quorum quorum) {
        return quorum.intersecting();
    }

    /** Whether a request that is out of sequence is skipped at delivery (AB-21). */
    public boolean skips(long number, long next) {
        return number != next;
    }

    /** The certificates whose cards open no session, and end those that they have opened (SICP-11). */
    public Set<BigInteger> revoked(RevocationList list) {
        return list.serials();
    }

    /** Whether who floods leaves the others their part of each slot (AB-11). */
    public boolean shares() {
        return true;
    }
}
