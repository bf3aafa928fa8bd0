package org.testudo.membership.core;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** Agreed times and spans in a share of the state: exact, where messages have milliseconds. */
final class Times {
    private static final int NANOS = 1_000_000_000;

    private Times() {}

    static void write(Instant time, WireWriter out) {
        out.writeLong(time.getEpochSecond()).writeInt(time.getNano());
    }

    static Instant readInstant(WireReader in) throws MalformedException {
        long seconds = in.readLong();
        try {
            return Instant.ofEpochSecond(seconds, nanos(in));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MalformedException("no time: " + seconds);
        }
    }

    static void write(Duration span, WireWriter out) {
        out.writeLong(span.getSeconds()).writeInt(span.getNano());
    }

    static Duration readDuration(WireReader in) throws MalformedException {
        return Duration.ofSeconds(in.readLong(), nanos(in));
    }

    private static int nanos(WireReader in) throws MalformedException {
        int nanos = in.readInt();
        if (nanos < 0 || nanos >= NANOS) throw new MalformedException("nanoseconds " + nanos);
        return nanos;
    }
}
