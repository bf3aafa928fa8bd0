package org.testudo.kernel.command;

import java.util.Arrays;
import org.testudo.kernel.view.Recovery;

/**
 * The types of view-bound statements, in one place so that evidence can be judged without the protocol that made it (rules
 * versions of AD-9).
 */
public final class StatementTypes {
    /** A leader's proposal header: one per (view, epoch, slot). */
    public static final int HEADER = 0x0101;
    /** A PREPARE vote: one per (view, epoch, slot). */
    public static final int PREPARE = 0x0102;
    /** A COMMIT vote: one per (view, epoch, slot). */
    public static final int COMMIT = 0x0103;
    /** A complaint about an epoch: may be repeated. */
    public static final int COMPLAINT = 0x0104;
    /** An epoch change: one per epoch; slot 0. */
    public static final int EPOCH_CHANGE = 0x0105;
    /** A new leader's choice: one per epoch; slot 0. */
    public static final int NEW_EPOCH = 0x0106;
    /** A member's word for the state after a slot (AB-7): repeated with equal content. A wrong one convicts nobody. */
    public static final int CHECKPOINT = 0x0107;
    /** A reply to a client: repeated with equal content. */
    public static final int REPLY = 0x0201;
    /** A member's word to a client, over its nonce, that it is in this view (CA-8): repeated with other nonces. */
    public static final int CONFIRMATION = 0x0202;
    /** A reply to a client's query, which has no place in the order (AB-30): one for each query. */
    public static final int QUERY_REPLY = 0x0203;
    /** A founder's announcement of its present start, while the group forms (GM-21): one per start; view-free. */
    public static final int ANNOUNCEMENT = 0x0301;
    /** An operator's word for an instruction (GM-24): repeated with equal content; view-free. */
    public static final int APPROVAL = 0x0401;
    /** An operator's word for the state from which a new life begins (GM-22): repeated with equal content; view-free. */
    public static final int RECOVERY = Recovery.STATEMENT_TYPE;
    /** A request: of its class, which is added. Above those of all protocols; view-free. */
    public static final int REQUEST = 0x7f00;
    /** A request with a command: of the second class. */
    public static final int CONTROL_REQUEST = REQUEST + 1;
    /** Types from here on belong to protocols under test; they are single-valued. */
    public static final int TEST = 0x7d00;

    private static final int[] SINGLE_VALUED = {HEADER, PREPARE, COMMIT, EPOCH_CHANGE, NEW_EPOCH, TEST};

    private StatementTypes() {}

    /** Whether a correct member makes at most one statement of this type per header. */
    public static boolean singleValued(int type) {
        return Arrays.stream(SINGLE_VALUED).anyMatch(each -> each == type);
    }

    /** Whether its body begins with the digest of its content, and goes on with that of the signatures nested in it. */
    static boolean bindsSignatures(int type) {
        return type == EPOCH_CHANGE || type == NEW_EPOCH;
    }

    /** Whether it is a request in a life that has begun. */
    static boolean isRequest(int type) {
        return type >= REQUEST && type < REQUEST + 3;
    }

    /** What several of them are called. */
    static String plural(int type) {
        return switch (type) {
            case HEADER -> "proposals";
            case PREPARE -> "PREPARE votes";
            case COMMIT -> "COMMIT votes";
            case EPOCH_CHANGE -> "epoch changes";
            case NEW_EPOCH -> "choices of a new leader";
            default -> "statements of type " + type;
        };
    }
}
