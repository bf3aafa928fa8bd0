package org.testudo.membership.joint.attack;

import java.util.List;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.kernel.core.Action;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.attack.TowardEach;

/** Shows no certificate, or only some, when it changes the epoch (AB-28). */
public final class HiddenCertificates extends TowardEach {
    private boolean different;

    @Override
    public void begin(AttackContext context) {
        different = context.random().chance(0.5);
    }

    @Override
    protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
        if (!(parcel.message() instanceof EpochChange it)) {
            actions.add(parcel.send());
            return;
        }
        List<QuorumCertificate> shown = different
                ? it.certificates().stream()
                        .filter(any -> context.random().chance(0.5))
                        .toList()
                : List.of();
        actions.add(new Action.Send<>(parcel.to(), new EpochChange(it.view(), it.epoch(), shown)));
    }
}
