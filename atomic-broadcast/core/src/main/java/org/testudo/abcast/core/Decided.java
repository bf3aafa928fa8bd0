package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** DECIDED: a commit certificate with its value, to one who lacks the slot; of a closed view this is AB-15. */
public record Decided(QuorumCertificate certificate, Value value) implements AbcastMessage {
    static final int TAG = 13;

    static Decided read(WireReader in, Lives lives) throws MalformedException {
        return new Decided(QuorumCertificate.read(in, lives), Value.read(in));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        certificate.write(out);
        value.write(out);
    }

    @Override
    public List<Claim> claims() {
        return certificate.claims();
    }

    @Override
    public Lane lane() {
        return Lane.VOTES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onDecided(as.sender(), this);
    }
}
