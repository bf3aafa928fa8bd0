package org.testudo.kernel.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link WireWriter} wrote, trusting nothing: every length is checked against its bound and against the bytes
 * that are left before anything is allocated. Each value has one encoding; another one is malformed.
 */
public final class WireReader {
    private final ByteBuffer in;

    /** What reads one value of a list. */
    @FunctionalInterface
    public interface Element<T> {
        T read(WireReader in) throws MalformedException;
    }

    public WireReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    /** Reads one whole value; bytes left over are malformed. */
    public static <T> T whole(byte[] bytes, Element<T> element) throws MalformedException {
        WireReader reader = new WireReader(bytes);
        T value = element.read(reader);
        reader.expectEnd();
        return value;
    }

    public int readByte() throws MalformedException {
        need(1);
        return in.get() & 0xff;
    }

    public boolean readBoolean() throws MalformedException {
        int value = readByte();
        if (value > 1) throw new MalformedException("boolean " + value);
        return value == 1;
    }

    public int readShort() throws MalformedException {
        need(2);
        return in.getShort() & 0xffff;
    }

    public int readInt() throws MalformedException {
        need(4);
        return in.getInt();
    }

    public long readLong() throws MalformedException {
        need(8);
        return in.getLong();
    }

    /** Reads a number that counts something: never negative. */
    public long readCount() throws MalformedException {
        long value = readLong();
        if (value < 0) throw new MalformedException("negative number " + value);
        return value;
    }

    public Instant readInstant() throws MalformedException {
        return Instant.ofEpochMilli(readLong());
    }

    public byte[] readFixed(int length) throws MalformedException {
        need(length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    public byte[] readBytes(int most) throws MalformedException {
        return readFixed(readLength(most));
    }

    public String readText(int mostBytes) throws MalformedException {
        byte[] bytes = readBytes(mostBytes);
        if (isAscii(bytes)) return new String(bytes, StandardCharsets.US_ASCII);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("text is not UTF-8");
        }
    }

    /** Whether each byte is a character, as in nearly all texts here: those need no decoder. */
    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) if (each < 0) return false;
        return true;
    }

    public <E extends Enum<E>> E readEnum(E[] values) throws MalformedException {
        int ordinal = readByte();
        if (ordinal >= values.length) throw new MalformedException("no value " + ordinal);
        return values[ordinal];
    }

    public <T> List<T> readList(int most, Element<? extends T> element) throws MalformedException {
        int length = readLength(most);
        List<T> values = new ArrayList<>(Math.min(length, 64));
        for (int i = 0; i < length; i++) values.add(element.read(this));
        return Collections.unmodifiableList(values);
    }

    public <T> Optional<T> readOptional(Element<? extends T> element) throws MalformedException {
        return readBoolean() ? Optional.of(element.read(this)) : Optional.empty();
    }

    public void expectEnd() throws MalformedException {
        if (in.hasRemaining()) throw new MalformedException(in.remaining() + " bytes left over");
    }

    /** Every element of a list takes at least one byte, so a length above what is left is a lie. */
    private int readLength(int most) throws MalformedException {
        int length = readInt();
        if (length < 0 || length > most) throw new MalformedException("length " + length + " above " + most);
        need(length);
        return length;
    }

    private void need(int bytes) throws MalformedException {
        if (bytes < 0 || in.remaining() < bytes) {
            throw new MalformedException("need " + bytes + " bytes, have " + in.remaining());
        }
    }
}
