package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * DECIDED: a commit certificate with its value and bodies, to one who lacks the slot; of a closed view this is AB-15.
 *
 * @param bodies requests that the value names: all, so that nothing has to be asked for, or some, or none
 */
public record Decided(QuorumCertificate certificate, Value value, List<Signed<Request>> bodies)
        implements AbcastMessage {
    static final int TAG = 13;

    public Decided {
        bodies = List.copyOf(bodies);
    }

    /** Without bodies. */
    public Decided(QuorumCertificate certificate, Value value) {
        this(certificate, value, List.of());
    }

    static Decided read(WireReader in, Lives lives) throws MalformedException {
        QuorumCertificate certificate = QuorumCertificate.read(in, lives);
        Value value = Value.read(in);
        int most = value.requests().size();
        return new Decided(certificate, value, in.readList(most, each -> Request.readSigned(each, lives)));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        certificate.write(out);
        value.write(out);
        out.writeList(bodies, Request::writeSigned);
    }

    @Override
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(certificate.claims());
        claims.addAll(Relay.claims(bodies));
        return claims;
    }

    @Override
    public Optional<Header> about() {
        return Optional.of(certificate.header());
    }

    @Override
    public Lane lane() {
        return bodies.isEmpty() ? Lane.VOTES : Lane.BODIES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onDecided(as.sender(), this);
    }
}
