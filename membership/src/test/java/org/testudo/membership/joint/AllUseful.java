package org.testudo.membership.joint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.Vote;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Layer;

/** A codec for a host that drops nothing for being of no use: a core has to bear that too, for it is a saving only (HOST-1). */
record AllUseful<M>(MessageCodec<M> codec) implements MessageCodec<M> {
    /** The same cores on such hosts. */
    static CoreFactory of(CoreFactory cores) {
        return context -> {
            List<Layer<?>> layers = new ArrayList<>();
            cores.build(context).forEach(layer -> layers.add(of(layer)));
            return layers;
        };
    }

    private static <M> Layer<M> of(Layer<M> layer) {
        return new Layer<>(layer.core(), new AllUseful<>(layer.codec()));
    }

    @Override
    public boolean useful(M message, long view, long delivered) {
        return true;
    }

    @Override
    public void write(M message, WireWriter out) {
        codec.write(message, out);
    }

    @Override
    public M read(WireReader in) throws MalformedException {
        return codec.read(in);
    }

    @Override
    public Optional<StatementHeader> header(M message) {
        return codec.header(message);
    }

    @Override
    public byte[] statementBody(M message) {
        return codec.statementBody(message);
    }

    @Override
    public List<Claim> claims(M message) {
        return codec.claims(message);
    }

    @Override
    public Lane lane(M message) {
        return codec.lane(message);
    }

    @Override
    public Optional<Vote> vote(M message) {
        return codec.vote(message);
    }

    @Override
    public boolean answersForVotes(M message) {
        return codec.answersForVotes(message);
    }

    @Override
    public int expectedBytes(M message) {
        return codec.expectedBytes(message);
    }
}
