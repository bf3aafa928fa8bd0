package org.testudo.abcast.core;

import java.time.Duration;
import java.util.Collection;
import java.util.TreeMap;
import org.testudo.kernel.statement.Origin;

/** The pending requests of one origin, and for how long its next one has been waiting (AB-19). */
final class Backlog {
    private final Origin origin;
    private final TreeMap<Long, Held> pending = new TreeMap<>();
    private int commands;
    private long lastCommand;
    private long bytes;
    private Head head;

    /**
     * The next request of the origin, while it is held here.
     *
     * @param since when it became the next, or was first held
     * @param overtaken how many requests had been delivered then
     */
    record Head(Held request, Duration since, long overtaken) {}

    Backlog(Origin origin) {
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    boolean isEmpty() {
        return pending.isEmpty();
    }

    int count() {
        return pending.size();
    }

    long bytes() {
        return bytes;
    }

    /** Whether a command is among them (AB-20). */
    boolean urgent() {
        return commands > 0;
    }

    /** Whether a command is among those from this number on. */
    boolean urgentFrom(long number) {
        return lastCommand >= number;
    }

    Held get(long number) {
        return pending.get(number);
    }

    Collection<Held> all() {
        return pending.values();
    }

    void put(Held request) {
        pending.put(request.request().number(), request);
        commands += request.control() ? 1 : 0;
        if (request.control())
            lastCommand = Math.max(lastCommand, request.request().number());
        bytes += request.size();
    }

    /** Bytes of requests before this number. */
    long bytesBefore(long number) {
        long sum = 0;
        for (Held each : pending.headMap(number).values()) sum += each.size();
        return sum;
    }

    Held last() {
        return pending.lastEntry().getValue();
    }

    void remove(Held request) {
        if (pending.remove(request.request().number()) == null) return;
        commands -= request.control() ? 1 : 0;
        bytes -= request.size();
    }

    /** The first one if it precedes this number. */
    Held firstBefore(long number) {
        var first = pending.firstEntry();
        return first == null || first.getKey() >= number ? null : first.getValue();
    }

    Head head() {
        return head;
    }

    /** Looks again which request is next; its waiting begins when it first is. */
    void refreshHead(long next, Duration now, long deliveredRequests) {
        Held request = pending.get(next);
        if (request == null) head = null;
        else if (head == null || head.request() != request) head = new Head(request, now, deliveredRequests);
    }

    /** Its waiting begins anew. */
    void restartHead(Duration now, long deliveredRequests) {
        if (head != null) head = new Head(head.request(), now, deliveredRequests);
    }
}
