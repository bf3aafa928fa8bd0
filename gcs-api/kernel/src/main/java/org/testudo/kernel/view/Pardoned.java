package org.testudo.kernel.view;

import java.time.Instant;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * Under which key an excluded member may come back (GM-6). Its former one counts for nothing any more.
 *
 * @param key its new statement key
 * @param certificate digest of its new certificate
 * @param issued when that begins to be valid: an earlier one of this name opens no connection any more, whoever has it
 */
public record Pardoned(MemberId member, StatementKey key, Digest certificate, Instant issued) {
    /**
     * Its line of the roster, in the place of the one with the former key. In a life that was founded on this key (GM-22) that
     * line stands there already, perhaps with a later certificate.
     */
    public Genesis.Founder entry(Genesis.Founder former) {
        if (former.statementKey().equals(key)) return former;
        return new Genesis.Founder(member, certificate, key, former.sensors());
    }

    public static Pardoned read(WireReader in) throws MalformedException {
        return new Pardoned(Origin.readMember(in), StatementKey.read(in), Digest.read(in), in.readInstant());
    }

    public void write(WireWriter out) {
        key.write(out.writeText(member.name()));
        certificate.write(out);
        out.writeInstant(issued);
    }
}
