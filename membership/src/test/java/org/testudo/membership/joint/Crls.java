package org.testudo.membership.joint;

import static org.testudo.simulator.Simulation.ms;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.InstructionBrought;
import org.testudo.kernel.notice.InstructionJudged;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.kernel.notice.RevocationJudged;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Genesis;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SeededRandom;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Simulation;
import org.testudo.simulator.Violation;

/**
 * CRLs in the joint simulation (SICP-11): handed to some members, never to all, in and out of turn. Clients have cards of an
 * authority whose key was stolen; the second CRL revokes it, and nobody by their names, which takes operators.
 */
final class Crls {
    private static final int LAST = 3;
    private static final Duration AGAIN = ms(700);
    private static final BigInteger STOLEN = BigInteger.valueOf(1_000);
    private static final String THIEF = "thief-";
    private static final String EARLY = THIEF + "early";
    private static final Instant LATER = Instant.parse("2026-01-02T00:00:00Z");
    private static final Duration STEALING = ms(1_300);
    private static final Duration ENOUGH = ms(4_500);
    /** No part of the time between two CRLs: openings come at all distances from them. */
    private static final Duration TICK = ms(70);

    private static final int TRIES = 4;

    private Crls() {}

    static Simulation handedIn(Simulation simulation) {
        Simulation with = simulation.check(oneCrl(), theRevokedAreNotHeard());
        with.at(ms(1_200), run -> offer(run, run.client(EARLY).opening(STOLEN)));
        Duration now = STEALING;
        for (int tick = 0; now.compareTo(ENOUGH) < 0; tick++, now = now.plus(TICK)) {
            int number = tick;
            with.at(now, run -> steal(run, number));
        }
        for (int number = 1; number <= LAST; number++) {
            int crl = number;
            with.at(ms(1_300 + 200L * number), run -> handIn(run, crl));
        }
        with.at(ms(2_200), run -> handIn(run, 1));
        for (int i = 0; i < 10; i++) {
            with.at(ms(2_700).plus(AGAIN.multipliedBy(i)), Crls::tellAll);
        }
        return with;
    }

    /** Whether this client is one that nobody is to hear in the end. */
    static boolean isThief(Principal client) {
        return client.name().startsWith(THIEF);
    }

    /**
     * One goes on with its session. Another each time tries to open one, several times: a thief chooses its moment, so some
     * openings come before the CRL, some while it is on its way, and, whenever it comes into force, some after it.
     */
    private static void steal(Run run, int tick) {
        byte[] body = ("stolen " + tick).getBytes(StandardCharsets.UTF_8);
        offer(run, run.client(EARLY).next(RequestClass.APPLICATION, body));
        offer(run, run.client(THIEF + tick).opening(STOLEN));
        for (int earlier = Math.max(0, tick - TRIES); earlier < tick; earlier++) {
            Outsider thief = run.client(THIEF + earlier);
            Request opening = thief.signed().get(0);
            offer(run, thief.numbered(opening.number(), opening.kind(), opening.body()));
        }
    }

    private static void offer(Run run, Signed<Request> request) {
        for (SimulatedMember member : run.members()) run.submit(member.index(), new Payload.Relayed(request));
    }

    private static void handIn(Run run, int number) {
        SeededRandom random = run.random("crl " + number + " at " + run.now());
        if (run.lives().known() && !run.live().isEmpty()) tell(run, random.pick(run.live()), number);
    }

    /** Of the last one the authority alone is enough, once the one before it is in force. */
    private static void tellAll(Run run) {
        if (!run.lives().known()) return; // operators approve for a life
        for (SimulatedMember each : run.live()) {
            tell(run, each, LAST - 1);
            tell(run, each, LAST);
        }
    }

    private static void tell(Run run, SimulatedMember member, int number) {
        Command.Revoke command = run.client("client").crl(list(run, number));
        run.announce(
                member.index(),
                number == LAST - 1 ? new InstructionBrought(approved(run, command)) : new RevocationBrought(command));
    }

    private static Command.Operate approved(Run run, Command.Revoke command) {
        Instruction instruction = new Instruction(1, LATER, new Act.Revoke(command));
        return new Command.Operate(
                instruction,
                List.of(run.operator(0).approval(instruction), run.operator(1).approval(instruction)));
    }

