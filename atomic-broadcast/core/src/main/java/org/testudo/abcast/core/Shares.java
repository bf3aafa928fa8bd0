package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.kernel.statement.Origin;

/**
 * What an origin may have of the slots that others want, too (AB-11). Who is alone fills them. Of a slot in which others have
 * something nobody gets more than {@link #LEAST} bytes, or than the origin that has the (f+1)th most, so that f that flood
 * cannot raise it for each other. A request is never cut: who took more owes it, and gets nothing until that many bytes of
 * later slots were its own, or it has waited for a {@link #TURN}. So slots stay short while somebody floods, and who has
 * little to send waits little.
 */
final class Shares {
    /** Bytes that an origin may have of every slot. */
    static final long LEAST = 16 << 10;

    /**
     * After this long without a request of its own in a slot an origin does not count as one of several any more, and owes
     * nothing: far less than anybody waits before it complains.
     */
    static final Duration TURN = Duration.ofMillis(100);

    private final Ordering ordering;
    /** By the time of their last request, the earliest first. */
    private final Map<Origin, Account> accounts = new LinkedHashMap<>();

    private final Map<Origin, Account> debtors = new LinkedHashMap<>();
    private final Map<Origin, Account> taking = new LinkedHashMap<>();
    private final List<Account> most = new ArrayList<>();

    /** Of an origin that has had a request in a slot lately. */
    private static final class Account {
        private Duration last;
        private long debt;
        private long taken;
    }

    Shares(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Whether a further request of this origin may go into the slot. */
    boolean admits(Origin origin) {
        forget();
        Account account = accounts.get(origin);
        return account == null || isAlone() || account.debt + account.taken <= share();
    }

    /** A request of this many bytes goes into the slot. */
    void take(Origin origin, long bytes) {
        Account account = accounts.containsKey(origin) ? accounts.remove(origin) : new Account();
        accounts.put(origin, account);
        taking.put(origin, account);
        account.last = ordering.elapsed();
        account.taken += bytes;
        most.remove(account);
        most.add(account);
        most.sort(Comparator.comparingLong((Account it) -> it.taken).reversed());
        if (most.size() > rank()) most.remove(rank());
    }

    /** The slot is proposed: who took more than its share owes it, and who owed has paid a share. */
    void settle() {
        long share = isAlone() ? Long.MAX_VALUE : share();
        debtors.forEach(taking::putIfAbsent);
        debtors.clear();
        taking.forEach((origin, account) -> {
            account.debt = Math.max(0, account.debt + account.taken - share);
            account.taken = 0;
            if (account.debt > LEAST) debtors.put(origin, account);
        });
        taking.clear();
        most.clear();
    }

    /** Who gets nothing for now. */
    Iterable<Origin> debtors() {
        forget();
        return debtors.keySet();
    }

    private void forget() {
        Duration horizon = ordering.elapsed().minus(TURN);
        while (!accounts.isEmpty()) {
            Map.Entry<Origin, Account> eldest = accounts.entrySet().iterator().next();
            if (eldest.getValue().last.compareTo(horizon) > 0) break;
            accounts.remove(eldest.getKey());
            debtors.remove(eldest.getKey());
        }
        if (isAlone()) debtors.clear();
    }

    private boolean isAlone() {
        return accounts.size() <= 1 || !ordering.rules().shares();
    }

    private long share() {
        return most.size() < rank() ? LEAST : Math.max(LEAST, most.get(rank() - 1).taken);
    }

    private int rank() {
        return ordering.seating().quorum().maxFaulty() + 1;
    }
}
