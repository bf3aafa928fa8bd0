package org.testudo.kernel.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes values big-endian, with lengths in front. Never fails; bounds are the reader's to check. */
public final class WireWriter {
    private static final int ROOM = 256;

    private byte[] buffer;
    private int size;

    public WireWriter() {
        this(ROOM);
    }

    private WireWriter(int room) {
        buffer = new byte[room];
    }

    /** What one value of a list writes. */
    @FunctionalInterface
    public interface Element<T> {
        void write(T value, WireWriter out);
    }

    public WireWriter writeByte(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public WireWriter writeBoolean(boolean value) {
        return writeByte(value ? 1 : 0);
    }

    public WireWriter writeShort(int value) {
        return writeBigEndian(value, 2);
    }

    public WireWriter writeInt(int value) {
        return writeBigEndian(value, 4);
    }

    public WireWriter writeLong(long value) {
        return writeBigEndian(value, 8);
    }

    /** Writes agreed or wall-clock time in milliseconds since 1970. */
    public WireWriter writeInstant(Instant value) {
        return writeLong(value.toEpochMilli());
    }

    /** Writes the bytes alone; their number must be known to the reader. */
    public WireWriter writeFixed(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, buffer, size, value.length);
        size += value.length;
        return this;
    }

    public WireWriter writeBytes(byte[] value) {
        return writeInt(value.length).writeFixed(value);
    }

    public WireWriter writeText(String value) {
        return writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    public WireWriter writeEnum(Enum<?> value) {
        return writeByte(value.ordinal());
    }

    public <T> WireWriter writeList(List<T> values, Element<? super T> element) {
        writeInt(values.size());
        for (T value : values) element.write(value, this);
        return this;
    }

    public <T> WireWriter writeOptional(Optional<T> value, Element<? super T> element) {
        writeBoolean(value.isPresent());
        value.ifPresent(present -> element.write(present, this));
        return this;
    }

    /** What was written so far; nothing may be written after it. */
    public byte[] toByteArray() {
        return size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
    }

    /** Feeds what was written so far, without copying it. */
    public void feed(MessageDigest digest) {
        digest.update(buffer, 0, size);
    }

    /** What a piece of code writes, as bytes. */
    public static byte[] bytes(Consumer<WireWriter> code) {
        return bytes(ROOM, code);
    }

    /** The same; nothing is copied twice if it writes {@code expected} bytes at most, and nothing at all if just as many. */
    public static byte[] bytes(int expected, Consumer<WireWriter> code) {
        WireWriter out = new WireWriter(expected);
        code.accept(out);
        return out.toByteArray();
    }

    private WireWriter writeBigEndian(long value, int bytes) {
        reserve(bytes);
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) buffer[size++] = (byte) (value >>> shift);
        return this;
    }

    private void reserve(int more) {
        if (size + more > buffer.length) buffer = Arrays.copyOf(buffer, Math.max(size + more, 2 * buffer.length));
    }
}
