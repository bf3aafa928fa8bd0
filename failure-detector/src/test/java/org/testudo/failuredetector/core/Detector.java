package org.testudo.failuredetector.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.HeardBy;
import org.testudo.kernel.notice.NotHeardBy;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.RoundTripMeasured;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Views;

/** Alice's detector with a clock that the test moves; the timer fires in time unless alice sleeps. */
final class Detector {
    static final FailureDetectorConfig CONFIG = FailureDetectorConfig.defaults();

    private final HeartbeatDetector core = new HeartbeatDetector(Views.ALICE, CONFIG);
    private final List<MemberId> told = new ArrayList<>();
    private final List<String> opinions = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private final List<String> measured = new ArrayList<>();
    private long lastProbe;
    private long now;
    private long due = Long.MAX_VALUE;

    static Detector started() {
        Detector detector = new Detector();
        detector.install(Views.first());
        return detector;
    }

    void install(ViewRecord view) {
        happens(new Event.Installed<>(view));
    }

    void hear(MemberId... from) {
        for (MemberId each : from) {
            happens(new Event.Received<>(new Unsigned<>(each, new DetectorMessage.Heartbeat())));
        }
    }

    void notice(Notice notice) {
        happens(new Event.Noticed<>(notice));
    }

    void gap(MemberId from) {
        happens(new Event.Gap<>(from));
    }

    /** Lets time pass. */
    void pass(long millis) {
        long end = now + Duration.ofMillis(millis).toNanos();
        while (due <= end) {
            now = due;
            fire();
        }
        now = end;
    }

    /** Lets time pass in which these peers are heard every so often. */
    void pass(long millis, long every, MemberId... heard) {
        for (long t = every; t <= millis; t += every) {
            pass(every);
            hear(heard);
        }
    }

    /** Lets time pass in which this process does nothing. */
    void sleep(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    void wake() {
        if (due <= now) fire();
    }

    private void fire() {
        due = Long.MAX_VALUE;
        happens(new Event.TimerFired<>(HeartbeatDetector.ROUND));
    }

    private void happens(Event<DetectorMessage> event) {
        for (Action<DetectorMessage> action : core.on(new Tick(Duration.ofNanos(now), Instant.EPOCH), event)) {
            if (action instanceof Action.Send<DetectorMessage> it) sent(it.to(), it.message());
            else if (action instanceof Action.ArmTimer<DetectorMessage> it)
                due = now + it.after().toNanos();
            else if (action instanceof Action.DisarmTimer<DetectorMessage>) due = Long.MAX_VALUE;
            else if (action instanceof Action.Announce<DetectorMessage> it) opine(it.notice());
            else throw new AssertionError("a failure detector does not ask for " + action);
        }
    }

    private void sent(MemberId to, DetectorMessage message) {
        if (message instanceof DetectorMessage.Probe || message instanceof DetectorMessage.Echo) {
            asked.add(to + " " + message);
        } else {
            told.add(to);
        }
        if (message instanceof DetectorMessage.Hearing it) answered.add(to + " " + it.heard());
        if (message instanceof DetectorMessage.Probe it && to.equals(Views.BOB)) lastProbe = it.number();
    }

    private void opine(Notice notice) {
        if (notice instanceof Suspected it) opinions.add("suspected " + it.member() + " " + it.reason());
        else if (notice instanceof Restored it) opinions.add("restored " + it.member());
        else if (notice instanceof RoundTripMeasured it) measured.add(it.describe());
        else if (notice instanceof NotHeardBy || notice instanceof HeardBy) opinions.add(notice.describe());
        else throw new AssertionError("a failure detector does not announce " + notice);
    }

    /** Who was sent a heartbeat, or what takes its place, since this was last asked. */
    List<MemberId> told() {
        return drain(told);
    }

    /** What was announced since this was last asked. */
    List<String> opinions() {
        return drain(opinions);
    }

    /** Who was told whether it is heard since this was last asked. */
    List<String> answered() {
        return drain(answered);
    }

    /** Probes and echoes sent since this was last asked. */
    List<String> asked() {
        return drain(asked);
    }

    /** Round trips announced since this was last asked. */
    List<String> measured() {
        return drain(measured);
    }

    /** The number of the latest probe sent to bob. */
    long lastProbe() {
        return lastProbe;
    }

    void receive(MemberId from, DetectorMessage message) {
        happens(new Event.Received<>(new Unsigned<>(from, message)));
    }

    boolean waits() {
        return due != Long.MAX_VALUE;
    }

    private static <T> List<T> drain(List<T> list) {
        List<T> all = List.copyOf(list);
        list.clear();
        return all;
    }
}
