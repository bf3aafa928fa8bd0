package org.testudo.membership.joint.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/**
 * Lives, as its heartbeats say, but says nothing in the ordering and above it (FD-2): for ever, or until it speaks again. Where
 * there is no failure detector at the bottom it says nothing at all.
 */
public final class Mute extends TowardEach {
    private final Duration until;

    public Mute() {
        this(Duration.ofDays(1));
    }

    public Mute(Duration until) {
        this.until = until;
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        if (parcel.layer() < Layers.ABCAST || context.now().compareTo(until) >= 0) actions.add(parcel.send());
    }
}
