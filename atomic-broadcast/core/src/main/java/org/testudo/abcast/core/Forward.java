package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** FORWARD: a NEW-EPOCH from one who holds it to one whom the leader may not have told. */
public record Forward(Signed<NewEpoch> newEpoch) implements AbcastMessage {
    static final int TAG = 10;

    static Forward read(WireReader in, Lives lives) throws MalformedException {
        return new Forward(Nested.read(in, lives, each -> NewEpoch.read(each, lives)));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        Nested.write(newEpoch, out);
    }

    @Override
    public List<Claim> claims() {
        List<Claim> claims = new ArrayList<>(newEpoch.message().claims());
        claims.add(0, Nested.claim(newEpoch));
        return claims;
    }

    @Override
    public Lane lane() {
        return Lane.CONTROL;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onNewEpoch(newEpoch);
    }
}
