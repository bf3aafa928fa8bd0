package org.testudo.benchmarks.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Makes histories that are linearizable: each operation takes effect at an instant within its time. */
final class AtomicRegister {
    private record Planned(Call call, long invoked, long effect, long returned, boolean lost) {}

    private AtomicRegister() {}

    /** @param lost part of the operations whose client never learns what became of them */
    static List<Observed> run(Random random, int clients, int operations, double lost) {
        List<Planned> plan = new ArrayList<>();
        long[] free = new long[clients];
        for (int i = 0; i < operations; i++) {
            int client = random.nextInt(clients);
            long invoked = free[client] + random.nextInt(50);
            long effect = invoked + 1 + random.nextInt(100);
            long returned = effect + 1 + random.nextInt(100);
            free[client] = returned + 1;
            plan.add(new Planned(call(random, i), invoked, effect, returned, random.nextDouble() < lost));
        }
        List<Planned> byEffect = new ArrayList<>(plan);
        byEffect.sort(java.util.Comparator.comparingLong(Planned::effect));
        Optional<String> bound = Optional.empty();
        List<Observed> history = new ArrayList<>();
        for (Planned each : byEffect) {
            String id = "o" + history.size();
            history.add(
                    each.lost
                            ? Observed.pending(id, "k", each.call, each.invoked)
                            : Observed.answered(id, "k", each.call, bound, each.invoked, each.returned));
            // Half of those without an answer never took effect.
            if (!each.lost || random.nextBoolean()) bound = each.call.after(bound);
        }
        return history;
    }

    private static Call call(Random random, int number) {
        return switch (random.nextInt(4)) {
            case 0, 1 -> new Call.Read();
            case 2 -> new Call.Write("v" + number);
            default -> new Call.CompareAndSet(Optional.of("v" + (number - random.nextInt(20))), "c" + number);
        };
    }
}
