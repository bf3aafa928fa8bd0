package org.testudo.simulator.attack;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;

/** Tells one half of the group one thing and the other half another. What the other thing is, the protocol's tests say. */
public final class Equivocation extends TowardEach {
    /** Says what the second half is told. */
    @FunctionalInterface
    public interface Lie {
        /** The other message; empty to tell all the same. Equal messages must give equal lies within one run. */
        Optional<?> instead(int layer, Object message, AttackContext context);
    }

    private final Lie lie;
    private final Set<MemberId> deceived = new LinkedHashSet<>();

    public Equivocation(Lie lie) {
        this.lie = lie;
    }

    @Override
    public void begin(AttackContext context) {
        for (MemberId each : context.others()) if (context.random().chance(0.5)) deceived.add(each);
        deceived.removeAll(
                context.accomplices().stream().map(AttackContext::self).toList());
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        Optional<?> instead = deceived.contains(parcel.to())
                ? lie.instead(parcel.layer(), parcel.message(), context)
                : Optional.empty();
        actions.add(instead.isPresent() ? new Action.Send<>(parcel.to(), instead.get()) : parcel.send());
    }
}
