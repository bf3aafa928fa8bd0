package org.testudo.simulator.bracha;

import java.util.List;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.simulator.bracha.BrachaMessage.Echo;
import org.testudo.simulator.bracha.BrachaMessage.Init;
import org.testudo.simulator.bracha.BrachaMessage.Ready;

final class BrachaCodec implements MessageCodec<BrachaMessage> {
    private static final int MOST_BYTES = 1024;

    private final GroupLife life;

    BrachaCodec(GroupLife life) {
        this.life = life;
    }

    @Override
    public void write(BrachaMessage message, WireWriter out) {
        if (message instanceof Init init) {
            out.writeByte(1);
            writeInit(init, out);
        } else if (message instanceof Echo echo) {
            out.writeByte(2);
            out.writeText(echo.init().signer().name());
            writeInit(echo.content(), out);
            echo.init().signature().write(out);
        } else if (message instanceof Ready ready) {
            out.writeByte(3).writeText(ready.origin().name()).writeLong(ready.number());
            ready.body().write(out);
        }
    }

    @Override
    public BrachaMessage read(WireReader in) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case 1 -> readInit(in);
            case 2 -> readEcho(in);
            case 3 -> new Ready(Origin.readMember(in), in.readCount(), Digest.read(in));
            default -> throw new MalformedException("no message " + tag);
        };
    }

    @Override
    public Optional<StatementHeader> header(BrachaMessage message) {
        return message instanceof Init init ? Optional.of(header(init)) : Optional.empty();
    }

    @Override
    public byte[] statementBody(BrachaMessage message) {
        return ((Init) message).body();
    }

    @Override
    public List<Claim> claims(BrachaMessage message) {
        return message instanceof Echo echo ? List.of(claim(echo.init())) : List.of();
    }

    @Override
    public Lane lane(BrachaMessage message) {
        return message instanceof Init ? Lane.BODIES : Lane.VOTES;
    }

    static Claim.SignedBy claim(Signed<BrachaMessage> init) {
        return new Claim.SignedBy(init.signer(), init.header(), ((Init) init.message()).body(), init.signature());
    }

    private StatementHeader header(Init init) {
        return new StatementHeader.ViewBound(life, 0, 0, init.number(), StatementTypes.TEST);
    }

    private Echo readEcho(WireReader in) throws MalformedException {
        Principal signer = Principal.of(Origin.readMember(in));
        Init init = readInit(in);
        return new Echo(new Signed<>(signer, header(init), init, Signature.read(in)));
    }

    private static Init readInit(WireReader in) throws MalformedException {
        return new Init(in.readCount(), in.readBytes(MOST_BYTES));
    }

    private static void writeInit(Init init, WireWriter out) {
        out.writeLong(init.number()).writeBytes(init.body());
    }
}
