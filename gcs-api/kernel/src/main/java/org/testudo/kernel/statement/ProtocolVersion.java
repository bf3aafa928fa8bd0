package org.testudo.kernel.statement;

/** The version of statements and wire format; part of every signature and of the genesis. */
public final class ProtocolVersion {
    public static final int CURRENT = 1;

    private ProtocolVersion() {}
}
