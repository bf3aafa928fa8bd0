package org.testudo.gacp.client;

import org.testudo.api.TestudoException;

/** The group did not answer in time, or its answer cannot be had any more. */
public final class NoAnswerException extends TestudoException {
    private static final long serialVersionUID = 1L;

    private final boolean perhapsExecuted;

    NoAnswerException(String message, boolean perhapsExecuted) {
        super(message);
        this.perhapsExecuted = perhapsExecuted;
    }

    /** Whether the operation may have been executed, or may be yet (never more than once); if not, it never will be. */
    public boolean perhapsExecuted() {
        return perhapsExecuted;
    }
}
