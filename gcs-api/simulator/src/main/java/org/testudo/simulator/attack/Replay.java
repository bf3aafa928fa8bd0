package org.testudo.simulator.attack;

import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;

/** Sends what is due, and old messages of its own with it, to anybody. */
public final class Replay extends TowardEach {
    private static final int MEMORY = 100;

    private final List<Parcel> old = new ArrayList<>();

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        actions.add(parcel.send());
        if (old.size() < MEMORY) old.add(parcel);
        else old.set(context.random().below(MEMORY), parcel);
        if (!context.random().chance(0.3)) return;
        Parcel again = context.random().pick(old);
        context.send(again.layer(), context.random().pick(context.others()), again.message());
    }
}
