package org.testudo.simulator.attack;

import java.time.Duration;
import java.util.List;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;

/** Sends late, each message by another while. */
public final class Delay extends TowardEach {
    private final Duration most;

    public Delay() {
        this(Duration.ofMillis(500));
    }

    public Delay(Duration most) {
        this.most = most;
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        Duration after = Duration.ofNanos(context.random().between(0, most.toNanos()));
        context.later(after, () -> context.send(parcel.layer(), parcel.to(), parcel.message()));
    }
}
