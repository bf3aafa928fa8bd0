package org.testudo.attackdetector.sensor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.api.MemberId;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;

/** Brings the reports to one member, on a thread of its own: a slow or dead member delays no other. */
final class Courier implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final long FIRST_PAUSE = 100;
    private static final long LONGEST_PAUSE = 5_000;

    private final MemberId member;
    private final ReportSink sink;
    private final Outbox outbox;
    private final Duration heartbeat;
    private final Outbox.Cursor cursor = new Outbox.Cursor();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile ReportSink.Outcome latest;
    private Signed<Request> last;

    Courier(MemberId member, ReportSink sink, Outbox outbox, Duration heartbeat) {
        this.member = member;
        this.sink = sink;
        this.outbox = outbox;
        this.heartbeat = heartbeat;
    }

    Outbox.Cursor cursor() {
        return cursor;
    }

    SensorStatus.Delivery status() {
        ReportSink.Outcome outcome = latest;
        return new SensorStatus.Delivery(
                member.name(),
                taken.sum(),
                refused.sum(),
                failed.sum(),
                outbox.waiting(cursor),
                outbox.skipped(cursor),
                outcome == null ? "" : outcome.answer() + (outcome.detail().isEmpty() ? "" : ": " + outcome.detail()));
    }

    @Override
    public void run() {
        try {
            while (stopped.getCount() > 0) {
                Optional<Outbox.Item> next = outbox.next(cursor, heartbeat.toMillis());
                if (next.isPresent()) bring(next.get());
                else if (last != null && outbox.wanted(cursor)) submit(last); // a sign of life: AD-5
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent is closed
        }
    }

    /** Until the member has answered for good, or the report is no longer wanted. */
    private void bring(Outbox.Item item) throws InterruptedException {
        for (long pause = FIRST_PAUSE; outbox.wanted(cursor); pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            ReportSink.Answer answer = submit(item.report).answer();
            if (answer == ReportSink.Answer.TAKEN || answer == ReportSink.Answer.REFUSED) {
                answered(item, answer == ReportSink.Answer.TAKEN);
                return;
            }
            failed.increment();
            if (stopped.await(pause, TimeUnit.MILLISECONDS)) return;
        }
    }

    private void answered(Outbox.Item item, boolean took) {
        if (took) last = item.report;
        (took ? taken : refused).increment();
        outbox.answered(cursor, item, took);
    }

    private ReportSink.Outcome submit(Signed<Request> report) throws InterruptedException {
        ReportSink.Outcome outcome = asked(report);
        ReportSink.Outcome before = latest;
        latest = outcome;
        boolean changed = before == null || before.answer() != outcome.answer();
        boolean well = outcome.answer() == ReportSink.Answer.TAKEN;
        if (changed && well) LOG.info("member={} report={} taken", member, report.message());
        else if (changed) {
            LOG.warn("member={} report={} {} {}", member, report.message(), outcome.answer(), outcome.detail());
        }
        return outcome;
    }

    /** A sink that throws is one that did not answer. */
    private ReportSink.Outcome asked(Signed<Request> report) throws InterruptedException {
        try {
            return sink.submit(report);
        } catch (RuntimeException e) {
            return new ReportSink.Outcome(ReportSink.Answer.UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }

    void stop() {
        stopped.countDown();
    }
}
