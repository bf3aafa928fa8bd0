package org.testudo.simulator.attack;

import java.util.List;
import java.util.function.Predicate;
import org.testudo.api.MemberId;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;

/** Withholds chosen messages; without a choice, all messages to some members and some messages to the others. */
public final class Drop extends TowardEach {
    private final Predicate<Parcel> chosen;
    private List<MemberId> starved = List.of();
    private double share;

    public Drop() {
        this(parcel -> true);
    }

    /** Only messages of this choice are ever withheld. */
    public Drop(Predicate<Parcel> chosen) {
        this.chosen = chosen;
    }

    @Override
    public void begin(AttackContext context) {
        starved = context.others().stream()
                .filter(each -> context.random().chance(0.4))
                .toList();
        share = context.random().fraction() * 0.6;
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        boolean withheld = starved.contains(parcel.to()) || context.random().chance(share);
        if (!withheld || !chosen.test(parcel)) actions.add(parcel.send());
    }
}
