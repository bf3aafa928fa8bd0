package org.testudo.simulator.attack;

import java.util.List;
import java.util.Optional;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;

/** Sends everything several times, and noise with it. */
public final class Flood extends TowardEach {
    private static final int LONGEST = 200;

    private final int times;

    public Flood() {
        this(5);
    }

    /** Each message this many times. */
    public Flood(int times) {
        this.times = times;
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        for (int i = 0; i < times; i++) actions.add(parcel.send());
        byte[] noise = new byte[context.random().below(LONGEST)];
        for (int i = 0; i < noise.length; i++)
            noise[i] = (byte) context.random().nextLong();
        context.sendBytes(parcel.layer(), parcel.to(), noise, Optional.empty());
    }
}
