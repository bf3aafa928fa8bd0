package org.testudo.kernel.statement;

import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Who numbers a sequence of view-free statements. The key is part of it, so that whether a signature is valid depends on
 * the statement alone; whether that key may speak for that name is a question to the replicated state.
 *
 * @param principal who signs
 * @param key with which it signs
 * @param incarnation the start of a member, boot of a sensor or session of a client
 */
public record Origin(Principal principal, StatementKey key, long incarnation) {
    /** As a record does by itself, but faster: origins are keys of many maps. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Origin it
                        && incarnation == it.incarnation
                        && principal.equals(it.principal)
                        && key.equals(it.key);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * principal.hashCode() + key.hashCode()) + Long.hashCode(incarnation);
    }

    /** A member's origin. */
    public static Origin of(MemberId member, StatementKey key, long incarnation) {
        return new Origin(Principal.of(member), key, incarnation);
    }

    public static Origin read(WireReader in) throws MalformedException {
        Principal principal = readPrincipal(in);
        return new Origin(principal, StatementKey.read(in), in.readCount());
    }

    public void write(WireWriter out) {
        writePrincipal(principal, out);
        key.write(out);
        out.writeLong(incarnation);
    }

    public static Principal readPrincipal(WireReader in) throws MalformedException {
        Principal.Kind kind = in.readEnum(Principal.Kind.values());
        return new Principal(kind, readName(in));
    }

    public static void writePrincipal(Principal principal, WireWriter out) {
        out.writeEnum(principal.kind()).writeText(principal.name());
    }

    public static MemberId readMember(WireReader in) throws MalformedException {
        return new MemberId(readName(in));
    }

    private static String readName(WireReader in) throws MalformedException {
        String name = in.readText(64);
        if (!MemberId.isValidName(name)) throw new MalformedException("not a name");
        return name;
    }
}
