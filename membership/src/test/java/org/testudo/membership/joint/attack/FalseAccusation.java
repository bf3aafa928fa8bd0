package org.testudo.membership.joint.attack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Relay;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Contradiction;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.StatementTypes;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * Accuses correct members: on its own word, again and again; in the names of their sensors and of made-up ones, signed with
 * its own key; with evidence that it has made itself.
 */
public final class FalseAccusation implements Attack {
    private static final Duration TIRED = Duration.ofSeconds(4);

    private Duration pace;
    private long number;

    @Override
    public void begin(AttackContext context) {
        pace = Duration.ofMillis(context.random().between(10, 200));
        context.later(pace, () -> accuse(context));
    }

    private void accuse(AttackContext context) {
        MemberId target = context.random().pick(context.others());
        switch (context.random().below(4)) {
            case 0 -> submit(context, new Command.Accuse(target, start(target, context), "it floods me"));
            case 1 ->
                submit(context, new Command.Convict(target, start(target, context), evidence(target, target, context)));
            case 2 ->
                submit(
                        context,
                        new Command.Convict(target, start(target, context), evidence(target, context.self(), context)));
            default -> report(context, target);
        }
        if (context.now().compareTo(TIRED) < 0) context.later(pace, () -> accuse(context));
    }

    private static long start(MemberId member, AttackContext context) {
        return context.view().occupant(member).map(Occupant::incarnation).orElse(1L);
    }

    private static void submit(AttackContext context, Command command) {
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
    }

    /** Statements of two bodies under one header: in the target's name with a made-up signature, or really its own. */
    private static Evidence evidence(MemberId target, MemberId signer, AttackContext context) {
        var header = new StatementHeader.ViewBound(
                context.life(), context.view().id(), 0, context.view().firstSlot(), StatementTypes.PREPARE);
        return new Contradiction(statement(signer, header, "one", context), statement(signer, header, "two", context));
    }

    private static Claim.SignedBy statement(
            MemberId signer, StatementHeader header, String text, AttackContext context) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Signature signature = context.sign(header, body).orElse(Signature.fromBytes(new byte[Signature.LENGTH]));
        return new Claim.SignedBy(Principal.of(signer), header, body, signature);
    }

    private void report(AttackContext context, MemberId target) {
        String name = context.random().chance(0.5) ? "sensor-" + target : "sensor-made-up";
        Principal sensor = new Principal(Principal.Kind.SENSOR, name);
        Origin origin = new Origin(sensor, context.origin().key(), 1);
        Alert alert = new Alert(
                "suricata",
                "1:9000101",
                "successful-admin",
                "a shell",
                Alert.Severity.CRITICAL,
                Alert.Outcome.SUCCEEDED,
                Alert.Role.ACTOR);
        Digest certificate =
                context.view().occupant(target).map(it -> it.certificate()).orElse(Digest.ZERO);
        Instant now = context.view().agreedTime();
        Command command = new Command.Report(target, certificate, now, alert);
        Request request = new Request(origin, ++number, RequestClass.CONTROL, command.encode());
        Optional<Signature> signature = context.sign(request.header(context.lives()), request.signedBody());
        Signed<Request> signed = request.signed(context.lives(), signature.orElseThrow());
        context.submit(Layers.ABCAST, new Payload.Relayed(signed));
        context.multicast(Layers.ABCAST, new Relay(List.of(signed)));
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        return honest;
    }
}
