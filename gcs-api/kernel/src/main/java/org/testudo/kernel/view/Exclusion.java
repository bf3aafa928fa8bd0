package org.testudo.kernel.view;

import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What is left of an excluded member: one entry per name (GM-16).
 *
 * @param slot the slot that excluded it; what it signed above it does not count (AB-10)
 * @param cause why, for people; the same at all members; at most {@link #MAX_CAUSE} bytes
 */
public record Exclusion(MemberId member, long slot, String cause) {
    public static final int MAX_CAUSE = 512;

    public static Exclusion read(WireReader in) throws MalformedException {
        return new Exclusion(Origin.readMember(in), in.readCount(), in.readText(MAX_CAUSE));
    }

    public void write(WireWriter out) {
        out.writeText(member.name()).writeLong(slot).writeText(cause);
    }
}
