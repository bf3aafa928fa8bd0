package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;

/** This member's own requests: numbers them, sends them, and again until they are delivered (AB-5, AB-18). */
final class OwnRequests {
    /** Payloads that may wait for a number, of each class; more are refused. */
    static final int MAX_WAITING = 1024;
    /** Bytes sent again at one pulse. */
    private static final int RESEND_BYTES = 64 << 10;
    /** How many times its first pause is the longest one of a large request. */
    static final int LONGER = 8;

    private final Ordering ordering;
    private final Sequences sequences;
    private final Window window;
    private final Turnaround turnaround;
    private final Origin origin;
    private final Deque<byte[]> commands = new ArrayDeque<>();
    private final Deque<byte[]> payloads = new ArrayDeque<>();
    private final TreeMap<Long, Sent> pending = new TreeMap<>();
    private long last;
    private long ofFormerRuns;

    /** When it is due to be sent again, and how long to wait after that. */
    private record Sent(OwnRequest message, Duration due, Duration patience) {}

    OwnRequests(Ordering ordering, Sequences sequences, Window window, Turnaround turnaround, Origin origin) {
        this.ordering = ordering;
        this.sequences = sequences;
        this.window = window;
        this.turnaround = turnaround;
        this.origin = origin;
    }

    /** The number of the last one that is delivered; 0 while this start holds no seat and asks for none. */
    long delivered() {
        return Math.max(0, sequences.next(origin) - 1);
    }

    /** The number of the last one. */
    long last() {
        return last;
    }

    boolean isEmpty() {
        return pending.isEmpty() && commands.isEmpty() && payloads.isEmpty();
    }

    void submit(Payload.Own payload) {
        Deque<byte[]> queue = payload.kind() == RequestClass.CONTROL ? commands : payloads;
        int size = payload.body().length;
        if (payload.kind() == RequestClass.SESSION) {
            refuse("a request of class SESSION", "members have no sessions");
        } else if (size > ordering.settings().largest(payload.kind())) {
            refuse("a payload of " + size + " bytes", "the largest is ordering.max-payload");
        } else if (queue.size() >= MAX_WAITING) {
            refuse("a payload of " + size + " bytes", queue.size() + " are waiting");
        } else {
            queue.add(payload.body());
            flush();
        }
    }

    private void refuse(String what, String why) {
        ordering.out().announce(new NotTaken(what, why));
    }

    /** Numbers and sends what the others have room for; a part of the room is for commands (AB-20). */
    void flush() {
        long next = sequences.next(origin);
        if (next == Numbers.NONE) return;
        pending.headMap(next).clear();
        last = Math.max(last, next - 1);
        if (ordering.replaying() || ordering.recollecting()) return;
        int room = ordering.settings().poolPerOrigin();
        int reserve = Math.min(8, room / 4);
        while (!commands.isEmpty() && last - next + 1 < room) send(RequestClass.CONTROL, commands.remove());
        // Who holds no seat yet may ask for one, and for nothing else.
        while (ordering.seated() && !payloads.isEmpty() && last - next + 1 < room - reserve) {
            send(RequestClass.APPLICATION, payloads.remove());
        }
    }

    /**
     * How many requests of the application were ordered without its knowing, in a state that this member was given. Those that
     * the journal told are none of it: the process that submitted them has ended.
     */
    int passed() {
        long next = sequences.next(origin);
        if (next == Numbers.NONE) return 0;
        return (int) pending.headMap(next).values().stream()
                .map(each -> each.message.request())
                .filter(each -> each.number() > ofFormerRuns && each.kind() == RequestClass.APPLICATION)
                .count();
    }

    private void send(RequestClass kind, byte[] body) {
        last++;
        Request request = new Request(origin, last, kind, body);
        ordering.journal().asked(request);
        ordering.out().multicast(keep(request));
    }

    private OwnRequest keep(Request request) {
        OwnRequest message = OwnRequest.of(request, ordering.lives());
        Duration patience = pause(request);
        pending.put(request.number(), new Sent(message, ordering.elapsed().plus(patience), patience));
        return message;
    }

    private Duration pause(Request request) {
        return ordering.patience().plus(turnaround.of(request.body().length));
    }

    /** Those that are not delivered yet, in order. */
    List<Request> pending() {
        return pending.tailMap(delivered(), false).values().stream()
                .map(each -> each.message.request())
                .toList();
    }

    /** This number is taken, as the journal says: it is sent again, and is never another request's. */
    void restore(Request request) {
        last = Math.max(last, request.number());
        ofFormerRuns = last;
        keep(request);
    }

    /**
     * Sends again what is due, ever more rarely. A large request takes long to arrive, and what is sent after it waits: it is sent
     * again only when it should have arrived, and not at all while a slot names it.
     */
    void resend() {
        Duration now = ordering.elapsed();
        int bytes = 0;
        for (var each : pending.entrySet()) {
            Sent sent = each.getValue();
            if (sent.due.compareTo(now) > 0) continue;
            bytes += sent.message.request().body().length;
            if (bytes > RESEND_BYTES && each.getKey() != pending.firstKey().longValue()) return;
            Request request = sent.message.request();
            boolean large = Turnaround.isLarge(request.body().length);
            Duration most = large ? pause(request).multipliedBy(LONGER) : Duration.ofSeconds(1);
            Duration twice = sent.patience.multipliedBy(2);
            Duration patience = twice.compareTo(most) > 0 ? most : twice;
            each.setValue(new Sent(sent.message, now.plus(patience), patience));
            if (!large || !window.names(request.digest())) ordering.out().multicast(sent.message);
        }
    }
}
