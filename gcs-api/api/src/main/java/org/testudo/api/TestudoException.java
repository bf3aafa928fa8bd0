package org.testudo.api;

/** The environment or the configuration does not allow what was asked. The message names what, where and the remedy. */
public class TestudoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TestudoException(String message) {
        super(message);
    }

    public TestudoException(String message, Throwable cause) {
        super(message, cause);
    }
}
