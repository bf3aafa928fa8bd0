package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;
import static org.testudo.simulator.check.Checks.agreement;
import static org.testudo.simulator.check.Checks.deliveryAfterCalm;
import static org.testudo.simulator.check.Checks.noFalseExclusion;
import static org.testudo.simulator.check.Checks.oneChain;
import static org.testudo.simulator.check.Checks.totalOrder;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.view.Quorum;
import org.testudo.simulator.Check;
import org.testudo.simulator.CoreFactory;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/** One group at work whose network falls apart for a while, with a real failure detector at each member (GM-7). For one run. */
final class Apart {
    static final String GOES_ON = "the side with a quorum goes on";
    static final String SAYS_SO = "who is in touch with no quorum says so";
    static final String STANDS = "without a quorum nothing is delivered";

    private static final Duration CUT = ms(2_500);
    private static final Duration HEAL = ms(10_500);
    private static final Duration END = seconds(60);
    /** What was under way when the network was cut arrives. */
    private static final Duration SETTLED = CUT.plus(seconds(1));
    /** Whoever is asked for something until then has it delivered before the network is healed. */
    private static final Duration ASKED = ms(6_000);

    private static final int PACE = 500;

    private final Cut cut;
    private final int quorum;
    private final List<Integer> together;
    private final boolean split;
    private int leader;
    private Going going;
    private Saying saying;

    private Apart(Cut cut) {
        this.cut = cut;
        quorum = Quorum.of(cut.members(), FaultModel.BYZANTINE).intersecting();
        together = cut.together(quorum);
        split = together.isEmpty() && cut.together(1).size() == most();
    }

    /** The most that any member hears. */
    private int most() {
        int most = 0;
        for (int member = 0; member < cut.members(); member++) most = Math.max(most, cut.hears(member));
        return most;
    }

    static Simulation simulation(CoreFactory cores, Cut cut) {
        Apart apart = new Apart(cut);
        Simulation simulation = Simulation.of(Detectors.below(cores))
                .group(cut.members())
                .forming()
                .network(n -> n.delay(ms(1), ms(10)).reorder())
                .drop((now, from, to, layer, message) -> apart.drops(now, from, to))
                .at(CUT, apart::begins)
                .at(HEAL, apart::ends)
                .calmAfter(HEAL)
                .until(END)
                .check(agreement(), totalOrder(), oneChain(), noFalseExclusion(), deliveryAfterCalm())
                .check(JointChecks.everybodyIsBack(), apart.goesOn(), apart.saysSo());
        for (int time = 1_500; time < HEAL.toMillis(); time += PACE) {
            for (int member = 0; member < cut.members(); member++) {
                simulation.submit(ms(time + 7L * member), member, "m" + member + " at " + time);
            }
        }
        return simulation;
    }

    private void begins(Run run) {
        List<EpochEntered> entered = run.member(0).notices(EpochEntered.class);
        MemberId leads = entered.get(entered.size() - 1).leader();
        leader = run.indexOf(leads);
    }

    private void ends(Run run) {
        going.look();
        saying.look();
    }

    private boolean drops(Duration now, int from, int to) {
        boolean apart = now.compareTo(CUT) >= 0 && now.compareTo(HEAL) < 0;
        return apart && cut.drops(place(from), place(to));
    }

    /** Its place in the cut. */
    private int place(int member) {
        return Math.floorMod(member - leader, cut.members());
    }

    private boolean goesOn(SimulatedMember member) {
        return together.contains(place(member.index()));
    }

    private Check goesOn() {
        return Check.of(GOES_ON, Going::new);
    }

    private Check saysSo() {
        return Check.awaiting(SAYS_SO, Saying::new);
    }

    /** Whoever is among so many that they are a quorum gets done what it asks for; who is in none, nothing. */
    private final class Going implements Observer {
        private final Run run;
        private final Map<SimulatedMember, Set<String>> delivered = new LinkedHashMap<>();

        Going(Run run) {
            this.run = run;
            going = this;
        }

        @Override
        public void delivered(SimulatedMember member, SlotDelivery slot) {
            boolean apart = run.now().compareTo(SETTLED) > 0 && run.now().compareTo(HEAL) < 0;
            if (apart && split) throw new Violation(STANDS, member.id() + " has delivered " + slot);
            Set<String> texts = delivered.computeIfAbsent(member, any -> new LinkedHashSet<>());
            slot.requests().forEach(each -> texts.add(new String(each.body(), StandardCharsets.UTF_8)));
        }

        private void look() {
            List<SimulatedMember> those =
                    run.members().stream().filter(Apart.this::goesOn).toList();
            for (SimulatedMember asked : those) {
                for (SimulatedMember member : those) look(asked, member);
            }
        }

        private void look(SimulatedMember asked, SimulatedMember member) {
            for (int time = 3_000; time < ASKED.toMillis(); time += PACE) {
                String text = "m" + asked.index() + " at " + time;
                if (!delivered.get(member).contains(text))
                    throw new Violation(GOES_ON, member.id() + " has not delivered: " + text);
            }
        }
    }

    private final class Saying implements Observer {
        private final Run run;
        private final Set<SimulatedMember> suspended = new LinkedHashSet<>();

        Saying(Run run) {
            this.run = run;
            saying = this;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (notice instanceof ServiceSuspended) suspended.add(member);
            else if (notice instanceof ServiceResumed) suspended.remove(member);
        }

        private void look() {
            for (SimulatedMember member : run.members()) {
                boolean inTouch = cut.inTouch(place(member.index())) >= quorum;
                if (inTouch == suspended.contains(member))
                    throw new Violation(SAYS_SO, member.id() + (inTouch ? " says that it does not serve" : " serves"));
            }
        }

        @Override
        public boolean satisfied() {
            return suspended.isEmpty();
        }

        @Override
        public void ended() {
            if (!suspended.isEmpty()) throw new Violation(SAYS_SO, suspended + " serve no more");
        }
    }
}
