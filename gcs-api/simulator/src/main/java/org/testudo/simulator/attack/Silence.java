package org.testudo.simulator.attack;

import java.util.List;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;

/** Sends nothing to anybody. */
public final class Silence extends TowardEach {
    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {}
}
