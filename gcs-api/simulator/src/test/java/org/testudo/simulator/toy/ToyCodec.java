package org.testudo.simulator.toy;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.simulator.toy.ToyMessage.Hello;
import org.testudo.simulator.toy.ToyMessage.Line;
import org.testudo.simulator.toy.ToyMessage.Wish;

/** With {@code broken}, reads a wish only if its body is short: a codec that is not whole. */
record ToyCodec(GroupLife life, boolean broken) implements MessageCodec<ToyMessage> {
    @Override
    public void write(ToyMessage message, WireWriter out) {
        if (message instanceof Wish wish) {
            out.writeByte(1).writeEnum(wish.kind()).writeBytes(wish.body());
        } else if (message instanceof Line line) {
            out.writeByte(2).writeLong(line.slot()).writeLong(line.time());
            line.request().write(out);
        } else if (message instanceof Hello hello) {
            out.writeByte(3).writeLong(hello.view()).writeLong(hello.number());
        }
    }

    @Override
    public ToyMessage read(WireReader in) throws MalformedException {
        int tag = in.readByte();
        return switch (tag) {
            case 1 -> new Wish(in.readEnum(RequestClass.values()), in.readBytes(broken ? 3 : 4096));
            case 2 -> new Line(in.readCount(), in.readLong(), Request.read(in));
            case 3 -> new Hello(in.readCount(), in.readCount());
            default -> throw new MalformedException("no message " + tag);
        };
    }

    @Override
    public Optional<StatementHeader> header(ToyMessage message) {
        return message instanceof Hello hello
                ? Optional.of(new StatementHeader.ViewBound(life, hello.view(), 0, hello.number(), StatementTypes.TEST))
                : Optional.empty();
    }

    @Override
    public List<Claim> claims(ToyMessage message) {
        return List.of();
    }

    @Override
    public Lane lane(ToyMessage message) {
        return Lane.CONTROL;
    }
}
