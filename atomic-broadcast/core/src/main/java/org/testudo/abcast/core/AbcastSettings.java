package org.testudo.abcast.core;

import java.time.Duration;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.RequestClass;

/**
 * Bounds and times of the ordering. Replicated state never depends on them: two members whose settings differ deliver the
 * same, though perhaps later (G-2).
 *
 * @param window slots that may be under way at once (W of AB-28)
 * @param pipeline slots under way from which on the leader waits for a full batch, or until fewer are under way
 * @param maxBatch the most requests in one slot
 * @param maxPayload the largest body of a request in bytes
 * @param poolPerOrigin requests that one origin may have pending (P of AB-19)
 * @param logLimit bytes of delivered slots kept
 * @param checkpointInterval slots from one checkpoint to the next; 0: there are none (AB-7)
 * @param timeout how long a request may be pending before its holder complains (AB-19)
 * @param controlTimeout the same for commands (AB-20)
 * @param skew how far a fresh proposal's time may be from a voter's clock (AB-27)
 * @param idle after this long without a request the leader proposes an empty batch (AB-27)
 * @param sessions the most client sessions open at once that this member helps to open
 * @param formationWait how long a start waits for founders that are missing before a group is formed without them (GM-21)
 * @param busyPulse how often a member tells its status while something is missing (AB-29)
 * @param idlePulse the same while nothing is
 * @param journal whether what a member must not forget is made durable before it speaks of it (AB-25)
 */
public record AbcastSettings(
        int window,
        int pipeline,
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
        Duration busyPulse,
        Duration idlePulse,
        boolean journal) {
    /** The longest round trip to which waiting adapts: f members cannot cause more, nor can a bad network. */
    static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(2);
    /** Bytes of requests in a batch above which no further one is added. */
    static final int BATCH_BYTES = 1 << 20;
    /** Bytes that one origin may have in the pool, or a single request. */
    static final int POOL_BYTES_PER_ORIGIN = 4 << 20;
    /** Bytes in the pool above which only each origin's next request is taken; at twice this, only commands. */
    static final int POOL_BYTES = 64 << 20;

    /** The largest body of a command or of the card that opens a session, however small payloads are. */
    private static final int COMMAND_BYTES = 96 << 10;

    /** As the group's configuration says. */
    public static AbcastSettings of(OrderingConfig config) {
        return new AbcastSettings(
                config.window(),
                1,
                config.maxBatch(),
                config.maxPayload(),
                config.poolPerOrigin(),
                config.logLimit(),
                config.checkpointInterval(),
                config.timeout(),
                config.controlTimeout(),
                config.skew(),
                config.idle(),
                config.sessions(),
                config.formationWait(),
                Duration.ofMillis(30),
                Duration.ofMillis(150),
                config.journal() == JournalKind.FILE);
    }

    /** The same, with a journal. */
    public AbcastSettings withJournal() {
        return new AbcastSettings(
                window,
                pipeline,
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
                busyPulse,
                idlePulse,
                true);
    }

    /**
     * Bytes of slots after which a checkpoint is due before its time: so few that the log, which holds up to four intervals,
     * does not reach its limit.
     */
    long checkpointBytes() {
        return logLimit / 8;
    }

    /** The most bytes of requests that a leader puts into one slot: one more request than fit. */
    long largestBatch() {
        return BATCH_BYTES + largest(RequestClass.CONTROL) + Held.OVERHEAD;
    }

    /** The largest body of a request of this class in bytes. */
    int largest(RequestClass kind) {
        return kind == RequestClass.APPLICATION
                ? Math.max(maxPayload + Bundle.OVERHEAD, Bundle.MOST_BYTES)
                : Math.max(maxPayload, COMMAND_BYTES);
    }
}
