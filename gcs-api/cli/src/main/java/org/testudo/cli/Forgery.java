package org.testudo.cli;

import java.time.Instant;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.signature.StatementKeyPair;

/** Accusations that an attacker makes up against a correct member; for the demonstration. */
final class Forgery {
    private final ViewRecord view;

    /** By a member that is in this view. */
    Forgery(ViewRecord view) {
        this.view = view;
    }

    /** The accuser's own word, and the report of a sensor that nobody has set up. */
    List<Payload> accusationsOf(MemberId target) {
        Occupant victim = view.occupant(target).orElseThrow();
        Command ownWord = new Command.Accuse(target, victim.incarnation(), "I saw it with my own eyes");
        Alert alert = new Alert(
                "suricata",
                "1:9000101",
                "Successful Administrator Privilege Gain",
                "made up",
                Alert.Severity.CRITICAL,
                Alert.Outcome.SUCCEEDED,
                Alert.Role.ACTOR);
        Command report = new Command.Report(target, victim.certificate(), Instant.now(), alert);
        return List.of(
                new Payload.Own(RequestClass.CONTROL, ownWord.encode()),
                new Payload.Relayed(madeUpSensor("suricata-" + target.name(), report)));
    }

    private org.testudo.kernel.statement.Signed<Request> madeUpSensor(String name, Command report) {
        StatementKeyPair keys = StatementKeyPair.generate();
        Principal sensor = new Principal(Principal.Kind.SENSOR, name);
        long boot = System.currentTimeMillis();
        Request request = new Request(new Origin(sensor, keys.key(), boot), 1, RequestClass.CONTROL, report.encode());
        Lives lives = Lives.only(view.life());
        Signature signature =
                keys.sign(request.header(lives).statement(request.signedBody())).orElseThrow();
        return request.signed(lives, signature);
    }
}
