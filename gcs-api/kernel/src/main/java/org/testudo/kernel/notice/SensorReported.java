package org.testudo.kernel.notice;

import org.testudo.api.Notice;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;

/** A sensor handed a signed report to this member's client port; the attack detector judges whether to pass it on. */
public record SensorReported(Signed<Request> report) implements Notice {
    @Override
    public Level level() {
        return Level.DEBUG;
    }

    @Override
    public String describe() {
        return "report=" + report.message();
    }
}
