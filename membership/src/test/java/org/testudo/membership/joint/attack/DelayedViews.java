package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.abcast.core.Value;
import org.testudo.kernel.core.Action;
import org.testudo.membership.core.MembershipMessage.Signatures;
import org.testudo.membership.core.MembershipMessage.ViewSignature;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/**
 * Delays views: its signatures come late and to each at another time, those that it is asked for as well, and while it leads every
 * value is as late as it may be (GM-12, AB-20).
 */
public final class DelayedViews extends TowardEach {
    private static final Duration SIGNATURES = Duration.ofSeconds(4);
    private static final Duration VALUES = Duration.ofMillis(250);

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        boolean view = parcel.message() instanceof ViewSignature || parcel.message() instanceof Signatures;
        if (view) later(SIGNATURES, parcel, context);
        else if (parcel.message() instanceof Value) later(VALUES, parcel, context);
        else actions.add(parcel.send());
    }

    private static void later(Duration most, Parcel parcel, AttackContext context) {
        Duration after = Duration.ofNanos(context.random().between(0, most.toNanos()));
        context.later(after, () -> context.send(parcel.layer(), parcel.to(), parcel.message()));
    }
}
