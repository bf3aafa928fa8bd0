package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.kernel.statement.Origin;

/**
 * What an origin may have of the slots that others want, too (AB-11). Who is alone fills them. Else nobody gets more of a slot
 * than {@link #LEAST} bytes, unless that leaves it with less than twice what of the slots of late, this one included, the origin
 * has had that has had the (f+1)th most of them. So f that flood cannot raise it for each other, and what several send in
 * turn, a burst each, goes into few slots. A request is never cut: who took more owes it, and gets nothing until that many
 * bytes of later slots were its own, or it has waited for a {@link #TURN}. So slots stay short while somebody floods, and who
 * has little to send waits little.
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
    /** Who has had most of late, the first f+1. */
    private final List<Account> most = new ArrayList<>();

    private Duration ranked = Duration.ofNanos(-1);

    /** Of an origin that has had a request in a slot lately. */
    private static final class Account {
        private Duration last;
        private long debt;
        private long taken;
        private long turn;
        private long ofTurn;
        private long ofTurnBefore;

        /** Bytes of the slots of this turn and the one before. */
        private long late() {
            return ofTurnBefore + ofTurn;
        }

        private void enter(long now) {
            if (now == turn) return;
            ofTurnBefore = now == turn + 1 ? ofTurn : 0;
            ofTurn = 0;
            turn = now;
        }
    }

    Shares(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Whether a further request of this origin may go into the slot. */
    boolean admits(Origin origin) {
        rank();
        Account account = accounts.get(origin);
        return account == null || isAlone() || account.debt + account.taken <= share(account);
    }

    /** A request of this many bytes goes into the slot. */
    void take(Origin origin, long bytes) {
        rank();
        Account account = accounts.containsKey(origin) ? accounts.remove(origin) : new Account();
        accounts.put(origin, account);
        taking.put(origin, account);
        account.last = ordering.elapsed();
        account.enter(turn());
        account.taken += bytes;
        account.ofTurn += bytes;
        rank(account);
    }

    /** The slot is proposed: who took more than its share owes it, and who owed has paid a share. */
    void settle() {
        debtors.forEach(taking::putIfAbsent);
        debtors.clear();
        boolean alone = isAlone();
        taking.forEach((origin, account) -> {
            long share = alone ? Long.MAX_VALUE : share(account);
            account.debt = Math.max(0, account.debt + account.taken - share);
            account.taken = 0;
            if (account.debt > LEAST) debtors.put(origin, account);
        });
        taking.clear();
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

    /** What it may have of this slot in all. */
    private long share(Account account) {
        account.enter(turn());
        int rank = ordering.seating().quorum().maxFaulty();
        long its = most.size() <= rank ? 0 : most.get(rank).late();
        return Math.max(LEAST, 2 * its - (account.late() - account.taken));
    }

    private long turn() {
        return ordering.elapsed().toNanos() / TURN.toNanos(); // a Duration would divide decimals
    }

    /** Once at each instant; what goes into slots in between is added. */
    private void rank() {
        if (ranked.equals(ordering.elapsed())) return;
        ranked = ordering.elapsed();
        forget();
        most.clear();
        long turn = turn();
        for (Account each : accounts.values()) {
            each.enter(turn);
            rank(each);
        }
    }

    private void rank(Account account) {
        int ranks = ordering.seating().quorum().maxFaulty() + 1;
        most.remove(account);
        int at = most.size();
        while (at > 0 && most.get(at - 1).late() < account.late()) at--;
        if (at < ranks) most.add(at, account);
        if (most.size() > ranks) most.remove(ranks);
    }
}
