package org.testudo.gacp.client;

/** What a client counts. */
public enum ClientCounter {
    /** Operations of the application that were numbered and sent. */
    SENT,
    /** Operations that the group answered. */
    ANSWERED,
    /** Of these, those that the application refused. */
    FAILED,
    /** Calls whose deadline passed. */
    TIMED_OUT,
    /** Further attempts. */
    REPEATED,
    /** Replies that belong to no request as it was sent, or whose result is not what they sign. */
    UNFITTING_REPLIES,
    /** Replies that differ from what f+1 seats signed, or whose signature is none. */
    CONTRADICTIONS,
    /** Certificates that proved nothing. */
    UNPROVED_VIEWS,
    /** Refusals by single members. */
    REFUSALS,
    /** Changes of the contact. */
    CONTACT_CHANGES,
    /** Queries that were answered without a place in the order. */
    QUERIES,
    /** Queries that had to be asked in the order. */
    QUERIES_ORDERED,
    /** Messages that could not be read. */
    MALFORMED
}
