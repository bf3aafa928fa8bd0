package org.testudo.attackdetector.sensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;

/**
 * Reports on their way to the members, in order. A line is done when every report of it and of the lines before has been taken
 * by so many members that one of them is correct, or refused by so many. Bounded: past the bound, reports that are done are
 * dropped for members that lag, and else the reader waits, for the alert file is the better queue. Safe for use by several
 * threads.
 */
final class Outbox {
    private final int most;
    private final int oneCorrect;
    private final Deque<Item> items = new ArrayDeque<>();
    private long first;
    private long settled;
    private long hopeless;
    private boolean closed;

    /** A report, and the lines that are done when it is. */
    static final class Item {
        final Signed<Request> report;
        private final List<Line> lines = new ArrayList<>();
        private int taken;
        private int refused;

        private Item(Signed<Request> report, Line line) {
            this.report = report;
            lines.add(line);
        }

        /** One line of each file is enough: it stands for those before it. */
        private void add(Line line) {
            lines.removeIf(each -> each.source() == line.source());
            lines.add(line);
        }
    }

    /** Where one member stands. */
    static final class Cursor {
        private long next;
        private long skipped;
    }

    /**
     * @param most reports kept
     * @param oneCorrect members of which one is correct: f+1
     */
    Outbox(int most, int oneCorrect) {
        this.most = most;
        this.oneCorrect = oneCorrect;
    }

    /**
     * Adds a report; waits while the bound is reached.
     *
     * @return false if the outbox is closed
     */
    synchronized boolean add(Signed<Request> report, Line line) throws InterruptedException {
        while (!closed && items.size() >= most && settled == first) wait();
        if (closed) return false;
        if (items.size() >= most) drop();
        items.add(new Item(report, line));
        notifyAll();
        return true;
    }

    /** A line that needs no report is done when those before it are. */
    synchronized void pass(Line line) {
        if (closed) return;
        if (settled == first + items.size()) line.done();
        else items.getLast().add(line);
    }

    private void drop() {
        items.removeFirst();
        first++;
    }

    /** The next report for a member; empty if none came for this long, or the outbox is closed. */
    synchronized Optional<Item> next(Cursor cursor, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!closed && cursor.next >= first + items.size()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return Optional.empty();
            wait(left);
        }
        if (closed) return Optional.empty();
        catchUp(cursor);
        return items.stream().skip(cursor.next - first).findFirst();
    }

    /** Whether this report is still worth sending to a member: others may have been enough, and the bound reached. */
    synchronized boolean wanted(Cursor cursor) {
        return !closed && cursor.next >= first;
    }

    private void catchUp(Cursor cursor) {
        if (cursor.next >= first) return;
        cursor.skipped += first - cursor.next;
        cursor.next = first;
    }

    /** A member has answered for good. */
    synchronized void answered(Cursor cursor, Item item, boolean taken) {
        if (taken) item.taken++;
        else item.refused++;
        if (cursor.next >= first) cursor.next++;
        settle();
        notifyAll();
    }

    private void settle() {
        while (settled < first + items.size()) {
            Item head = items.stream().skip(settled - first).findFirst().orElseThrow();
            if (head.taken < oneCorrect && head.refused < oneCorrect) return;
            if (head.taken < oneCorrect) hopeless++;
            head.lines.forEach(Line::done);
            settled++;
        }
    }

    /** Forgets what every member has answered. */
    synchronized void forget(List<Cursor> all) {
        while (first < settled && all.stream().allMatch(each -> each.next > first)) drop();
    }

    /** How many reports wait for a member. */
    synchronized long waiting(Cursor cursor) {
        return first + items.size() - Math.max(first, cursor.next);
    }

    synchronized long skipped(Cursor cursor) {
        return cursor.skipped + Math.max(0, first - cursor.next);
    }

    /** How many reports a correct member refused before one had taken them. */
    synchronized long hopeless() {
        return hopeless;
    }

    /** Waits until all reports are done, at most so long. */
    synchronized void drain(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; left > 0 && settled < first + items.size(); ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
