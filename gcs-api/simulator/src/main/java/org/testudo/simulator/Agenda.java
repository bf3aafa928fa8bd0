package org.testudo.simulator;

import java.util.PriorityQueue;

/** What is going to happen, in the order of (time, insertion); its head is the virtual clock. Times in nanoseconds. */
final class Agenda {
    private record Entry(long time, long order, Runnable what) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(1024);
    private long now;
    private long inserted;

    long now() {
        return now;
    }

    /** Has this happen then, or now if that is over. */
    void at(long time, Runnable what) {
        entries.add(new Entry(Math.max(time, now), inserted++, what));
    }

    void in(long delay, Runnable what) {
        at(now + delay, what);
    }

    /** Lets everything happen that is due up to and with this time, which is then the present. */
    void runUntil(long time) {
        for (Entry next = entries.peek(); next != null && next.time <= time; next = entries.peek()) {
            entries.remove();
            now = next.time;
            next.what.run();
        }
        now = time;
    }
}