    /**
     * The first revokes nobody, the second the guilty, and the authority; the third also the sensor of somebody who is not guilty,
     * and, of a bearer of no account, the certificate of a client: that one is heard on.
     */
    private static RevocationList list(Run run, int number) {
        List<Revocation> entries = new ArrayList<>();
        if (number > 1) entries.add(new Revocation(STOLEN, Optional.empty()));
        for (SimulatedMember each : run.members()) {
            if (number > 1 && !each.correct()) entries.add(entry(each.index(), key(run, each)));
        }
        int innocent = run.correct().get(0).index();
        Bearer nobody = Bearer.of(run.client("office").origin());
        BigInteger another = run.client("client").serial();
        if (number > 2) entries.add(new Revocation(another, Optional.of(nobody)));
        if (number > 2)
            entries.add(entry(100 + innocent, Bearer.of(run.sensor(innocent).origin())));
        return new RevocationList(number, entries);
    }

    static Bearer key(Run run, SimulatedMember member) {
        Genesis.Founder founder = run.genesis().onRoster(member.id()).orElseThrow();
        return new Bearer(Principal.of(member.id()), founder.statementKey());
    }

    static Revocation entry(int serial, Bearer bearer) {
        return new Revocation(BigInteger.valueOf(1 + serial), Optional.of(bearer));
    }

    /** What becomes of each CRL, and in which slot, is the same for all; in the end the last that was handed in is in force. */
    static Check oneCrl() {
        return Check.awaiting(JointChecks.ONE_CRL, One::new);
    }

    /** After the slot of a CRL nothing is delivered of a client that it names, or whose card it does. */
    static Check theRevokedAreNotHeard() {
        return Check.awaiting(JointChecks.UNHEARD, Unheard::new);
    }

    private static final class Unheard implements Observer {
        private final Run run;
        private final Map<Origin, CertificateSerials> cards = new LinkedHashMap<>();
        private final Map<SimulatedMember, RevocationsInForce> inForce = new LinkedHashMap<>();

        Unheard(Run run) {
            this.run = run;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (member.correct() && notice instanceof RevocationsInForce it) inForce.put(member, it);
        }

        @Override
        public void delivered(SimulatedMember member, SlotDelivery slot) {
            if (!member.correct()) return;
            for (Request each : slot.requests()) {
                if (each.origin().principal().kind() == Principal.Kind.CLIENT) look(member, slot, each);
            }
        }

        private void look(SimulatedMember member, SlotDelivery slot, Request request) {
            Origin origin = request.origin();
            if (request.opensSession()) {
                cards.put(origin, CertificateSerials.ofCard(request.body()).orElseThrow());
            }
            RevocationsInForce known = inForce.get(member);
            if (known == null || slot.slot() <= known.slot()) return;
            boolean revoked = known.list().clients().contains(origin.principal())
                    || cards.get(origin).anyOf(known.list().serials());
            if (!revoked) return;
            throw new Violation(
                    JointChecks.UNHEARD,
                    member.id() + " delivered " + request + " in slot " + slot.slot() + ", after " + known.list());
        }

        /** The thieves have tried. */
        @Override
        public boolean satisfied() {
            return run.now().compareTo(ENOUGH) > 0;
        }
    }

    private static final class One implements Observer {
        private final Run run;
        private final Verdicts verdicts = new Verdicts(JointChecks.ONE_CRL);
        private final Map<SimulatedMember, Long> last = new LinkedHashMap<>();

        One(Run run) {
            this.run = run;
        }

        @Override
        public void announced(SimulatedMember member, int layer, Notice notice) {
            if (!member.correct()) return;
            if (notice instanceof RevocationsInForce it) {
                verdicts.said(member, it.slot(), it.list().toString());
                last.put(member, it.list().number());
            } else if (notice instanceof RevocationJudged it) {
                verdicts.said(member, it.slot(), it.describe());
            } else if (notice instanceof InstructionJudged it) {
                verdicts.said(member, it.slot(), it.describe());
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
