package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testudo.kernel.statement.Digest;

/** A value with those of its bodies that are held. */
final class Content {
    private final Value value;
    private final Digest digest;
    private final Held[] bodies;
    private final long most;
    private long bytes;
    private int missing;
    private boolean tooLarge;

    /** Of a value whose bodies may have this many bytes. */
    Content(Value value, Digest digest, long most) {
        this.value = value;
        this.digest = digest;
        this.most = most;
        bodies = new Held[value.requests().size()];
        missing = bodies.length;
    }

    Value value() {
        return value;
    }

    /** Of the value. */
    Digest digest() {
        return digest;
    }

    /** Whether every body is held (AB-18). */
    boolean complete() {
        return missing == 0;
    }

    /** Whether its bodies have more bytes than they may; it will never be complete. */
    boolean tooLarge() {
        return tooLarge;
    }

    /** The bodies in order, null where one is missing. */
    List<Held> bodies() {
        return Arrays.asList(bodies);
    }

    /** Puts a body in its place; it is the one that the value names there. */
    void fill(int index, Held body) {
        if (bodies[index] != null) return;
        tooLarge |= bytes + body.size() > most;
        if (tooLarge) return;
        bodies[index] = body;
        bytes += body.size();
        missing--;
    }

    /** Digests of the bodies that are not held, at most this many. */
    List<Digest> missing(int most) {
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < bodies.length && digests.size() < most && missing > 0; i++) {
            if (bodies[i] == null) digests.add(value.requests().get(i));
        }
        return digests;
    }

    /** Bytes of the bodies that are held. */
    long bytes() {
        return bytes;
    }

    /** Bytes that it costs to keep. */
    long size() {
        return 64 + (long) Digest.LENGTH * bodies.length + bytes;
    }
}
