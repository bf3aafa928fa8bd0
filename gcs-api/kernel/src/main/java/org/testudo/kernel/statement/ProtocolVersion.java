package org.testudo.kernel.statement;

import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * By which versions a view works.
 *
 * @param protocol of statements and wire format; part of every signature and of the genesis
 * @param rules by which evidence is judged (AD-9)
 */
public record ProtocolVersion(int protocol, int rules) {
    public static final int CURRENT = 1;
    public static final int CURRENT_RULES = 2;

    /** What this release speaks. */
    public static ProtocolVersion current() {
        return new ProtocolVersion(CURRENT, CURRENT_RULES);
    }

    /** Reads versions that this release speaks; others are malformed to it. */
    public static ProtocolVersion read(WireReader in) throws MalformedException {
        ProtocolVersion versions = new ProtocolVersion(in.readByte(), in.readByte());
        if (versions.protocol != CURRENT) throw new MalformedException("protocol version " + versions.protocol);
        if (versions.rules < 1 || versions.rules > CURRENT_RULES)
            throw new MalformedException("rules version " + versions.rules);
        return versions;
    }

    public void write(WireWriter out) {
        out.writeByte(protocol).writeByte(rules);
    }
}
