package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.kernel.notice.RevocationJudged;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Genesis;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/** CRLs in the joint simulation (SICP-11): handed to some members, never to all, in and out of turn. */
final class Crls {
    private static final int LAST = 3;
    private static final Duration AGAIN = ms(700);

    private Crls() {}

    static Simulation handedIn(Simulation simulation) {
        Simulation with = simulation.check(oneCrl());
        for (int number = 1; number <= LAST; number++) {
            int crl = number;
            with.at(ms(1_300 + 200L * number), run -> handIn(run, crl));
        }
        with.at(ms(2_200), run -> handIn(run, 1));
        for (int i = 0; i < 10; i++) {
            with.at(ms(2_700).plus(AGAIN.multipliedBy(i)), run -> run.live().forEach(each -> tell(run, each, LAST)));
        }
        return with;
    }

    private static void handIn(Run run, int number) {
        SeededRandom random = run.random("crl " + number + " at " + run.now());
        if (run.lives().known() && !run.live().isEmpty()) tell(run, random.pick(run.live()), number);
    }

    private static void tell(Run run, SimulatedMember member, int number) {
        Command.Revoke command = run.client("client").crl(list(run, number));
        run.announce(member.index(), new RevocationBrought(command));
    }

    /** The first revokes nobody, the second the guilty, the third also the sensor of somebody who is not. */
    private static RevocationList list(Run run, int number) {
        List<Revocation> entries = new ArrayList<>();
        for (SimulatedMember each : run.members()) {
            if (number > 1 && !each.correct()) entries.add(entry(each.index(), key(run, each)));
        }
        int innocent = run.correct().get(0).index();
        if (number > 2)
            entries.add(entry(100 + innocent, Bearer.of(run.sensor(innocent).origin())));
        return new RevocationList(number, entries);
    }

    private static Bearer key(Run run, SimulatedMember member) {
        Genesis.Founder founder = run.genesis().onRoster(member.id()).orElseThrow();
        return new Bearer(Principal.of(member.id()), founder.statementKey());
    }

    private static Revocation entry(int serial, Bearer bearer) {
        return new Revocation(BigInteger.valueOf(1 + serial), Optional.of(bearer));
    }

    /** What becomes of each CRL, and in which slot, is the same for all; in the end the last that was handed in is in force. */
    static Check oneCrl() {
        return Check.awaiting(JointChecks.ONE_CRL, One::new);
    }

    private static final class One implements Observer {
        private final Run run;
        private final Map<Long, List<String>> bySlot = new LinkedHashMap<>();
        private final Map<SimulatedMember, List<String>> byMember = new LinkedHashMap<>();
        private final Map<SimulatedMember, Long> last = new LinkedHashMap<>();

        One(Run run) {
            this.run = run;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!member.correct()) return;
            if (notice instanceof RevocationsInForce it) {
                compare(member, it.slot(), it.list().toString());
                last.put(member, it.list().number());
            } else if (notice instanceof RevocationJudged it) {
                compare(member, it.slot(), it.describe());
            }
        }

        private void compare(SimulatedMember member, long slot, String verdict) {
            List<String> said = bySlot.computeIfAbsent(slot, any -> new ArrayList<>());
            List<String> own = byMember.computeIfAbsent(member, any -> new ArrayList<>());
            own.removeIf(each -> !each.startsWith(slot + " "));
            own.add(slot + " " + verdict);
            if (said.size() < own.size()) said.add(own.get(own.size() - 1));
            if (!said.get(own.size() - 1).equals(own.get(own.size() - 1))) {
                throw new Violation(JointChecks.ONE_CRL, member.id() + " says " + own + ", another " + said);
            }
        }

        @Override
        public boolean satisfied() {
            return run.live().stream().allMatch(member -> last.getOrDefault(member, 0L) == LAST);
        }

        @Override
        public void ended() {
            if (!satisfied()) throw new Violation(JointChecks.ONE_CRL, "in force at the end: " + last);
        }
    }
}
