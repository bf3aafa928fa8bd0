package org.testudo.kernel.view;

import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * By what a group is governed in a view, named by digests (GM-10).
 *
 * @param roster of who may ever hold a seat (GM-16)
 * @param policy on sensors' reports (AD-11)
 * @param operators and their keys (GM-24)
 */
public record Charter(Digest roster, Digest policy, Digest operators) {
    public static Charter read(WireReader in) throws MalformedException {
        return new Charter(Digest.read(in), Digest.read(in), Digest.read(in));
    }

    public void write(WireWriter out) {
        roster.write(out);
        policy.write(out);
        operators.write(out);
    }
}
