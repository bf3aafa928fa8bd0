package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;

/** Shows the leader the head of each backlog that waits, and everyone the commands that wait (AB-19, AB-20). */
final class Heads {
    private static final int MAX_BYTES = 128 << 10;
    private final Ordering ordering;
    private final Pool pool;
    private Duration shownAt = Duration.ZERO;

    Heads(Ordering ordering, Pool pool) {
        this.ordering = ordering;
        this.pool = pool;
    }

    /** At most once in a time that a delivered slot takes, so that a slow group is not slowed down by its own reminders. */
    void show() {
        Duration now = ordering.elapsed();
        if (now.minus(shownAt).compareTo(ordering.patience()) < 0) return;
        shownAt = now;
        List<Signed<Request>> heads = new ArrayList<>();
        List<Signed<Request>> commands = new ArrayList<>();
        int bytes = 0;
        for (Backlog backlog : pool.backlogs()) {
            Backlog.Head head = backlog.head();
            if (head == null || now.minus(head.since()).compareTo(ordering.patience()) < 0) continue;
            // A command behind other requests of its origin needs them too.
            for (Held each : backlog.urgent() ? backlog.all() : List.of(head.request())) {
                bytes += each.size();
                if (bytes > MAX_BYTES && heads.size() + commands.size() > 0) break;
                (backlog.urgent() ? commands : heads).add(each.signed());
            }
        }
        inParts(commands).forEach(ordering.out()::multicast);
        if (ordering.leader().equals(ordering.self())) return;
        inParts(heads).forEach(each -> ordering.out().send(ordering.leader(), each));
    }

    private static List<Relay> inParts(List<Signed<Request>> requests) {
        List<Relay> parts = new ArrayList<>();
        for (int from = 0; from < requests.size(); from += Relay.MAX) {
            parts.add(new Relay(requests.subList(from, Math.min(requests.size(), from + Relay.MAX))));
        }
        return parts;
    }
}
