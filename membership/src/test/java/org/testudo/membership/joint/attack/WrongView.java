package org.testudo.membership.joint.attack;

import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Complaint;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.NewEpoch;
import org.testudo.abcast.core.Prepare;
import org.testudo.abcast.core.Status;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.statement.Signed;
import org.testudo.membership.core.MembershipMessage.ViewSignature;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Says what it says of this view and epoch of others too, with the keys of views that it has left (AB-15, GM-11). */
public final class WrongView extends TowardEach {
    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        actions.add(parcel.send());
        if (!context.random().chance(0.3)) return;
        long views = context.random().below(3) - 1;
        long epochs = context.random().below(3) - 1;
        shifted(parcel.message(), views, epochs, context)
                .ifPresent(other -> actions.add(new Action.Send<>(parcel.to(), other)));
    }

    private static Optional<?> shifted(Object message, long views, long epochs, AttackContext context) {
        if (message instanceof Header it) return header(it, views, epochs);
        if (message instanceof Prepare it)
            return signed(it.proposal(), views, epochs, context).map(Prepare::new);
        if (message instanceof Commit it)
            return signed(it.proposal(), views, epochs, context).map(Commit::new);
        if (message instanceof Complaint it) {
            return valid(it.view() + views, it.epoch() + epochs).map(at -> new Complaint(at[0], at[1]));
        }
        if (message instanceof EpochChange it) {
            return valid(it.view() + views, it.epoch() + epochs)
                    .map(at -> new EpochChange(at[0], at[1], it.certificates()));
        }
        if (message instanceof NewEpoch it) {
            return valid(it.view() + views, it.epoch() + epochs).map(at -> new NewEpoch(at[0], at[1], it.changes()));
        }
        if (message instanceof Status it) {
            return valid(it.view() + views, it.epoch() + epochs)
                    .map(at -> new Status(at[0], at[1], !it.entered(), it.delivered(), it.changes()));
        }
        if (message instanceof ViewSignature it) {
            return valid(it.view() + views, 0).map(at -> new ViewSignature(at[0], it.next()));
        }
        return Optional.empty();
    }

    private static Optional<Header> header(Header it, long views, long epochs) {
        return valid(it.view() + views, it.epoch() + epochs).map(at -> new Header(at[0], at[1], it.slot(), it.value()));
    }

    private static Optional<Signed<Header>> signed(
            Signed<Header> proposal, long views, long epochs, AttackContext context) {
        return header(proposal.message(), views, epochs).flatMap(it -> context.mint(Layers.ABCAST, it));
    }

    private static Optional<long[]> valid(long view, long epoch) {
        return view < 0 || epoch < 0 ? Optional.empty() : Optional.of(new long[] {view, epoch});
    }
}
