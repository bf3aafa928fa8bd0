package org.testudo.kernel.statement;

import org.testudo.kernel.wire.WireWriter;

/**
 * Which group, and which run of its history, a statement is about: part of every signature (G-3).
 *
 * @param genesis digest of what the group is founded on (GM-2)
 * @param life digest that names this life of the group
 */
public record GroupLife(Digest genesis, Digest life) {
    /** Whether this is no life yet, but the formation of one (GM-21). */
    public boolean forming() {
        return life.equals(Digest.ZERO);
    }

    void write(WireWriter out) {
        genesis.write(out);
        life.write(out);
    }
}
