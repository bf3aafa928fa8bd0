package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signed;

/** Shows the leader the head of each backlog that waits, and everyone the commands that wait (AB-19, AB-20). */
final class Heads {
    private static final int MAX_BYTES = 128 << 10;
    private final Ordering ordering;
    private final Pool pool;
    private final Window window;
    private final Turnaround turnaround;
    private final Map<Digest, Shown> large = new LinkedHashMap<>();
    private Duration shownAt = Duration.ZERO;

    /** When a large request is to be shown again, and how long after the last time that is. */
    private record Shown(Duration due, Duration pause) {}

    Heads(Ordering ordering, Pool pool, Window window, Turnaround turnaround) {
        this.ordering = ordering;
        this.pool = pool;
        this.window = window;
        this.turnaround = turnaround;
    }

    /** At most once in a time that a delivered slot takes, so that a slow group is not slowed down by its own reminders. */
    void show() {
        Duration now = ordering.elapsed();
        if (now.minus(shownAt).compareTo(ordering.patience()) < 0) return;
        shownAt = now;
        large.keySet().removeIf(each -> pool.find(each) == null);
        List<Signed<Request>> heads = new ArrayList<>();
        List<Signed<Request>> commands = new ArrayList<>();
        int bytes = 0;
        for (Backlog backlog : pool.backlogs()) {
            Backlog.Head head = backlog.head();
            if (head == null || now.minus(head.since()).compareTo(ordering.patience()) < 0) continue;
            // A command behind other requests of its origin needs them too.
            for (Held each : backlog.urgent() ? backlog.all() : List.of(head.request())) {
                if (isOnItsWay(each, head.since())) continue;
                bytes += each.size();
                if (bytes > MAX_BYTES && heads.size() + commands.size() > 0) break;
                shown(each);
                (backlog.urgent() ? commands : heads).add(each.signed());
            }
        }
        inParts(commands).forEach(ordering.out()::multicast);
        if (ordering.leader().equals(ordering.self())) return;
        inParts(heads).forEach(each -> ordering.out().send(ordering.leader(), each));
    }

    /** A large one is shown when it should have arrived by itself, and not while a slot names it: who lacks it then asks for it. */
    private boolean isOnItsWay(Held held, Duration since) {
        if (!Turnaround.isLarge(held.size())) return false;
        Shown last = large.get(held.digest());
        Duration due = last == null ? since.plus(pause(held)) : last.due;
        return ordering.elapsed().compareTo(due) < 0 || window.names(held.digest());
    }

    private void shown(Held held) {
        if (!Turnaround.isLarge(held.size())) return;
        Shown last = large.get(held.digest());
        Duration twice = last == null ? pause(held) : last.pause.multipliedBy(2);
        Duration most = pause(held).multipliedBy(OwnRequests.LONGER);
        Duration pause = twice.compareTo(most) > 0 ? most : twice;
        large.put(held.digest(), new Shown(ordering.elapsed().plus(pause), pause));
    }

    private Duration pause(Held held) {
        return ordering.patience().plus(turnaround.of(held.size()));
    }

    private static List<Relay> inParts(List<Signed<Request>> requests) {
        List<Relay> parts = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += Relay.MAX) {
            parts.add(new Relay(requests.subList(from, Math.min(requests.size(), from + Relay.MAX))));
        }
        return parts;
    }
}
