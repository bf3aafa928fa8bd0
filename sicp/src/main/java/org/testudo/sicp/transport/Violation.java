package org.testudo.sicp.transport;

/** An authenticated peer sent what no correct member sends; its connection is closed. The message says what, for people. */
final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
        super(what);
    }
}
