package org.testudo.kernel.statement;

/**
 * A statement that is to be signed.
 *
 * @param header what it is about
 * @param body its content; must not be changed
 */
public record Statement(StatementHeader header, byte[] body) {
    /** The bytes that are signed, as a leaf of a batch. */
    public byte[] bytes() {
        return header.statement(body);
    }
}
