package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.abcast.core.Header;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Leads as slowly as it can without being replaced, or a little slower. */
public final class SlowLeader extends TowardEach {
    private long most;

    @Override
    public void begin(AttackContext context) {
        most = context.random().between(50, 700);
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        if (!(parcel.message() instanceof Header)) {
            actions.add(parcel.send());
            return;
        }
        long after = context.random().between(most / 2, most);
        context.later(Duration.ofMillis(after), () -> context.send(parcel.layer(), parcel.to(), parcel.message()));
    }
}
