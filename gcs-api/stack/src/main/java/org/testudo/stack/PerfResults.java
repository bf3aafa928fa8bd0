package org.testudo.stack;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jgroups.tests.perf.PerfUtil;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** What {@code UPerf}, which comes with JGroups, has measured: numbers only, in the form in which it writes them. */
final class PerfResults {
    private static final int MOST_BYTES = 128;

    private PerfResults() {}

    static void write(PerfUtil.Results results, WireWriter out) {
        try {
            ByteArrayDataOutputStream bytes = new ByteArrayDataOutputStream(MOST_BYTES);
            results.writeTo(bytes);
            out.writeBytes(Arrays.copyOf(bytes.buffer(), bytes.position()));
        } catch (IOException e) {
            throw new IllegalArgumentException("send: the results cannot be written: " + e, e);
        }
    }

    static PerfUtil.Results read(WireReader in) throws MalformedException {
        try {
            DataInputStream bytes = new DataInputStream(new ByteArrayInputStream(in.readBytes(MOST_BYTES)));
            PerfUtil.Results results = new PerfUtil.Results();
            results.readFrom(bytes);
            if (bytes.available() > 0) throw new MalformedException("bytes after the results");
            return results;
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new MalformedException("results: " + e);
        }
    }
}
