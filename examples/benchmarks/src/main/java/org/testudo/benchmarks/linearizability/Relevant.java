package org.testudo.benchmarks.linearizability;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves out the operations of unknown outcome that cannot matter, for each that stays makes the search longer.
 *
 * <p>A read without an answer says nothing. A write without an answer whose value nobody saw can be taken out of any order
 * that explains the answers: the operation behind it in that order either overwrites the value without telling what it was,
 * or is a compare-and-set without an answer. That one fails, and can be taken out as well; or it succeeds, and then the value
 * matters if its own does.
 */
final class Relevant {
    private Relevant() {}

    static List<Observed> of(List<Observed> history) {
        Set<Optional<String>> observable = new HashSet<>();
        for (Observed each : history) each.answer().ifPresent(observable::add);
        boolean more = true;
        while (more) {
            more = false;
            for (Observed each : history) {
                if (!each.isAnswered() && each.call() instanceof Call.CompareAndSet it && matters(it, observable)) {
                    more |= observable.add(it.expected());
                }
            }
        }
        return history.stream()
                .filter(each -> each.isAnswered() || matters(each.call(), observable))
                .toList();
    }

    private static boolean matters(Call call, Set<Optional<String>> observable) {
        if (call instanceof Call.Write write) return observable.contains(Optional.of(write.value()));
        if (call instanceof Call.CompareAndSet it) return observable.contains(Optional.of(it.value()));
        return false;
    }
}
