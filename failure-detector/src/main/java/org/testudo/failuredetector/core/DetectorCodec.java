package org.testudo.failuredetector.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** One byte per message: its kind. */
public final class DetectorCodec implements MessageCodec<DetectorMessage> {
    private static final int HEARTBEAT = 1;

    @Override
    public void write(DetectorMessage message, WireWriter out) {
        out.writeByte(HEARTBEAT);
    }

    @Override
    public DetectorMessage read(WireReader in) throws MalformedException {
        int kind = in.readByte();
        if (kind != HEARTBEAT) throw new MalformedException("no message " + kind);
        return new DetectorMessage.Heartbeat();
    }

    /** None: that its channel is authenticated is enough for an opinion that stays here. */
    @Override
    public Optional<StatementHeader> header(DetectorMessage message) {
        return Optional.empty();
    }

    @Override
    public List<Claim> claims(DetectorMessage message) {
        return List.of();
    }

    @Override
    public Lane lane(DetectorMessage message) {
        return Lane.CONTROL;
    }
}
