package org.testudo.gacp.server;

import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testudo.api.Principal;
import org.testudo.gacp.proto.ReportOutcome;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.notice.SensorReported;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

/** Sensors' reports on their way to the attack detector, and its answers back. Safe for use by several threads. */
final class Reports {
    /** Reports that may wait for the attack detector's answer; a further one is refused for later. */
    private static final int MOST = 1_024;

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

    private final AccessService service;
    private final Map<Key, StreamObserver<ReportOutcome>> waiting = new LinkedHashMap<>();

    private record Key(Origin sensor, long number) {}

    Reports(AccessService service) {
        this.service = service;
    }

    void report(Principal sensor, byte[] bytes, StreamObserver<ReportOutcome> out) {
        Lives lives = service.member().context().lives();
        try {
            if (bytes.length > AccessLimits.MAX_REPORT) throw new MalformedException("longer than 64 KiB");
            judge(sensor, WireReader.whole(bytes, in -> Request.readSigned(in, lives)), out);
        } catch (MalformedException e) {
            answer(out, false, false, "malformed: " + e.getMessage());
        }
    }

    private void judge(Principal sensor, Signed<Request> signed, StreamObserver<ReportOutcome> out) {
        Request request = signed.message();
        Claim.SignedBy claim = Request.claim(signed);
        if (!signed.signer().equals(sensor)) {
            answer(out, false, false, "this connection is of " + sensor + ", the report is not");
        } else if (request.kind() != RequestClass.CONTROL) {
            answer(out, false, false, "a report is a request of class control");
        } else if (!service.throttle(sensor).tryTake()) {
            answer(out, false, true, "too many reports at once; send fewer");
        } else if (!service.verify(request.origin(), claim)) {
            answer(out, false, false, "its signature is not valid");
        } else submit(signed, out);
    }

    private void submit(Signed<Request> signed, StreamObserver<ReportOutcome> out) {
        Key key = new Key(signed.message().origin(), signed.message().number());
        StreamObserver<ReportOutcome> before;
        synchronized (this) {
            if (waiting.size() >= MOST && !waiting.containsKey(key)) {
                answer(out, false, true, "too many reports are under way");
                return;
            }
            before = waiting.put(key, out);
        }
        if (before != null) answer(before, false, true, "sent again meanwhile");
        if (!service.member().announce(new SensorReported(signed))) give(key, out, "this member has too much to do");
        service.desk().later(() -> give(key, out, "this member did not judge the report in time"), PATIENCE);
    }

    private void give(Key key, StreamObserver<ReportOutcome> out, String reason) {
        boolean still;
        synchronized (this) {
            still = waiting.remove(key, out);
        }
        if (still) answer(out, false, true, reason);
    }

    /** The attack detector has judged. */
    void answered(ReportAnswered answer) {
        StreamObserver<ReportOutcome> out;
        synchronized (this) {
            out = waiting.remove(new Key(answer.sensor(), answer.number()));
        }
        if (out != null) answer(out, answer.taken(), answer.retry(), answer.reason());
    }

    private static void answer(StreamObserver<ReportOutcome> out, boolean taken, boolean retry, String reason) {
        out.onNext(ReportOutcome.newBuilder()
                .setTaken(taken)
                .setRetry(retry)
                .setReason(reason)
                .build());
        out.onCompleted();
    }
}
