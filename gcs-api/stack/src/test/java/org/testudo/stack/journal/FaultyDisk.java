package org.testudo.stack.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** Files on a disk that is full after so many bytes, or that cannot be forced, or that takes its time to force. */
final class FaultyDisk extends SegmentFiles {
    private long room = Long.MAX_VALUE;
    private volatile boolean forces = true;
    private final Semaphore slow = new Semaphore(Integer.MAX_VALUE / 2);

    FaultyDisk(Path folder) {
        super(folder);
    }

    FaultyDisk full(long after) {
        room = after;
        return this;
    }

    /** Nothing can be forced from here on. */
    void unforced() {
        forces = false;
    }

    /** Forces wait from here on. */
    void stall() {
        slow.drainPermits();
    }

    void goOn() {
        slow.release(Integer.MAX_VALUE / 2);
    }

    @Override
    FileChannel create(Path file) throws IOException {
        return new Channel(super.create(file));
    }

    private final class Channel extends FileChannel {
        private final FileChannel real;

        Channel(FileChannel real) {
            this.real = real;
        }

        /** As a file system does: what has room is written, the rest is refused. */
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            if (room == 0) throw new IOException("No space left on device");
            int some = (int) Math.min(room, bytes.remaining());
            ByteBuffer part = bytes.slice().limit(some);
            while (part.hasRemaining()) real.write(part);
            bytes.position(bytes.position() + some);
            room -= some;
            return some;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            slow.acquireUninterruptibly();
            slow.release();
            if (!forces) throw new IOException("Input/output error");
            real.force(metaData);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long at) throws IOException {
            real.position(at);
            return this;
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            real.truncate(size);
            return this;
        }

        @Override
        public int read(ByteBuffer into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(ReadableByteChannel from, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer into, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int write(ByteBuffer bytes, long position) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
