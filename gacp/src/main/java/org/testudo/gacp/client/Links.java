package org.testudo.gacp.client;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;

/** What a client sends to members. Calls never block and never fail: what is lost is sent again. */
interface Links {
    /** Says for which life and session the stream is, from which view on the chain is wanted, and what confirmations must repeat. */
    void hello(MemberId to, Digest life, long session, byte[] nonce, long view);

    /** Hands over a signed request. */
    void request(MemberId to, byte[] signed);

    /** Asks without a place in the order. */
    void query(MemberId to, long number, byte[] body);

    /** Asks for the certificates of the views after this one. */
    void chain(MemberId to, long after);
}
