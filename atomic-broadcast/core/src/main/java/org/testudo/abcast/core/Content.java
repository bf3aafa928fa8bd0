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
    private int missing;

    Content(Value value, Digest digest) {
        this.value = value;
        this.digest = digest;
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

    /** The bodies in order, null where one is missing. */
    List<Held> bodies() {
        return Arrays.asList(bodies);
    }

    /** Puts a body in its place; it is the one that the value names there. */
    void fill(int index, Held body) {
        if (bodies[index] == null) missing--;
        bodies[index] = body;
    }

    /** Digests of the bodies that are not held, at most this many. */
    List<Digest> missing(int most) {
        List<Digest> digests = new ArrayList<>();
        for (int i = 0; i < bodies.length && digests.size() < most && missing > 0; i++) {
            if (bodies[i] == null) digests.add(value.requests().get(i));
        }
        return digests;
    }

    /** Bytes that it costs to keep. */
    long size() {
        long size = 64 + (long) Digest.LENGTH * bodies.length;
        for (Held body : bodies) size += body == null ? 0 : body.size();
        return size;
    }
}
