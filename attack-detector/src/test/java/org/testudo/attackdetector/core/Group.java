package org.testudo.attackdetector.core;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.SensorKey;
import org.testudo.kernel.view.ViewRecord;

/** Alice, bob, carol and dave, each watched by the sensor {@code ids-} with its name. Signatures are the host's to check. */
final class Group {
    static final MemberId ALICE = new MemberId("alice");
    static final MemberId BOB = new MemberId("bob");
    static final MemberId CAROL = new MemberId("carol");
    static final Instant SEEN = Instant.parse("2026-11-20T11:06:57.773Z");
    static final Alert INTRUSION = alert("1:9000101", Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR);
    static final Alert ATTEMPT = alert("1:9000001", Alert.Outcome.ATTEMPTED, Alert.Role.VICTIM);
    static final ViewRecord FIRST = first();

    private Group() {}

    private static ViewRecord first() {
        List<Genesis.Founder> founders = new ArrayList<>();
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            SensorKey sensor = new SensorKey("ids-" + name, key("ids-" + name));
            founders.add(new Genesis.Founder(new MemberId(name), certificate(name), key(name), List.of(sensor)));
        }
        Genesis genesis = new Genesis(
                "test", Digest.ZERO, Quorum.of(4, FaultModel.BYZANTINE), founders, List.of(), List.of(), new byte[0]);
        return genesis.firstView(genesis.life("life"));
    }

    static Digest certificate(String member) {
        return Digest.of(out -> out.writeText("certificate " + member));
    }

    static StatementKey key(String name) {
        return StatementKey.fromBytes(Digest.of(out -> out.writeText(name)).toBytes());
    }

    static Alert alert(String rule, Alert.Outcome outcome, Alert.Role role) {
        return new Alert("suricata", rule, "category", "text", Alert.Severity.CRITICAL, outcome, role);
    }

    /** The sensor on a member's host, in this boot. */
    static Origin sensorOf(String member, long boot) {
        return new Origin(new Principal(Principal.Kind.SENSOR, "ids-" + member), key("ids-" + member), boot);
    }

    static Signed<Request> report(Origin sensor, long number, String target, Alert alert) {
        return signed(sensor, number, new Command.Report(new MemberId(target), certificate(target), SEEN, alert));
    }

    static Signed<Request> signed(Origin origin, long number, Command command) {
        return request(FIRST.life(), origin, number, command.encode());
    }

    static Signed<Request> request(GroupLife life, Origin origin, long number, byte[] body) {
        Request request = new Request(origin, number, RequestClass.CONTROL, body);
        return request.signed(Lives.only(life), Signature.fromBytes(new byte[Signature.LENGTH]));
    }
}
