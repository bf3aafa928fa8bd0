package org.testudo.kernel;

/** Our own reasoning was wrong: the member stops without leaving, so that a bug is a crash, which is tolerated. */
public final class InvariantViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvariantViolation(String message) {
        super(message);
    }
}
