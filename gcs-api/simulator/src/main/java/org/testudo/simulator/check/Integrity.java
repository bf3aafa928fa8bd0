package org.testudo.simulator.check;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Outsider;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Submission;
import org.testudo.simulator.Violation;

/**
 * A correct member delivers each request at most once, and in the name of a correct member or of an outsider only what that
 * one asked for. (Of what a Byzantine origin asks only the former can be said.)
 */
final class Integrity implements Observer {
    private record Number(Origin origin, long number) {}

    private record Wish(Principal origin, RequestClass kind, ByteBuffer body) {}

    private final Run run;
    private final Map<Wish, Integer> wishes = new HashMap<>();
    private final Map<SimulatedMember, Set<Number>> numbers = new HashMap<>();
    private final Map<SimulatedMember, Map<Wish, Integer>> granted = new HashMap<>();

    Integrity(Run run) {
        this.run = run;
    }

    @Override
    public void submitted(Submission submission) {
        if (submission.payload() instanceof Payload.Own own) {
            Principal origin = Principal.of(submission.member().id());
            wishes.merge(new Wish(origin, own.kind(), ByteBuffer.wrap(own.body())), 1, Integer::sum);
        }
    }

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (!member.correct()) return;
        for (Request request : delivery.requests()) check(member, request);
    }

    private void check(SimulatedMember member, Request request) {
        if (request.kind() == RequestClass.FORMATION) return; // before there is a life, nothing is numbered (GM-21)
        Set<Number> seen = numbers.computeIfAbsent(member, key -> new HashSet<>());
        if (!seen.add(new Number(request.origin(), request.number()))) {
            throw new Violation(Checks.INTEGRITY, member.id() + " delivered " + request + " twice");
        }
        Principal origin = request.origin().principal();
        if (origin.kind() != Principal.Kind.MEMBER) checkOutsider(member, request);
        else if (run.correct(origin) && request.kind() == RequestClass.APPLICATION) checkMember(member, request);
    }

    private void checkMember(SimulatedMember member, Request request) {
        Wish wish = new Wish(request.origin().principal(), request.kind(), ByteBuffer.wrap(request.body()));
        int times = granted.computeIfAbsent(member, key -> new HashMap<>()).merge(wish, 1, Integer::sum);
        if (times > wishes.getOrDefault(wish, 0)) {
            throw new Violation(
                    Checks.INTEGRITY,
                    member.id() + " delivered " + request + " for the " + times + ". time, but its origin asked for it "
                            + wishes.getOrDefault(wish, 0) + " times");
        }
    }

    private void checkOutsider(SimulatedMember member, Request request) {
        for (Outsider outsider : run.outsiders()) {
            if (outsider.origin().equals(request.origin()) && outsider.signed().contains(request)) return;
        }
        throw new Violation(
                Checks.INTEGRITY, member.id() + " delivered " + request + ", which its origin never signed");
    }
}
