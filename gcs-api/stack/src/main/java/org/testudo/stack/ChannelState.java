package org.testudo.stack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jgroups.Event;
import org.testudo.api.Snapshots;

/**
 * The state of an application on a {@code JChannel}: written and taken by the events with which JGroups streams a state. Used by
 * the application's thread.
 */
final class ChannelState implements Snapshots {
    static final String REMEDY =
            "implement Receiver.getState and setState, or take STATE out of the stack at all members:"
                    + " then, as with checkpoint_interval=\"0\" of ABCAST, there are no checkpoints";

    private final Consumer<Event> application;
    private final long most;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();

    /**
     * @param application where the events go
     * @param most bytes of a state
     */
    ChannelState(Consumer<Event> application, long most) {
        this.application = application;
        this.most = most;
    }

    /** An empty state would be the same as that of an application that nobody asked, and is refused. */
    @Override
    public void writeSnapshot(OutputStream out) throws IOException {
        Written bytes = new Written(out, most);
        pass(Event.STATE_TRANSFER_OUTPUTSTREAM, bytes, "write");
        bytes.end();
        written.set(bytes.count);
    }

    @Override
    public void readSnapshot(InputStream in) throws IOException {
        Read bytes = new Read(in);
        pass(Event.STATE_TRANSFER_INPUTSTREAM, bytes, "take");
        if (!bytes.any) throw new IOException("the application has not read its state; " + REMEDY);
        taken.incrementAndGet();
    }

    /** JGroups wraps what the application throws; an {@code Error} is a crash of this member all the same (HOST-5). */
    private void pass(int event, Object stream, String what) throws IOException {
        try {
            application.accept(new Event(event, stream));
        } catch (RuntimeException e) {
            Throwable root = e;
            while (root.getCause() != null) root = root.getCause();
            if (root instanceof Error error) throw error;
            boolean absent = root instanceof UnsupportedOperationException;
            throw new IOException("the application does not " + what + " its state: " + (absent ? REMEDY : root), e);
        }
    }

    /** Bytes of the state as it was written last. */
    long written() {
        return written.get();
    }

    /** How many states were taken. */
    long taken() {
        return taken.get();
    }

    /** Takes so many bytes, from within the call alone. */
    private static final class Written extends OutputStream {
        private final OutputStream out;
        private final long most;
        private long count;
        private boolean ended;

        Written(OutputStream out, long most) {
            this.out = out;
            this.most = most;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            if (ended) throw new IOException("the state is written already: write all of it within getState");
            count += length;
            if (count <= most) out.write(bytes, offset, length);
            else throw tooLong();
        }

        private IOException tooLong() {
            return new IOException("the state is longer than " + most + " bytes; make it smaller, or raise max_bytes of"
                    + " STATE at all members");
        }

        /** The application may have swallowed what it was told. */
        void end() throws IOException {
            ended = true;
            if (count > most) throw tooLong();
            if (count == 0) throw new IOException("the application has written no byte of its state; " + REMEDY);
        }
    }

    /** Remembers whether it was read at all; is not closed. */
    private static final class Read extends FilterInputStream {
        private boolean any;

        Read(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            any = true;
            return super.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            any = true;
            return super.read(into, offset, length);
        }

        @Override
        public void close() {}
    }
}
