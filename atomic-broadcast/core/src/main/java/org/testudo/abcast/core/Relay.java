package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** RELAY: requests that others signed, from their contact to all, and from each holder to a leader that may lack them. */
public record Relay(List<Signed<Request>> requests) implements AbcastMessage {
    static final int TAG = 4;
    /** The most requests in one message. */
    static final int MAX = 256;

    public Relay {
        requests = List.copyOf(requests);
    }

    static Relay read(WireReader in, Lives lives) throws MalformedException {
        return new Relay(readRequests(in, lives));
    }

    static List<Signed<Request>> readRequests(WireReader in, Lives lives) throws MalformedException {
        return in.readList(MAX, each -> Request.readSigned(each, lives));
    }

    static List<Claim> claims(List<Signed<Request>> requests) {
        List<Claim> claims = new ArrayList<>();
        for (Signed<Request> each : requests) claims.addAll(Request.claims(each));
        return claims;
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
        return claims(requests);
    }

    /** All commands travel in the control lane (AB-20); whoever mixes them with others gets the slower one. */
    @Override
    public Lane lane() {
        boolean control = requests.stream().allMatch(each -> each.message().kind() == RequestClass.CONTROL);
        return control ? Lane.CONTROL : Lane.BODIES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        receiver.onRelay(as.sender(), this);
    }
}
