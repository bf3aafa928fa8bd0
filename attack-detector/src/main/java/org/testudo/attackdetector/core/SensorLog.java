package org.testudo.attackdetector.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;

/**
 * What this member has of one boot of one sensor: which numbers, and the reports that are not yet in the order. Those are
 * handed down again from time to time, because a full pool may have refused them, and one lost number would hold back all
 * that follow (AB-21).
 */
final class SensorLog {
    /** Reports held; further ones are asked to come later. No more than an ordering's pool takes of one origin. */
    static final int MOST_HELD = 64;
    /** Numbers known to be missing; beyond, the lowest are forgotten. */
    static final int MOST_MISSING = 64;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private static final class Held {
        final Signed<Request> report;
        Duration pause = FIRST_RETRY;
        Duration due;

        Held(Signed<Request> report, Duration now) {
            this.report = report;
            due = now.plus(pause);
        }
    }

    /** What a number is to this log. */
    enum Place {
        /** The next one, or one that was missing. */
        NEW,
        /** Some before it have not come. */
        AHEAD,
        /** It has come before. */
        KNOWN,
        /** Another report has come under this number. */
        CONFLICTING,
        /** Too many are held. */
        FULL
    }

    private final long boot;
    private final TreeMap<Long, Held> held = new TreeMap<>();
    private final TreeSet<Long> missing = new TreeSet<>();
    private long highest;

    /** @param highest the number before the first that is expected */
    SensorLog(long boot, long highest) {
        this.boot = boot;
        this.highest = highest;
    }

    long boot() {
        return boot;
    }

    Place place(Request request) {
        Held other = held.get(request.number());
        if (other != null) return other.report.message().equals(request) ? Place.KNOWN : Place.CONFLICTING;
        if (missing.contains(request.number())) return Place.NEW;
        if (request.number() <= highest) return Place.KNOWN;
        if (held.size() >= MOST_HELD) return Place.FULL;
        return request.number() > highest + 1 ? Place.AHEAD : Place.NEW;
    }

    /** Takes a report whose place is new or ahead. */
    void take(Signed<Request> report, Duration now) {
        long number = report.message().number();
        for (long each = Math.max(highest + 1, number - MOST_MISSING); each < number; each++) missing.add(each);
        while (missing.size() > MOST_MISSING) missing.pollFirst();
        missing.remove(number);
        highest = Math.max(highest, number);
        held.put(number, new Held(report, now));
    }

    /** This number, and so all lower ones, are in the order. */
    void ordered(long number) {
        held.headMap(number, true).clear();
        missing.headSet(number, true).clear();
        highest = Math.max(highest, number);
    }

    boolean waits() {
        return !held.isEmpty();
    }

    /** Those to be handed down again now, in the order of their numbers. */
    List<Signed<Request>> due(Duration now) {
        List<Signed<Request>> due = new ArrayList<>();
        for (Map.Entry<Long, Held> each : held.entrySet()) {
            Held report = each.getValue();
            if (report.due.compareTo(now) > 0) continue;
            due.add(report.report);
            Duration twice = report.pause.multipliedBy(2);
            report.pause = twice.compareTo(LAST_RETRY) < 0 ? twice : LAST_RETRY;
            report.due = now.plus(report.pause);
        }
        return due;
    }
}
