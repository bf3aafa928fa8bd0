package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;

/** A client handed a verified request to this member's client port. */
public record Offered(Signed<Request> request) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "offered=" + request.message();
    }
}
