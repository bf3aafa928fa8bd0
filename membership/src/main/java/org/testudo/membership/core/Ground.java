package org.testudo.membership.core;

/** On what a demand to exclude rests (GM-3). */
enum Ground {
    /** A sensor's report within its authority: operators can shield from it. */
    REPORT,
    /** The word of a quorum: operators can shield from it. */
    ACCUSATION,
    /** What anyone can verify. */
    EVIDENCE,
    /** The authority has revoked its key. */
    REVOCATION,
    /** Operators say so. */
    OPERATORS;

    /** Whether no more than some may be excluded on it at a time (GM-19). */
    boolean budgeted() {
        return this == REPORT || this == ACCUSATION;
    }
}
