package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.testudo.abcast.core.Commit;
import org.testudo.abcast.core.Header;
import org.testudo.abcast.core.Prepare;
import org.testudo.abcast.core.Value;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.statement.Signed;
import org.testudo.membership.joint.attack.Layers;
import org.testudo.simulator.AttackContext;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Run;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.attack.TowardEach;

/**
 * A slot is decided at its leader alone, which is cut off then. The next leader is shown the certificate, and proposes
 * something else (AB-28): whoever votes for it helps to decide the slot twice.
 */
final class FaithlessLeader {
    private static final Duration BEGIN = seconds(1);
    private static final int CUT_OFF = 0;
    private static final int FAITHLESS = 1;

    private Run run;
    private long slot;

    static Simulation simulation(CoreFactory cores) {
        FaithlessLeader script = new FaithlessLeader();
        return Simulation.of(cores)
                .group(4)
                .tolerating(1)
                .network(n -> n.delay(ms(2), ms(2)).exactly())
                .byzantine(FAITHLESS, () -> script.new Replacing())
                .drop(script::drops)
                .at(BEGIN, script::begin)
                .at(seconds(12), script::heal)
                .calmAfter(BEGIN)
                .until(seconds(30))
                .check(agreement(), deliveryAfterCalm());
    }

    private void begin(Run now) {
        List<SlotDelivery> deliveries = now.member(CUT_OFF).deliveries();
        run = now;
        slot = deliveries.get(deliveries.size() - 1).slot() + 1;
        now.submit(2, "contested");
    }

    private void heal(Run now) {
        run = null;
    }

    private boolean drops(Duration now, int from, int to, int layer, Object message) {
        if (run == null || layer != Layers.ABCAST) return false;
        if (from == CUT_OFF && delivered()) return true;
        return message instanceof Commit it && at(it.proposal().message(), 0) && to != CUT_OFF;
    }

    private boolean at(Header header, long epoch) {
        return header.slot() == slot && header.epoch() == epoch;
    }

    private boolean delivered() {
        return run.member(CUT_OFF).deliveries().stream().anyMatch(each -> each.slot() == slot);
    }

    /** An empty value in the place of the one that the epoch changes ask for, and votes for it. */
    private final class Replacing extends TowardEach {
        @Override
        protected void corrupt(Parcel parcel, AttackContext context, List<Action<?>> actions) {
            Optional<Object> other = other(parcel.message(), context);
            actions.add(other.isPresent() ? new Action.Send<>(parcel.to(), other.get()) : parcel.send());
        }

        private Optional<Object> other(Object message, AttackContext context) {
            if (message instanceof Header it && at(it, 1)) return Optional.of(replacement(it));
            if (message instanceof Value it && it.slot() == slot) return Optional.of(empty());
            if (message instanceof Prepare it)
                return signed(it.proposal(), context).map(Prepare::new);
            if (message instanceof Commit it)
                return signed(it.proposal(), context).map(Commit::new);
            return Optional.empty();
        }

        private Optional<Signed<Header>> signed(Signed<Header> proposal, AttackContext context) {
            if (!at(proposal.message(), 1)) return Optional.empty();
            return context.mint(Layers.ABCAST, replacement(proposal.message()));
        }

        private Header replacement(Header header) {
            return new Header(header.view(), header.epoch(), header.slot(), empty().digest());
        }

        private Value empty() {
            return Value.empty(slot);
        }
    }
}
