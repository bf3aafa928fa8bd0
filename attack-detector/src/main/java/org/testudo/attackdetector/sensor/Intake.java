package org.testudo.attackdetector.sensor;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.kernel.command.Alert;
import org.testudo.kernel.command.Policy;

/** Turns lines into alerts worth reporting, and counts the rest. Used by one thread; its counts are for any. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    final LongAdder lines = new LongAdder();
    final LongAdder heartbeats = new LongAdder();
    final LongAdder alerts = new LongAdder();
    final LongAdder foreign = new LongAdder();
    final LongAdder ignored = new LongAdder();
    final LongAdder folded = new LongAdder();
    final LongAdder limited = new LongAdder();
    final LongAdder bad = new LongAdder();
    final LongAdder badAlerts = new LongAdder();
    final LongAdder tooLong = new LongAdder();

    private final SuricataEve eve;
    private final AlertFolder folder;
    private final Policy policy;
    private final Inspection inspection;

    Intake(SensorSettings settings, Policy policy) {
        this.policy = policy;
        eve = new SuricataEve(settings.longestLine(), settings.host(), settings.addresses());
        folder = new AlertFolder(settings.foldWindow(), settings.perMinute());
        inspection = new Inspection(settings.inspection(), 1 << 20);
    }

    /** An alert that is to be reported. */
    record Finding(Alert alert, Instant observed) {}

    /**
     * Reads a line.
     *
     * @param now on a monotonic clock, in nanoseconds
     * @return null if there is nothing to report
     */
    Finding read(Line line, long now) {
        lines.increment();
        if (line.tooLong()) {
            tooLong.increment();
            bad(line, "is too long", SuricataEve.alarming(line.bytes()));
            return null;
        }
        if (line.bytes().length == 0) return null;
        EveEvent event = eve.parse(line.bytes());
        if (event instanceof EveEvent.Alarm it) return judge(it, now);
        if (event instanceof EveEvent.Bad it) bad(line, it.reason(), it.alarming());
        else if (event instanceof EveEvent.Foreign) foreign.increment();
        else if (event instanceof EveEvent.Other it && it.type().equals("stats")) heartbeats.increment();
        return null;
    }

    private Finding judge(EveEvent.Alarm alarm, long now) {
        alerts.increment();
        Policy.Effect effect = policy.effect(alarm.alert());
        if (effect == Policy.Effect.IGNORE) {
            ignored.increment();
            return null;
        }
        AlertFolder.Fate fate = folder.judge(alarm.alert(), effect == Policy.Effect.EXCLUDE, now);
        if (fate == AlertFolder.Fate.FOLD) folded.increment();
        if (fate == AlertFolder.Fate.LIMIT) limited.increment();
        return fate == AlertFolder.Fate.REPORT ? new Finding(alarm.alert(), alarm.observed()) : null;
    }

    private void bad(Line line, String reason, boolean alarming) {
        bad.increment();
        if (alarming) badAlerts.increment();
        if (alarming && Long.bitCount(badAlerts.sum()) == 1) { // the 1st, 2nd, 4th, 8th ...
            LOG.error(
                    "unreadable alerts={} latest: {}; something may go unnoticed, look at the inspection file",
                    badAlerts.sum(),
                    reason);
        }
        inspection.keep(reason, line.bytes());
    }
}
