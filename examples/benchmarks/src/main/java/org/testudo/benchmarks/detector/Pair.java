package org.testudo.benchmarks.detector;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.failuredetector.core.DetectorMessage;
import org.testudo.failuredetector.core.HeartbeatDetector;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.ViewRecord;

/**
 * Two members with real detectors and nothing else to say to each other, in virtual time. The first watches; the second may crash. What
 * one sends the other gets in order, as over one connection. Times are nanoseconds since both began.
 */
final class Pair {
    /** What the watching one thought of the other from some time on. */
    record Opinion(long since, boolean suspected) {}

    private record Happening(long at, long number, int member, Event<DetectorMessage> event, long timers) {}

    private static final List<MemberId> MEMBERS = List.of(new MemberId("watching"), new MemberId("watched"));
    private static final ViewRecord VIEW = view();

    private static final double BETWEEN_BURSTS = 60e9;
    private static final double BURST = 0.6e9;

    private final Delays delays;
    private final Random random;
    private final List<HeartbeatDetector> cores;
    private final PriorityQueue<Happening> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingLong(Happening::number));
    private final List<Opinion> opinions = new ArrayList<>();
    /** By sender: when its last message arrives, from when until when it is held back next, which of its timers counts. */
    private final long[] arrival = new long[2];

    private final long[] held = new long[2];
    private final long[] released = new long[2];
    private final long[] timers = new long[2];
    private long now;
    private long numbers;
    private boolean crashed;

    Pair(FailureDetectorConfig config, Delays delays, long seed) {
        this.delays = delays;
        random = new Random(seed);
        cores = MEMBERS.stream()
                .map(each -> new HeartbeatDetector(each, config))
                .toList();
        for (int member = 0; member < 2; member++) happens(member, new Event.Installed<>(VIEW));
    }

    private static ViewRecord view() {
        List<Genesis.Founder> founders = MEMBERS.stream().map(Pair::founder).toList();
        Genesis genesis = new Genesis(
                "detector",
                Digest.ZERO,
                new Quorum(2, 0, FaultModel.BYZANTINE),
                founders,
                List.of(),
                List.of(),
                new byte[0]);
        return genesis.firstView(genesis.life("detector"));
    }

    private static Genesis.Founder founder(MemberId member) {
        Digest digest = Digest.of(out -> out.writeText(member.name()));
        return new Genesis.Founder(member, digest, StatementKey.fromBytes(digest.toBytes()), List.of());
    }

    void runUntil(long time) {
        for (Happening next = agenda.peek(); next != null && next.at <= time; next = agenda.peek()) {
            agenda.remove();
            now = next.at;
            boolean old = next.event instanceof Event.TimerFired<?> && next.timers != timers[next.member];
            if (!old && !(crashed && next.member == 1)) happens(next.member, next.event);
        }
        now = time;
    }

    /** The watched one stops; what it has sent is on its way. */
    void crash() {
        crashed = true;
    }

    /** What the watching one has come to think, in order; before, it suspects nobody. */
    List<Opinion> opinions() {
        return opinions;
    }

    private void happens(int member, Event<DetectorMessage> event) {
        Tick tick = new Tick(Duration.ofNanos(now), Instant.EPOCH.plusNanos(now));
        for (Action<DetectorMessage> action : cores.get(member).on(tick, event)) perform(member, action);
    }

    private void perform(int member, Action<DetectorMessage> action) {
        if (action instanceof Action.Send<DetectorMessage> it) send(member, it.message());
        else if (action instanceof Action.ArmTimer<DetectorMessage> it) {
            arm(member, it.timer(), it.after());
        } else if (action instanceof Action.DisarmTimer<DetectorMessage>) timers[member]++;
        else if (action instanceof Action.Announce<DetectorMessage> it && member == 0) opine(it.notice());
    }

    private void arm(int member, TimerId timer, Duration after) {
        long which = ++timers[member];
        agenda.add(new Happening(now + after.toNanos(), numbers++, member, new Event.TimerFired<>(timer), which));
    }

    private void send(int from, DetectorMessage message) {
        arrival[from] = Math.max(arrival[from], leaves(from) + delays.sample(random));
        Event<DetectorMessage> event = new Event.Received<>(new Unsigned<>(MEMBERS.get(from), message));
        agenda.add(new Happening(arrival[from], numbers++, 1 - from, event, 0));
    }

    private long leaves(int from) {
        while (delays.bursts() && now >= released[from]) {
            held[from] = released[from] + exponential(BETWEEN_BURSTS);
            released[from] = held[from] + exponential(BURST);
        }
        return delays.bursts() && now >= held[from] ? released[from] : now;
    }

    private long exponential(double mean) {
        return (long) (-mean * Math.log(1 - random.nextDouble()));
    }

    private void opine(Notice notice) {
        if (notice instanceof Suspected) opinions.add(new Opinion(now, true));
        else if (notice instanceof Restored) opinions.add(new Opinion(now, false));
    }
}
