package org.testudo.benchmarks.linearizability;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Invocations and returns of one key by time, as a doubly linked list from which an operation can be lifted and put back. At
 * equal times invocations come first: such operations count as concurrent, which never condemns a correct history.
 */
final class Timeline {
    /** An invocation or a return. */
    static final class Mark {
        final Observed operation;
        /** Among the answered, or among those of unknown outcome, by invocation. */
        final int number;
        /** Of an invocation that was answered: its return. */
        final @Nullable Mark end;

        private final boolean invocation;
        private @Nullable Mark before;

        @Nullable
        Mark next;

        private Mark(Observed operation, int number, boolean invocation, @Nullable Mark end) {
            this.operation = operation;
            this.number = number;
            this.invocation = invocation;
            this.end = end;
        }

        boolean isInvocation() {
            return invocation;
        }

        private long time() {
            return invocation ? operation.invoked() : operation.returned();
        }
    }

    private @Nullable Mark first;
    private int unplaced;

    Timeline(List<Observed> history) {
        List<Observed> byInvocation = new ArrayList<>(history);
        byInvocation.sort(Comparator.comparingLong(Observed::invoked));
        List<Mark> marks = new ArrayList<>();
        int answered = 0;
        int pending = 0;
        for (Observed each : byInvocation) {
            if (each.isAnswered()) {
                Mark end = new Mark(each, answered, false, null);
                marks.add(new Mark(each, answered++, true, end));
                marks.add(end);
            } else {
                marks.add(new Mark(each, pending++, true, null));
            }
        }
        marks.sort(Comparator.comparingLong(Mark::time).thenComparing(mark -> !mark.invocation));
        link(marks);
        unplaced = answered;
    }

    private void link(List<Mark> marks) {
        Mark last = null;
        for (Mark mark : marks) {
            mark.before = last;
            if (last == null) first = mark;
            else last.next = mark;
            last = mark;
        }
    }

    @Nullable
    Mark first() {
        return first;
    }

    /** How many answered operations are in it. */
    int unplaced() {
        return unplaced;
    }

    /** Takes out an operation that was given its place. */
    void lift(Mark invocation) {
        unlink(invocation);
        if (invocation.end == null) return;
        unlink(invocation.end);
        unplaced--;
    }

    /** Puts the operation back that was lifted last. */
    void restore(Mark invocation) {
        if (invocation.end != null) {
            relink(invocation.end);
            unplaced++;
        }
        relink(invocation);
    }

    private void unlink(Mark mark) {
        if (mark.before == null) first = mark.next;
        else mark.before.next = mark.next;
        if (mark.next != null) mark.next.before = mark.before;
    }

    private void relink(Mark mark) {
        if (mark.before == null) first = mark;
        else mark.before.next = mark;
        if (mark.next != null) mark.next.before = mark;
    }
}
