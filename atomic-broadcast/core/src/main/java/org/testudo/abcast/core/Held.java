package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** A signed request with what is computed from it once. */
final class Held {
    /** Bytes that a request costs beyond its body: names, keys, signature. */
    static final int OVERHEAD = 200;

    private final Signed<Request> signed;
    private final Digest digest;
    private final Optional<MemberId> convicts;

    Held(Signed<Request> signed) {
        this.signed = signed;
        digest = signed.message().digest();
        convicts = convicted(signed);
    }

    Signed<Request> signed() {
        return signed;
    }

    Request request() {
        return signed.message();
    }

    Digest digest() {
        return digest;
    }

    boolean control() {
        return request().kind() == RequestClass.CONTROL;
    }

    int size() {
        return request().body().length + OVERHEAD;
    }

    /** Whose seat falls vacant by this command alone, whoever brought it (AB-20). */
    Optional<MemberId> convicts() {
        return convicts;
    }

    private static Optional<MemberId> convicted(Signed<Request> signed) {
        return signed.message()
                .command(signed.header().life())
                .filter(Command.Convict.class::isInstance)
                .map(Command.Convict.class::cast)
                .filter(it -> it.evidence().conflicting())
                .filter(it -> it.evidence().first().signer().equals(Principal.of(it.target())))
                .map(Command.Convict::target);
    }
}
