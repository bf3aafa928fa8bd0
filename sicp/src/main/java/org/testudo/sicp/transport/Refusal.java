package org.testudo.sicp.transport;

import java.security.cert.CertificateException;

/** A connection is not allowed, or a peer breaks the rules of one; the message says why, for people. */
class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
        super(reason);
    }

    Refusal(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** What a failure comes down to: our own judgement of a certificate, which the platform wraps, or the innermost cause. */
    static String reason(Throwable failure) {
        Throwable reason = failure;
        while (!(reason instanceof CertificateException) && reason.getCause() != null) reason = reason.getCause();
        return reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
    }
}
