package org.testudo.simulator.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.testudo.api.Principal;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.order.Request;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Submission;
import org.testudo.simulator.Violation;

/**
 * What a live member was asked for is delivered by every live member before the run ends, and what one live member delivered
 * by all. A member that crashes is owed nothing: its next start forgets what it was asked for.
 */
final class DeliveryAfterCalm implements Observer {
    /** Hashed once: each is looked up many times. */
    private record Wish(Principal origin, byte[] body, int hash) {
        Wish(Principal origin, byte[] body) {
            this(origin, body, 31 * origin.hashCode() + Arrays.hashCode(body));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Wish it
                    && hash == it.hash
                    && origin.equals(it.origin)
                    && Arrays.equals(body, it.body);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private record Asked(SimulatedMember member, Wish wish) {}

    private final Run run;
    private final Predicate<Submission> counted;
    private final Map<Asked, Integer> wishes = new LinkedHashMap<>();
    private final Map<SimulatedMember, Map<Wish, Integer>> granted = new HashMap<>();

    DeliveryAfterCalm(Run run, Predicate<Submission> counted) {
        this.run = run;
        this.counted = counted;
    }

    @Override
    public void submitted(Submission submission) {
        if (submission.payload() instanceof Payload.Own own && counted.test(submission)) {
            Wish wish = new Wish(Principal.of(submission.member().id()), own.body());
            wishes.merge(new Asked(submission.member(), wish), 1, Integer::sum);
        }
    }

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (!member.correct()) return;
        Map<Wish, Integer> mine = granted.computeIfAbsent(member, key -> new HashMap<>());
        for (Request request : delivery.requests()) {
            mine.merge(new Wish(request.origin().principal(), request.body()), 1, Integer::sum);
        }
    }

    @Override
    public boolean satisfied() {
        return missing() == null;
    }

    @Override
    public void ended() {
        String missing = missing();
        if (missing != null) throw new Violation(Checks.DELIVERY_AFTER_CALM, missing);
    }

    private String missing() {
        Map<Wish, Integer> due = new LinkedHashMap<>();
        wishes.forEach((asked, times) -> {
            if (asked.member.live()) due.put(asked.wish, times);
        });
        for (SimulatedMember member : run.live()) {
            granted.getOrDefault(member, Map.of()).forEach((wish, times) -> due.merge(wish, times, Math::max));
        }
        for (SimulatedMember member : run.live()) {
            Map<Wish, Integer> mine = granted.getOrDefault(member, Map.of());
            for (Map.Entry<Wish, Integer> each : due.entrySet()) {
                if (mine.getOrDefault(each.getKey(), 0) < each.getValue()) return text(member, each.getKey());
            }
        }
        return null;
    }

    private String text(SimulatedMember member, Wish wish) {
        String body = new String(wish.body, java.nio.charset.StandardCharsets.ISO_8859_1);
        return member.id() + " had not delivered '" + body + "' of " + wish.origin + " by " + run.now();
    }
}
