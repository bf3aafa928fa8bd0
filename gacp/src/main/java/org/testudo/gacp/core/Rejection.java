package org.testudo.gacp.core;

/** Why a member does not take a client's request. One member's word: a client takes it as a hint. */
public enum Rejection {
    MALFORMED,
    BAD_SIGNATURE,
    WRONG_LIFE,
    UNKNOWN_SESSION,
    OUTSIDE_WINDOW,
    FORGOTTEN,
    CONFLICTING,
    TOO_LARGE,
    LIMITED,
    NOT_IN_SERVICE
}
