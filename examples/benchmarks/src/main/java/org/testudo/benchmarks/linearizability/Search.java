package org.testudo.benchmarks.linearizability;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches an order of the operations on one key. At each point it may place next any operation that was invoked before the
 * first return of one that has no place yet; it goes back when it meets such a return (Wing and Gong 1993), and never visits
 * a {@link Configuration} twice.
 */
final class Search {
    private final Timeline timeline;
    private final int operations;
    private final long maxSteps;
    private final int maxConfigurations;
    private final Set<Configuration> visited = new HashSet<>();
    private final BitSet answered = new BitSet();
    private final BitSet pending = new BitSet();
    private final Deque<Placed> order = new ArrayDeque<>();
    private Optional<String> bound = Optional.empty();
    private long steps;
    private int fewestUnplaced = Integer.MAX_VALUE;
    private String stuck = "";

    private record Placed(Timeline.Mark invocation, Optional<String> before) {}

    Search(List<Observed> history, long maxSteps, int maxConfigurations) {
        timeline = new Timeline(history);
        operations = history.size();
        this.maxSteps = maxSteps;
        this.maxConfigurations = maxConfigurations;
    }

    long steps() {
        return steps;
    }

    /** How far it came, and which answer it could not explain there. */
    String stuck() {
        return stuck;
    }

    Judgement.Outcome run() {
        Timeline.Mark mark = timeline.first();
        while (timeline.unplaced() > 0) {
            if (++steps > maxSteps || visited.size() >= maxConfigurations) {
                stuck = "given up after " + steps + " steps and " + visited.size() + " configurations; " + stuck;
                return Judgement.Outcome.UNDECIDED;
            }
            if (mark != null && mark.isInvocation()) {
                mark = place(mark) ? timeline.first() : mark.next;
            } else {
                remember(mark);
                if (order.isEmpty()) return Judgement.Outcome.NOT_LINEARIZABLE;
                mark = takeBack();
            }
        }
        return Judgement.Outcome.LINEARIZABLE;
    }

    /** Gives the operation the next place, if its answer fits there and that leads to a new configuration. */
    private boolean place(Timeline.Mark invocation) {
        Observed operation = invocation.operation;
        if (!fits(operation)) return false;
        numbers(operation).set(invocation.number);
        Optional<String> after = operation.call().after(bound);
        if (!visited.add(Configuration.of(answered, pending, after, !operation.isAnswered()))) {
            numbers(operation).clear(invocation.number);
            return false;
        }
        order.push(new Placed(invocation, bound));
        bound = after;
        timeline.lift(invocation);
        return true;
    }

    /**
     * An answer must be what is bound. An operation without one needs no place, so it gets one only where it changes what
     * the next one sees: no compare-and-set that fails, and nothing that is overwritten unseen.
     */
    private boolean fits(Observed operation) {
        if (operation.isAnswered()) return operation.answer().orElseThrow().equals(bound);
        if (operation.call() instanceof Call.CompareAndSet it)
            return it.expected().equals(bound);
        return !lastIsUnseen();
    }

    private boolean lastIsUnseen() {
        return !order.isEmpty() && !order.peek().invocation.operation.isAnswered();
    }

    private Timeline.@Nullable Mark takeBack() {
        Placed last = order.pop();
        bound = last.before;
        numbers(last.invocation.operation).clear(last.invocation.number);
        timeline.restore(last.invocation);
        return last.invocation.next;
    }

    private BitSet numbers(Observed operation) {
        return operation.isAnswered() ? answered : pending;
    }

    private void remember(Timeline.@Nullable Mark end) {
        if (timeline.unplaced() >= fewestUnplaced) return;
        fewestUnplaced = timeline.unplaced();
        stuck = "an order was found for " + order.size() + " of " + operations + " operations, then "
                + bound.orElse("(none)") + " is bound"
                + (end == null ? "" : " and this has no place: " + end.operation);
    }
}
