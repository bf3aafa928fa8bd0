package org.testudo.kernel.statement;

import org.testudo.api.Principal;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** A principal as the bearer of one statement key: with another key the same name is somebody new (GM-6). */
public record Bearer(Principal principal, StatementKey key) {
    /** Who numbers these statements. */
    public static Bearer of(Origin origin) {
        return new Bearer(origin.principal(), origin.key());
    }

    public static Bearer read(WireReader in) throws MalformedException {
        return new Bearer(Origin.readPrincipal(in), StatementKey.read(in));
    }

    public void write(WireWriter out) {
        Origin.writePrincipal(principal, out);
        key.write(out);
    }
}
