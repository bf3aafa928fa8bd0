package org.testudo.failuredetector.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** One byte for the kind; probes and echoes have a number, words on hearing a truth. */
public final class DetectorCodec implements MessageCodec<DetectorMessage> {
    private static final int HEARTBEAT = 1;
    private static final int PROBE = 2;
    private static final int ECHO = 3;
    private static final int HEARING = 4;

    @Override
    public void write(DetectorMessage message, WireWriter out) {
        if (message instanceof DetectorMessage.Probe it) out.writeByte(PROBE).writeLong(it.number());
        else if (message instanceof DetectorMessage.Echo it) out.writeByte(ECHO).writeLong(it.number());
        else if (message instanceof DetectorMessage.Hearing it) {
            out.writeByte(HEARING).writeBoolean(it.heard());
        } else out.writeByte(HEARTBEAT);
    }

    @Override
    public DetectorMessage read(WireReader in) throws MalformedException {
        int kind = in.readByte();
        return switch (kind) {
            case HEARTBEAT -> new DetectorMessage.Heartbeat();
            case PROBE -> new DetectorMessage.Probe(in.readLong());
            case ECHO -> new DetectorMessage.Echo(in.readLong());
            case HEARING -> new DetectorMessage.Hearing(in.readBoolean());
            default -> throw new MalformedException("no message " + kind);
        };
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
