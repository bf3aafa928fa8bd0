package org.testudo.abcast.core;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.WireWriter;

/**
 * REQUEST: a member's own request, signed by it and sent to all occupied seats (AB-5, AB-18).
 *
 * @param nested what the request itself asks to be verified: the statements in evidence
 */
public record OwnRequest(Request request, List<Claim> nested) implements AbcastMessage {
    static final int TAG = 3;

    public OwnRequest {
        nested = List.copyOf(nested);
    }

    /** With the claims of the command that it holds, if any. */
    static OwnRequest of(Request request, Lives lives) {
        return new OwnRequest(request, request.nestedClaims(request.life(lives)));
    }

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public void write(WireWriter out) {
        request.write(out);
    }

    @Override
    public Optional<StatementHeader> header(Lives lives) {
        return Optional.of(request.header(lives));
    }

    @Override
    public byte[] statementBody() {
        return request.signedBody();
    }

    @Override
    public List<Claim> claims() {
        return nested;
    }

    @Override
    public Lane lane() {
        return request.kind() == RequestClass.CONTROL ? Lane.CONTROL : Lane.BODIES;
    }

    @Override
    public void accept(Receiver receiver, Authentic<AbcastMessage> as) {
        if (!(as instanceof Signed<AbcastMessage> it)) return;
        // Another's name on it would be a signature that was never checked with that name's key.
        if (!it.signer().equals(request.origin().principal())) return;
        receiver.onRequest(new Signed<>(it.signer(), it.header(), request, it.signature()));
    }
}
