package org.testudo.simulator;

import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;

/** One claim of a packet, with its verdict kept: all receivers of a multicast ask the same. */
final class Proof {
    private final Claim claim;
    private byte[] statement;
    private StatementKey judgedUnder;
    private boolean verdict;

    Proof(Claim claim) {
        this.claim = claim;
    }

    Claim claim() {
        return claim;
    }

    /** The view that must be known before this can be judged; -1 if none. */
    long view() {
        if (claim instanceof Claim.Refuted refuted) return new Proof(refuted.claim()).view();
        return claim instanceof Claim.SignedBy signed && signed.header() instanceof StatementHeader.ViewBound bound
                ? bound.view()
                : -1;
    }

    /** Whether it is of a life that can only be known later. */
    boolean early(KeyBook book) {
        if (claim instanceof Claim.Refuted refuted) return new Proof(refuted.claim()).early(book);
        return claim instanceof Claim.SignedBy signed
                && signed.header() instanceof StatementHeader.ViewFree free
                && book.mayLearn(free.life());
    }

    boolean holds(KeyBook book, SimulatedKeys keys) {
        if (claim instanceof Claim.Refuted refuted) return refutes(refuted.claim(), book, keys);
        if (claim instanceof Claim.Certified card) return keys.certified(card);
        if (claim instanceof Claim.Listed listed) return keys.listed(listed);
        Claim.SignedBy signed = (Claim.SignedBy) claim;
        StatementKey key = book.key(signed.signer(), signed.header());
        if (key == null || !book.knows(signed.header())) return false;
        if (!key.equals(judgedUnder)) judge(signed, key, keys);
        return verdict;
    }

    /** What is of another life is judged by nobody, neither way. */
    private static boolean refutes(Claim claim, KeyBook book, SimulatedKeys keys) {
        boolean judged = !(claim instanceof Claim.SignedBy signed) || book.knows(signed.header());
        return judged && !new Proof(claim).holds(book, keys);
    }

    private void judge(Claim.SignedBy signed, StatementKey key, SimulatedKeys keys) {
        if (statement == null) statement = signed.header().statement(signed.body());
        verdict = keys.verify(key, statement, signed.signature());
        judgedUnder = key;
    }
}
