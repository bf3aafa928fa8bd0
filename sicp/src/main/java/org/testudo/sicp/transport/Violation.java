package org.testudo.sicp.transport;

/** An authenticated peer sent what no correct member sends; its connection is closed. The message says what, for people. */
public final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param what it sent, in the words "a frame of ..." */
    public Violation(String what) {
        super(what);
    }
}
