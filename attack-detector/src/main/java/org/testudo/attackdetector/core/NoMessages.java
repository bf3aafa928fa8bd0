package org.testudo.attackdetector.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** The codec of a layer that says nothing to its peers: whatever comes from one is malformed. */
public final class NoMessages implements MessageCodec<Void> {
    @Override
    public void write(Void message, WireWriter out) {
        throw new IllegalStateException("this layer has no messages");
    }

    @Override
    public Void read(WireReader in) throws MalformedException {
        throw new MalformedException("this layer has no messages");
    }

    @Override
    public Optional<StatementHeader> header(Void message) {
        return Optional.empty();
    }

    @Override
    public List<Claim> claims(Void message) {
        return List.of();
    }

    @Override
    public Lane lane(Void message) {
        return Lane.CONTROL;
    }
}
