package org.testudo.simulator.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Submission;
import org.testudo.simulator.Violation;

/**
 * A correct member delivers the requests of one origin in rising numbers; those of a start of a correct member in the order, and
 * without a gap, in which it was asked for them.
 */
final class Fifo implements Observer {
    private record At(SimulatedMember member, Origin origin) {}

    private final Run run;
    private final Map<Origin, List<byte[]>> asked = new HashMap<>();
    private final Map<At, Long> last = new HashMap<>();
    private final Map<At, Integer> next = new HashMap<>();

    Fifo(Run run) {
        this.run = run;
    }

    @Override
    public void submitted(Submission submission) {
        if (submission.payload() instanceof Payload.Own own && own.kind() == RequestClass.APPLICATION) {
            asked.computeIfAbsent(submission.member().context().origin(), key -> new ArrayList<>())
                    .add(own.body());
        }
    }

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (!member.correct()) return;
        for (Request request : delivery.requests()) check(new At(member, request.origin()), request);
    }

    private void check(At at, Request request) {
        if (request.kind() == RequestClass.FORMATION) return; // before there is a life, nothing is numbered (GM-21)
        Long before = last.put(at, request.number());
        if (before != null && before >= request.number()) {
            throw new Violation(Checks.FIFO, at.member.id() + " delivered " + request + " after number " + before);
        }
        Principal origin = request.origin().principal();
        if (!run.correct(origin) || request.kind() != RequestClass.APPLICATION) return;
        int place = next.merge(at, 1, Integer::sum) - 1;
        List<byte[]> bodies = asked.getOrDefault(request.origin(), List.of());
        if (place >= bodies.size() || !Arrays.equals(bodies.get(place), request.body())) {
            throw new Violation(
                    Checks.FIFO,
                    at.member.id() + " delivered " + request + ", which is not request " + (place + 1) + " of "
                            + origin);
        }
    }
}
