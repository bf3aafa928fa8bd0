package org.testudo.stack;

import java.io.InputStream;
import org.testudo.kernel.state.Snapshot;

/** Reads a share of the state. Used by one thread. */
final class SnapshotReader extends InputStream {
    private final Snapshot snapshot;
    private int chunk;
    private int at;

    SnapshotReader(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    @Override
    public int read() {
        return advance() ? snapshot.chunk(chunk)[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) return 0;
        if (!advance()) return -1;
        byte[] from = snapshot.chunk(chunk);
        int some = Math.min(length, from.length - at);
        System.arraycopy(from, at, into, offset, some);
        at += some;
        return some;
    }

    /** Whether there is another byte. */
    private boolean advance() {
        while (chunk < snapshot.chunks() && at == snapshot.chunk(chunk).length) {
            chunk++;
            at = 0;
        }
        return chunk < snapshot.chunks();
    }
}
