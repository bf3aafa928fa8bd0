package org.testudo.membership.joint.attack;

import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Complaint;
import org.testudo.abcast.core.Status;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.statement.Digest;
import org.testudo.membership.core.MembershipMessage.Signatures;
import org.testudo.membership.core.MembershipMessage.ViewSignature;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Says that it stands where it does not, complains without cause, signs other views than those it installs. */
public final class Liar extends TowardEach {
    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        Optional<Object> lie = context.random().chance(0.5) ? lie(parcel.message(), context) : Optional.empty();
        actions.add(lie.isPresent() ? new Action.Send<>(parcel.to(), lie.get()) : parcel.send());
        if (parcel.message() instanceof Status it && context.random().chance(0.2)) {
            actions.add(new Action.Send<>(parcel.to(), new Complaint(it.view(), it.epoch())));
        }
    }

    private static Optional<Object> lie(Object message, AttackContext context) {
        if (message instanceof Status it) {
            long delivered = context.random().chance(0.3)
                    ? Long.MAX_VALUE
                    : context.random().below(200);
            long epoch = context.random().chance(0.2)
                    ? Long.MAX_VALUE
                    : it.epoch() + context.random().below(3);
            return Optional.of(new Status(it.view(), epoch, context.random().chance(0.5), delivered, List.of()));
        }
        Digest other = Digest.of(new byte[] {(byte) context.random().below(2)});
        if (message instanceof ViewSignature it) return Optional.of(new ViewSignature(it.view(), other));
        if (message instanceof Signatures it) return Optional.of(new Signatures(it.view(), other, true, List.of()));
        return Optional.empty();
    }
}
