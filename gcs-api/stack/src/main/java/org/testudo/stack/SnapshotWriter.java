package org.testudo.stack;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.testudo.kernel.state.Snapshot;

/** Collects a share of the state in chunks as it is written. Used by one thread. */
final class SnapshotWriter extends OutputStream {
    private final List<byte[]> chunks = new ArrayList<>();
    private byte[] chunk = new byte[Snapshot.CHUNK_BYTES];
    private int used;

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        for (int left = length; left > 0; ) {
            int some = Math.min(left, chunk.length - used);
            System.arraycopy(bytes, from, chunk, used, some);
            used += some;
            from += some;
            left -= some;
            if (used == chunk.length) turn();
        }
    }

    private void turn() {
        chunks.add(chunk);
        chunk = new byte[Snapshot.CHUNK_BYTES];
        used = 0;
    }

    /** What was written; nothing may be written any more. */
    Snapshot snapshot() {
        List<byte[]> all = new ArrayList<>(chunks);
        if (used > 0 || all.isEmpty()) all.add(Arrays.copyOf(chunk, used));
        return new Snapshot(all);
    }
}
