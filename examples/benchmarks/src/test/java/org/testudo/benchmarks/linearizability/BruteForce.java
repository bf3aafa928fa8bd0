package org.testudo.benchmarks.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The definition of linearizability taken by the word: tries every order of every choice of the unanswered. Tiny histories. */
final class BruteForce {
    private BruteForce() {}

    static boolean linearizable(List<Observed> history) {
        return extend(new ArrayList<>(), new ArrayList<>(history), Optional.empty());
    }

    private static boolean extend(List<Observed> order, List<Observed> rest, Optional<String> bound) {
        if (rest.stream().noneMatch(Observed::isAnswered)) return true;
        for (Observed next : rest) {
            boolean another = rest.stream().anyMatch(other -> other.returned() < next.invoked());
            if (another || next.isAnswered() && !next.answer().orElseThrow().equals(bound)) continue;
            List<Observed> left = new ArrayList<>(rest);
            left.remove(next);
            List<Observed> longer = new ArrayList<>(order);
            longer.add(next);
            if (extend(longer, left, next.call().after(bound))) return true;
        }
        return false;
    }
}
