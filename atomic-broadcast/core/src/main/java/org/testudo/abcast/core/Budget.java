package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.MemberId;

/** How many bytes a peer may be sent again: refilled with time, so that asking often gives no more (AB-29). */
final class Budget {
    /** Bytes a second. */
    private static final long RATE = 8L << 20;
    /** The most that can be saved up. */
    private static final long MOST = 2L << 20;

    /** What a message costs that must be signed again, whatever its size: signing is what a liar would make us do. */
    static final int SIGNED = 16 << 10;

    private final Ordering ordering;
    private final Map<MemberId, Account> accounts = new LinkedHashMap<>();

    private record Account(long bytes, Duration at) {}

    Budget(Ordering ordering) {
        this.ordering = ordering;
    }

    /** Takes bytes from a peer's budget; false if it has none left. The last piece may be larger than what is left. */
    boolean spend(MemberId peer, int bytes) {
        Duration now = ordering.elapsed();
        Account before = accounts.getOrDefault(peer, new Account(MOST, now));
        long refill = RATE * now.minus(before.at).toMillis() / 1000;
        long left = Math.min(MOST, before.bytes + refill);
        if (left <= 0) {
            accounts.put(peer, new Account(left, now));
            return false;
        }
        accounts.put(peer, new Account(left - bytes, now));
        return true;
    }

    /** Another view: only who holds a seat has one. */
    void install() {
        accounts.keySet().removeIf(each -> !ordering.serves(each));
    }
}
