package org.testudo.sicp.transport;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why connections are refused, once per peer, reason and minute (SICP-1). Bounded; safe for use by several threads. */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final int MOST = 1024;

    private record Subject(String peer, String reason) {}

    private static final class Account {
        private long toldAt;
        private long untold;
        private long times;
    }

    private final String prefix;
    private final Map<Subject, Account> accounts = new LinkedHashMap<>();
    private long total;

    RefusalLog(String group, String member) {
        prefix = "group=" + group + " member=" + member;
    }

    /** @param peer a name or an address */
    void refused(String peer, String reason) {
        long untold = due(new Subject(peer, reason));
        if (untold >= 0) {
            LOG.warn("{} refused={} reason=\"{}\" untold={}", prefix, peer, Greeting.clean(reason), untold);
        }
    }

    /** How many were not told since the last; negative if this is one of them. */
    private synchronized long due(Subject subject) {
        total++;
        long now = System.nanoTime();
        Account account = accounts.remove(subject);
        if (account == null) {
            account = new Account();
            account.toldAt = now - MINUTE;
        }
        account.times++;
        accounts.put(subject, account);
        if (accounts.size() > MOST) accounts.remove(accounts.keySet().iterator().next());
        if (now - account.toldAt < MINUTE) {
            account.untold++;
            return -1;
        }
        long untold = account.untold;
        account.toldAt = now;
        account.untold = 0;
        return untold;
    }

    /** Whom and why, the latest last. */
    synchronized List<String> latest() {
        return accounts.keySet().stream()
                .map(each -> each.peer + ": " + Greeting.clean(each.reason))
                .toList();
    }

    /** How often whom, of those that are remembered. */
    synchronized Map<String, Long> bySource() {
        Map<String, Long> times = new TreeMap<>();
        accounts.forEach((subject, account) -> times.merge(subject.peer, account.times, Long::sum));
        return times;
    }

    /** Refusals since the start. */
    synchronized long total() {
        return total;
    }
}
