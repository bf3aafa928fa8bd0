package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.oneChain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.EpochChange;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.Prepare;
import org.testudo.abcast.core.QuorumCertificate;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.membership.joint.attack.Layers;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Run;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.TowardEach;

/**
 * The schedule that random ones miss (AB-28). In epoch 0 only the faulty member gets the certificate of a value X, and keeps
 * it to itself; in epoch 1 another value Y is certified for the slot and delivered by one member, which is cut off then; in
 * epoch 2 the faulty member shows X. Who now takes the certificate of the lowest epoch orders X where Y is delivered.
 */
final class HoardedCertificate {
    private static final Duration BEGIN = seconds(1);
    private static final int CUT_OFF = 0;
    private static final int HOARDER = 3;

    private Run run;
    private long slot;

    static Simulation simulation(CoreFactory cores) {
        HoardedCertificate script = new HoardedCertificate();
        return Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .network(n -> n.delay(ms(2), ms(2)).exactly())
                .byzantine(HOARDER, Hoarding::new)
                .drop(script::drops)
                .at(BEGIN, script::begin)
                .calmAfter(BEGIN)
                .until(seconds(8))
                .check(agreement(), oneChain(), deliveryAfterCalm());
    }

    private void begin(Run now) {
        List<SlotDelivery> deliveries = now.member(CUT_OFF).deliveries();
        run = now;
        slot = deliveries.get(deliveries.size() - 1).slot() + 1;
        now.submit(1, "contested");
    }

    private boolean drops(Duration now, int from, int to, int layer, Object message) {
        if (run == null || layer != Layers.ABCAST) return false;
        if (from == CUT_OFF && delivered(CUT_OFF)) return true;
        if (message instanceof Prepare it) return at(it.proposal().message(), 0) && to != HOARDER;
        if (message instanceof Commit it) {
            Header header = it.proposal().message();
            return at(header, 0) || at(header, 1) && to != CUT_OFF;
        }
        return false;
    }

    private boolean at(Header header, long epoch) {
        return header.slot() == slot && header.epoch() == epoch;
    }

    private boolean delivered(int member) {
        return run.member(member).deliveries().stream().anyMatch(each -> each.slot() == slot);
    }

    /** Shows nothing when it goes to epoch 1, and when it goes to epoch 2 what it should have shown then. */
    private static final class Hoarding extends TowardEach {
        private final List<QuorumCertificate> hoard = new ArrayList<>();

        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            if (!(parcel.message() instanceof EpochChange it)) {
                actions.add(parcel.send());
                return;
            }
            if (it.epoch() == 1 && hoard.isEmpty()) hoard.addAll(it.certificates());
            List<QuorumCertificate> shown = it.epoch() == 1 ? before(it) : hoard;
            actions.add(new Action.Send<>(parcel.to(), new EpochChange(it.view(), it.epoch(), shown)));
        }

        /** All but the last, which is of the contested slot. */
        private static List<QuorumCertificate> before(EpochChange change) {
            List<QuorumCertificate> all = change.certificates();
            return all.subList(0, Math.max(0, all.size() - 1));
        }
    }
}
