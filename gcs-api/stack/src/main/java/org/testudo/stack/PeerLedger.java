package org.testudo.stack;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Garbled;
import org.testudo.kernel.notice.Overflowed;

/**
 * Counts what peers send amiss, and says so at most once a minute and peer. Its size is bounded by the number of members:
 * only known senders are counted. Safe for use by several threads.
 */
final class PeerLedger {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
    /** So many drops within a minute are called sustained. */
    private static final int SUSTAINED = 64;

    /** What is counted of one peer, since the start. */
    static final class Account {
        private final LongAdder malformed = new LongAdder();
        private final LongAdder refuted = new LongAdder();
        private final LongAdder dropped = new LongAdder();
        private final LongAdder parked = new LongAdder();
        private final LongAdder forgotten = new LongAdder();
        private final LongAdder outdated = new LongAdder();
        private final LongAdder spare = new LongAdder();
        private final AtomicLong garbledTold = new AtomicLong(System.nanoTime() - MINUTE);
        private final AtomicLong overflowTold = new AtomicLong(System.nanoTime() - MINUTE);
        private final AtomicLong windowStart = new AtomicLong(System.nanoTime());
        private final AtomicLong windowDrops = new AtomicLong();

        /** By name, for status and JMX. */
        Map<String, Long> counters() {
            return new TreeMap<>(Map.of(
                    "malformed", malformed.sum(),
                    "refuted", refuted.sum(),
                    "dropped", dropped.sum(),
                    "parked", parked.sum(),
                    "forgotten", forgotten.sum(),
                    "outdated", outdated.sum(),
                    "spare", spare.sum()));
        }
    }

    private final Map<MemberId, Account> accounts = new ConcurrentHashMap<>();
    private final Consumer<Notice> announce;

    PeerLedger(Consumer<Notice> announce) {
        this.announce = announce;
    }

    /** Bytes that are no message. */
    void malformed(MemberId peer) {
        Account account = of(peer);
        account.malformed.increment();
        tellGarbled(peer, account);
    }

    /** A message with a claim that is false. */
    void refuted(MemberId peer) {
        Account account = of(peer);
        account.refuted.increment();
        tellGarbled(peer, account);
    }

    /** A message that came when its lane was full. */
    void dropped(MemberId peer) {
        Account account = of(peer);
        account.dropped.increment();
        long now = System.nanoTime();
        long start = account.windowStart.get();
        if (now - start > MINUTE && account.windowStart.compareAndSet(start, now)) account.windowDrops.set(0);
        if (account.windowDrops.incrementAndGet() >= SUSTAINED && due(account.overflowTold)) {
            announce.accept(new Overflowed(peer, account.dropped.sum()));
        }
    }

    /** A message of a later view that waits for it: no fault. */
    void parked(MemberId peer) {
        of(peer).parked.increment();
    }

    /** A message of a view whose record is no longer kept: no fault. */
    void forgotten(MemberId peer) {
        of(peer).forgotten.increment();
    }

    /** A message that came too late, or too early, to be of use: no fault. */
    void outdated(MemberId peer) {
        of(peer).outdated.increment();
    }

    /** A vote for what a quorum had voted for before: no fault. */
    void spare(MemberId peer) {
        of(peer).spare.increment();
    }

    /** Counters by peer and name. */
    Map<String, Map<String, Long>> counters() {
        Map<String, Map<String, Long>> all = new TreeMap<>();
        accounts.forEach((peer, account) -> all.put(peer.name(), account.counters()));
        return all;
    }

    private Account of(MemberId peer) {
        return accounts.computeIfAbsent(peer, it -> new Account());
    }

    private void tellGarbled(MemberId peer, Account account) {
        if (due(account.garbledTold)) {
            announce.accept(new Garbled(peer, account.malformed.sum(), account.refuted.sum()));
        }
    }

    private static boolean due(AtomicLong told) {
        long last = told.get();
        long now = System.nanoTime();
        return now - last >= MINUTE && told.compareAndSet(last, now);
    }
}
