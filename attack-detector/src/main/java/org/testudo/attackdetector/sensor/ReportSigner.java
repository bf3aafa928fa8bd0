package org.testudo.attackdetector.sensor;

import java.time.Instant;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;

/** Numbers and signs the reports of one boot of a sensor (AD-12). Used by one thread. */
final class ReportSigner {
    private final SensorIdentity identity;
    private Origin origin;
    private long number;

    ReportSigner(SensorIdentity identity, long boot) {
        this.identity = identity;
        boot(boot);
    }

    long boot() {
        return origin.incarnation();
    }

    /** Begins a new boot, later than the present one: numbers begin with 1 again. */
    void boot(long boot) {
        Principal sensor = new Principal(Principal.Kind.SENSOR, identity.sensor());
        origin = new Origin(sensor, identity.key(), boot);
        number = 0;
    }

    Signed<Request> sign(Alert alert, Instant observed, Lives lives) {
        Command report = new Command.Report(identity.target(), identity.fingerprint(), observed, alert);
        Request request = new Request(origin, ++number, RequestClass.CONTROL, report.encode());
        return identity.signer()
                .sign(request.header(lives), request.signedBody())
                .map(signature -> request.signed(lives, signature))
                .orElseThrow(() -> new TestudoException("sensor " + identity.sensor()
                        + ": its store holds no key to sign reports with; make it anew with testudo keys"));
    }
}
