package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** PROOF: two headers by which a leader contradicted itself; ends its epoch at once (AB-4) and convicts it (AD-10). */
public record Proof(Signed<Header> first, Signed<Header> second) implements AbcastMessage {
    static final int TAG = 11;

    static Proof read(WireReader in, Lives lives) throws MalformedException {
        return new Proof(Nested.read(in, lives, Header::read), Nested.read(in, lives, Header::read));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        Nested.write(first, out);
        Nested.write(second, out);
    }

    @Override
    public List<Claim> claims() {
        return List.of(Nested.claim(first), Nested.claim(second));
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onProof(as.sender(), this);
    }
}
