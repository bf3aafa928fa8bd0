package org.testudo.simulator.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Submission;
import org.testudo.simulator.Violation;

/**
 * A correct member delivers the requests of one origin in rising numbers; those of a start of a correct member in the order, and
 * without a gap, in which it was asked for them. What a member was asked for before a crash, from which it goes on with its
 * journal, may be missing, for it need not have been durable yet.
 */
final class Fifo implements Observer {
    private record At(SimulatedMember member, Origin origin) {}

    private final Run run;

    private record Asked(SimulatedMember start, byte[] body) {}

    private final Map<Origin, List<Asked>> asked = new HashMap<>();
    private final Map<At, Long> last = new HashMap<>();
    private final Map<At, Integer> next = new HashMap<>();

    private final Set<Origin> goneOn = new HashSet<>();

    Fifo(Run run) {
        this.run = run;
    }

    @Override
    public void submitted(Submission submission) {
        if (submission.payload() instanceof Payload.Own own && own.kind() == RequestClass.APPLICATION) {
            asked.computeIfAbsent(submission.member().context().origin(), key -> new ArrayList<>())
                    .add(new Asked(submission.member(), own.body()));
        }
    }

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (member.resumed()) goneOn.add(member.context().origin());
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
        int place = next.getOrDefault(at, 0);
        List<Asked> all = asked.getOrDefault(request.origin(), List.of());
        while (place < all.size() && !isFor(all.get(place), request) && mayBeLost(all.get(place))) place++;
        next.put(at, place + 1);
        if (place >= all.size() || !isFor(all.get(place), request)) {
            throw new Violation(
                    Checks.FIFO,
                    at.member.id() + " delivered " + request + ", which is not request " + (place + 1) + " of "
                            + origin);
        }
    }

    private static boolean isFor(Asked asked, Request request) {
        return Arrays.equals(asked.body, request.body());
    }

    private boolean mayBeLost(Asked asked) {
        return asked.start.stopped() && goneOn.contains(asked.start.context().origin());
    }
}
