package org.testudo.abcast.core;

import java.util.List;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** BODY: the requests that a FETCH asked for. */
public record Body(List<Signed<Request>> requests) implements AbcastMessage {
    static final int TAG = 15;

    public Body {
        requests = List.copyOf(requests);
    }

    static Body read(WireReader in, Lives lives) throws MalformedException {
        return new Body(Relay.readRequests(in, lives));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        out.writeList(requests, Request::writeSigned);
    }

    @Override
    public List<Claim> claims() {
        return Relay.claims(requests);
    }

    @Override
    public Lane lane() {
        return Lane.BODIES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onBody(as.sender(), this);
    }
}
