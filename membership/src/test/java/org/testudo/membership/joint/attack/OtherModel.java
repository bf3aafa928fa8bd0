package org.testudo.membership.joint.attack;

import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.NewEpoch;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.abcast.core.QuorumCertificate.Kind;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.EpochChangeContent;
import org.testudo.kernel.command.EpochChangeContent.Lock;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.ForgedCertificate;
import org.testudo.kernel.command.ForgedChoice;
import org.testudo.kernel.command.NewEpochContent;
import org.testudo.kernel.command.ShownCertificate;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Occupant;
import org.testudo.simulator.Attack;
import org.testudo.simulator.AttackContext;

/**
 * In a group of the model {@code crash}: brings as evidence what correct members have said there, and what nobody may say in
 * the model {@code byzantine} (AD-9): certificates without votes in an epoch change, a choice of fewer than Q of that model.
 */
public final class OtherModel implements Attack {
    private boolean choices;
    private boolean brought;

    @Override
    public void begin(AttackContext context) {
        choices = context.random().chance(0.5);
    }

    @Override
    public List<? extends Action<?>> corrupt(
            int layer, Event<?> event, List<? extends Action<?>> honest, AttackContext context) {
        boolean heard = layer == Layers.ABCAST && event instanceof Event.Received<?>;
        if (heard && !brought && ((Event.Received<?>) event).message() instanceof Signed<?> signed)
            evidence(signed).ifPresent(it -> bring(signed, it, context));
        return honest;
    }

    private void bring(Signed<?> signed, Evidence evidence, AttackContext context) {
        Optional<Occupant> seat = context.view().occupant(signed.sender());
        if (seat.isEmpty()
                || signed.sender().equals(context.self())
                || context.view().id() == 0) return;
        brought = true;
        Command command = new Command.Convict(signed.sender(), seat.get().incarnation(), evidence);
        context.submit(Layers.ABCAST, new Payload.Own(RequestClass.CONTROL, command.encode()));
    }

    private Optional<Evidence> evidence(Signed<?> signed) {
        if (!choices && signed.message() instanceof EpochChange change) return accepted(signed, change);
        return choices && signed.message() instanceof NewEpoch choice ? small(signed, choice) : Optional.empty();
    }

    private static Optional<Evidence> accepted(Signed<?> signed, EpochChange change) {
        List<QuorumCertificate> certificates = change.certificates();
        for (int place = 0; place < certificates.size(); place++) {
            if (certificates.get(place).kind() != Kind.ACCEPTED) continue;
            Claim.SignedBy claim = claim(signed, change.statementBody());
            return Optional.of(
                    new ForgedCertificate(claim, content(change), place, shown(certificates.get(place)), -1));
        }
        return Optional.empty();
    }

    private static Optional<Evidence> small(Signed<?> signed, NewEpoch choice) {
        List<NewEpochContent.Change> changes = choice.changes().stream()
                .map(each ->
                        new NewEpochContent.Change(each.sender(), each.message().statementBody(), each.signature()))
                .toList();
        NewEpochContent content = new NewEpochContent(choice.view(), choice.epoch(), changes);
        return Optional.of(new ForgedChoice(claim(signed, choice.statementBody()), content, -1));
    }

    private static Claim.SignedBy claim(Signed<?> signed, byte[] body) {
        return new Claim.SignedBy(signed.signer(), signed.header(), body, signed.signature());
    }

    private static EpochChangeContent content(EpochChange it) {
        List<ShownCertificate> shown =
                it.certificates().stream().map(OtherModel::shown).toList();
        return new EpochChangeContent(
                it.view(),
                it.epoch(),
                0,
                it.stable().map(each -> each.content().slot()).orElse(0L),
                it.stable().map(each -> Digest.of(each.content()::write)).orElse(Digest.ZERO),
                shown.stream().map(ShownCertificate::lock).toList(),
                shown.stream().map(ShownCertificate::digest).toList());
    }

    private static ShownCertificate shown(QuorumCertificate it) {
        return new ShownCertificate(
                new Lock(
                        it.kind() == Kind.COMMITTED,
                        it.header().view(),
                        it.epoch(),
                        it.slot(),
                        it.header().value()),
                it.proposal().sender(),
                it.proposal().signature(),
                it.votes().stream()
                        .map(vote -> new ShownCertificate.Vote(vote.member(), vote.incarnation(), vote.signature()))
                        .toList());
    }
}
