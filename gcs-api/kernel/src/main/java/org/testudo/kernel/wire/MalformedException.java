package org.testudo.kernel.wire;

/** Bytes from outside do not encode a value. Checked, because hostile input is an expected case. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
