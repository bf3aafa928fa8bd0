package org.testudo.gacp.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Refuses whatever a peer sends to this layer: members do not talk to each other here. */
public final class GacpCodec implements MessageCodec<GacpMessage> {
    @Override
    public void write(GacpMessage message, WireWriter out) {
        out.writeEnum(message);
    }

    @Override
    public GacpMessage read(WireReader in) throws MalformedException {
        throw new MalformedException("members exchange no messages in this layer");
    }

    @Override
    public Optional<StatementHeader> header(GacpMessage message) {
        return Optional.empty();
    }

    @Override
    public List<Claim> claims(GacpMessage message) {
        return List.of();
    }

    @Override
    public Lane lane(GacpMessage message) {
        return Lane.BODIES;
    }
}
