package org.testudo.stack.journal;

/**
 * Something that was durable cannot be read: whoever goes on with the rest could contradict itself, so the member must begin
 * as a new incarnation (AB-26). Says what, and where.
 */
final class JournalDamage extends Exception {
    private static final long serialVersionUID = 1L;

    JournalDamage(String message) {
        super(message);
    }
}
