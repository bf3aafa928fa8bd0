package org.testudo.config;

import java.time.Duration;

/**
 * The ordering of requests.
 *
 * @param protocol {@code abcast}
 * @param window slots that may be under way at once (W of AB-28), 8 to 1024
 * @param maxBatch the most requests in one slot, 1 to 10,000
 * @param maxPayload the largest payload in bytes, at most 1 MiB
 * @param poolPerOrigin requests that one origin may have pending (P of AB-19), 1 to 10,000
 * @param logLimit bytes of decided slots kept; reaching it stops the ordering with a clear error
 * @param checkpointInterval slots from one checkpoint to the next, equal at all members; 0 for none (AB-7)
 * @param timeout how long a request may be pending before its holder complains of the leader; doubles with each change
 * @param controlTimeout the same for commands that may change the membership (AB-20)
 * @param skew how far a proposal's time may be from the clock of a voter (AB-27)
 * @param idle after this long without a request the leader proposes an empty batch (AB-27)
 * @param sessions the most client sessions open at once
 * @param formationWait how long a start waits for founders that are missing, before a quorum forms the group without them
 *     (GM-21)
 * @param journal what is kept on disk
 * @param journalPath folder in which each member of this host has a folder of its name; empty: {@code journal}, where the
 *     process was started
 */
public record OrderingConfig(
        String protocol,
        int window,
        int maxBatch,
        int maxPayload,
        int poolPerOrigin,
        long logLimit,
        int checkpointInterval,
        Duration timeout,
        Duration controlTimeout,
        Duration skew,
        Duration idle,
        int sessions,
        Duration formationWait,
        JournalKind journal,
        String journalPath) {
    public OrderingConfig {
        Check.that(protocol.equals("abcast"), "ordering.protocol", "'%s' is unknown; use abcast", protocol);
        Check.range(window, 8, 1024, "ordering.window");
        Check.range(maxBatch, 1, 10_000, "ordering.max-batch");
        Check.range(maxPayload, 1, 1 << 20, "ordering.max-payload");
        Check.range(poolPerOrigin, 1, 10_000, "ordering.pool-per-origin");
        Check.range(logLimit, 1 << 16, Long.MAX_VALUE, "ordering.log-limit");
        Check.range(checkpointInterval, 0, 1_000_000, "ordering.checkpoint-interval");
        Check.range(sessions, 1, 100_000, "ordering.sessions");
        Check.positive(timeout, "ordering.timeout");
        Check.positive(controlTimeout, "ordering.control-timeout");
        Check.positive(skew, "ordering.skew");
        Check.positive(idle, "ordering.idle");
        Check.positive(formationWait, "ordering.formation-wait");
        Check.that(
                journal == JournalKind.FILE || journalPath.isBlank(),
                "ordering.journal-path",
                "'%s' is of no use without a journal; set ordering.journal to file, or remove it",
                journalPath);
    }

    public static OrderingConfig defaults() {
        return new OrderingConfig(
                "abcast",
                64,
                500,
                1 << 20,
                64,
                64 << 20,
                1_000,
                Duration.ofMillis(500),
                Duration.ofMillis(200),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                10_000,
                Duration.ofSeconds(10),
                JournalKind.NONE,
                "");
    }

    /** The same, with a journal in this folder. */
    public OrderingConfig withJournal(String path) {
        return new OrderingConfig(
                protocol,
                window,
                maxBatch,
                maxPayload,
                poolPerOrigin,
                logLimit,
                checkpointInterval,
                timeout,
                controlTimeout,
                skew,
                idle,
                sessions,
                formationWait,
                JournalKind.FILE,
                path);
    }
}
