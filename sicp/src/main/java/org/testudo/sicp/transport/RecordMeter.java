package org.testudo.sicp.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Compares what comes on a connection with what TLS makes of it. Records that hold nothing (empty ones, updates of keys,
 * tickets, warnings) cost work and never reach a parser of ours, and the platform bounds none of them (SICP-6). A correct peer
 * needs 22 bytes for each record, a record for each frame, and one more for each 16 KiB of it; who sends much more is
 * flooding. For the thread that reads.
 */
final class RecordMeter {
    /** What a peer may send beside frames, since the connection was authenticated. */
    static final int ALLOWANCE = 64 << 10;

    /** Beside each frame. */
    private static final int FRAME = 64;

    /** Beside so many bytes of frames, one. */
    private static final int CONTENT = 64;

    private long beside = -1; // until the connection is authenticated its deadline is the limit
    private long allowed;

    /** A peer floods records without content; the connection is of no more use. */
    static final class Flood extends IOException {
        private static final long serialVersionUID = 1L;

        Flood() {
            super("a flood of records without content");
        }

        /** Whether this is what a failure of TLS comes down to. */
        static boolean caused(Throwable failure) {
            Throwable cause = failure;
            while (cause != null && !(cause instanceof Flood)) cause = cause.getCause();
            return cause != null;
        }
    }

    /** From here on it counts. */
    void begin() {
        beside = 0;
        allowed = ALLOWANCE;
    }

    /** A frame has come whole. */
    void frame() {
        allowed += FRAME;
    }

    /** What comes before TLS. */
    InputStream records(InputStream in) {
        return new Counted(in) {
            @Override
            void count(int bytes) throws IOException {
                if (beside >= 0) beside += bytes;
                if (beside > allowed) throw new Flood();
            }
        };
    }

    /** What comes out of it. */
    InputStream contents(InputStream in) {
        return new Counted(in) {
            @Override
            void count(int bytes) {
                beside -= bytes;
                allowed += bytes / CONTENT;
            }
        };
    }

    private abstract static class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        abstract void count(int bytes) throws IOException;

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) count(1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) count(read);
            return read;
        }
    }
}
