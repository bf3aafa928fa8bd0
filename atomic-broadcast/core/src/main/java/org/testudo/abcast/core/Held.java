package org.testudo.abcast.core;

import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.ViewRecord;

/** A signed request with what is computed from it once. */
final class Held {
    /** Bytes that a request costs beyond its body: names, keys, signature. */
    static final int OVERHEAD = 200;

    private final Signed<Request> signed;
    private final Digest digest;
    private final Optional<Command.Convict> convict;

    Held(Signed<Request> signed) {
        this.signed = signed;
        digest = signed.message().digest();
        convict = convict(signed);
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

    /**
     * Whose seat falls vacant by this command alone, whoever brought it, as far as the record in force tells (AB-20).
     */
    Optional<MemberId> convicts(ViewRecord record) {
        return convict.filter(it -> {
                    Evidence.Records known = view -> Optional.of(record).filter(each -> each.id() == view);
                    int rules = record.versions().rules();
                    return it.evidence().judge(known, rules) == Evidence.Verdict.CONVICTS;
                })
                .map(Command.Convict::target);
    }

    private static Optional<Command.Convict> convict(Signed<Request> signed) {
        return signed.message()
                .command(signed.header().life())
                .filter(Command.Convict.class::isInstance)
                .map(Command.Convict.class::cast)
                .filter(it -> it.evidence().accused().equals(Principal.of(it.target())));
    }
}
