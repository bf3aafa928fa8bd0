package org.testudo.attackdetector.sensor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.statement.Lives;

/**
 * Follows the alert file of an intrusion detection system and reports to every member of the group what it says about the one
 * whose host it watches (AD-5). A line is done when f+1 members have the report, so that a correct one has; until then it is
 * read again after a restart. One thread reads, one per member delivers.
 */
public final class SensorAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SensorAgent.class);
    private static final long SAVE_EVERY = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LAST_CHANCE = 2_000;

    private final SensorSettings settings;
    private final SensorIdentity identity;
    private final Intake intake;
    private final EveFile file;
    private final ReportSigner signer;
    private final Outbox outbox;
    private final List<Courier> couriers = new ArrayList<>();
    private final List<Thread> deliveries = new ArrayList<>();
    private final Thread reader;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LongAdder reported = new LongAdder();
    private volatile long boot;
    private volatile String trouble = "";
    private Position saved;
    private String notSaved = "";
    private long savedAt;
    private long renewed;
    private Optional<Lives> lives = Optional.empty();

    private SensorAgent(
            SensorIdentity identity,
            SensorSettings settings,
            Policy policy,
            Map<MemberId, ReportSink> sinks,
            int oneCorrect) {
        this.identity = identity;
        this.settings = settings;
        Optional<Position> before = Position.load(settings.position());
        file = new EveFile(settings.alerts(), settings.longestLine(), before, settings.fromStart());
        saved = before.orElse(new Position(0, System.currentTimeMillis(), List.of()));
        boot = Math.max(System.currentTimeMillis(), saved.boot() + 1);
        signer = new ReportSigner(identity, boot);
        intake = new Intake(settings, policy);
        outbox = new Outbox(settings.queue(), oneCorrect);
        new TreeMap<>(sinks)
                .forEach((member, sink) -> couriers.add(new Courier(member, sink, outbox, settings.heartbeat())));
        for (Courier each : couriers) deliveries.add(new Thread(each, "testudo-sensor-courier"));
        reader = new Thread(this::follow, "testudo-sensor-reader");
    }

    /**
     * Starts an agent.
     *
     * @param policy of the group: what it ignores is not reported
     * @param sinks one for each member
     * @param oneCorrect f+1
     * @throws TestudoException if the position can be neither read nor written
     */
    public static SensorAgent start(
            SensorIdentity identity,
            SensorSettings settings,
            Policy policy,
            Map<MemberId, ReportSink> sinks,
            int oneCorrect) {
        if (sinks.size() < oneCorrect || oneCorrect < 1) {
            throw new IllegalArgumentException("sensor " + identity.sensor() + ": reports must reach " + oneCorrect
                    + " members, and there are " + sinks.size() + "; give every member a client-address");
        }
        SensorAgent agent = new SensorAgent(identity, settings, policy, sinks, oneCorrect);
        agent.claimBoot();
        agent.deliveries.forEach(Thread::start);
        agent.reader.start();
        return agent;
    }

    /** Before the first report: a boot that is forgotten might be used again. */
    private void claimBoot() {
        try {
            saved = new Position(boot, saved.savedAt(), saved.files());
            saved.save(settings.position());
        } catch (IOException e) {
            Path position = settings.position();
            throw new TestudoException(position + ": cannot be written (" + e + "); choose another place for it", e);
        }
    }

    private void follow() {
        try {
            do {
                // Until the life is known nothing can be signed for it: the lines stay in the file.
                lives = identity.life().lives();
                if (lives.isPresent()) file.poll(System.nanoTime(), this::take);
                else file.mark(System.nanoTime());
                outbox.forget(couriers.stream().map(Courier::cursor).toList());
                if (System.nanoTime() - savedAt > SAVE_EVERY) save();
                tell(trouble());
            } while (!stopped.await(settings.poll().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            tell("the agent has failed and follows no more: " + e);
            LOG.error("sensor={} has failed; start it again", identity.sensor(), e);
        }
    }

    private String trouble() {
        if (lives.isEmpty()) return "waits for the group: it has not formed, or too few of its members are reached";
        return file.trouble().isEmpty() ? notSaved : file.trouble();
    }

    private void take(Line line) {
        if (stopped.getCount() == 0) return;
        Intake.Finding finding = intake.read(line, System.nanoTime());
        if (finding == null) outbox.pass(line);
        else report(finding, line);
    }

    private void report(Intake.Finding finding, Line line) {
        if (outbox.hopeless() > renewed) renew();
        try {
            boolean added = outbox.add(signer.sign(finding.alert(), finding.observed(), lives.orElseThrow()), line);
            if (!added) return;
            reported.increment();
            LOG.info(
                    "sensor={} watches={} alert={} outcome={} role={}",
                    identity.sensor(),
                    identity.target(),
                    finding.alert().rule(),
                    finding.alert().outcome(),
                    finding.alert().role());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A number that correct members refused may never be in the order, and those after it would wait for it (AB-21). */
    private void renew() {
        renewed = outbox.hopeless();
        boot = Math.max(System.currentTimeMillis(), boot + 1);
        signer.boot(boot);
        identity.life().doubt();
        save();
    }

    private void save() {
        savedAt = System.nanoTime();
        Position position = file.position(boot).orElse(new Position(boot, saved.savedAt(), saved.files()));
        if (position.files().equals(saved.files()) && boot == saved.boot()) return;
        try {
            position.save(settings.position());
            saved = position;
            notSaved = "";
        } catch (IOException e) {
            notSaved =
                    settings.position() + ": cannot be written (" + e + "); after a restart, lines are reported again";
        }
    }

    private void tell(String now) {
        if (!now.equals(trouble) && !now.isEmpty()) LOG.warn("sensor={} {}", identity.sensor(), now);
        if (now.isEmpty() && !trouble.isEmpty()) LOG.info("sensor={} follows {}", identity.sensor(), settings.alerts());
        trouble = now;
    }

    /** How it stands. From any thread. */
    public SensorStatus status() {
        return new SensorStatus(
                identity.sensor(),
                identity.target().name(),
                boot,
                trouble,
                intake.lines.sum(),
                intake.heartbeats.sum(),
                intake.alerts.sum(),
                intake.foreign.sum(),
                intake.ignored.sum(),
                intake.folded.sum(),
                intake.limited.sum(),
                intake.bad.sum(),
                intake.badAlerts.sum(),
                intake.tooLong.sum(),
                reported.sum(),
                outbox.hopeless(),
                file.rotations(),
                file.lost(),
                couriers.stream().map(Courier::status).toList());
    }

    /** Reads no more, gives what is on its way two seconds, saves the position, ends its threads. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            reader.join(LAST_CHANCE);
            outbox.drain(LAST_CHANCE);
            couriers.forEach(Courier::stop);
            outbox.close();
            for (Thread each : deliveries) {
                each.interrupt();
                each.join(LAST_CHANCE);
            }
            reader.join(LAST_CHANCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        save();
        file.close();
    }
}
