package org.testudo.gacp.core;

/**
 * Bounds of client access.
 *
 * @param maxOutstanding W of AB-22: requests that a session may have unanswered, and answers kept per session
 * @param maxPayload the largest body of an operation in bytes
 * @param sessions the most sessions open at once; at the bound this member takes no opening
 * @param answerBytes results kept in full, of all sessions together; older ones are kept by digest
 */
public record GacpLimits(int maxOutstanding, int maxPayload, int sessions, long answerBytes) {
    /** Sessions that one client may have open, as in the ordering: at the bound the one used least lately ends. */
    public static final int SESSIONS_PER_CLIENT = 256;

    /** Memory for results that clients may ask for again. */
    public static final long ANSWER_BYTES = 64L << 20;

    public GacpLimits(int maxOutstanding, int maxPayload, int sessions) {
        this(maxOutstanding, maxPayload, sessions, ANSWER_BYTES);
    }
}
