package org.testudo.stack;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Predicate;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.testudo.kernel.wire.MalformedException;

/**
 * What members say to JGroups' {@code COUNTER}, looked through before that reads it: it would take memory for as many names as are
 * announced, and make an object of any class that a peer names as a function. Only what it needs for numbers is admitted. Of bytes
 * that {@link #check} has let through it tells which counters they are about.
 */
final class CounterBytes {
    private static final int REQUEST = 1;
    private static final int ANSWER = 2;
    private static final int GET_OR_CREATE = 0;
    private static final int UPDATE = 5;
    private static final int RECONCILE = 6;
    private static final int FAILED = 1;
    private static final int RECONCILED = 2;
    private static final int MOST_NAME = 256;
    /** In one message. */
    static final int MOST_COUNTERS = 4_096;
    /** Of one counter in a message about many: its name, value and version. */
    static final int MOST_BYTES = 1 + Short.BYTES + MOST_NAME + 2 * (1 + Long.BYTES);

    private static final int UUID_BYTES = 16;

    private final ByteBuffer in;

    private CounterBytes(ByteBuffer in) {
        this.in = in;
    }

    /** Whether these are an answer, for which somebody may wait. */
    static boolean isAnswer(byte[] bytes, int offset, int length) {
        return length > 0 && bytes[offset] == ANSWER;
    }

    /** @throws MalformedException if they are nothing that COUNTER may read */
    static void check(byte[] bytes, int offset, int length) throws MalformedException {
        CounterBytes reader = new CounterBytes(ByteBuffer.wrap(bytes, offset, length));
        int kind = reader.next();
        if (kind == REQUEST) reader.request();
        else if (kind == ANSWER) reader.answer();
        else throw new MalformedException("neither request nor answer of COUNTER: " + kind);
        if (reader.in.hasRemaining()) throw new MalformedException("bytes after what COUNTER reads");
    }

    /** Whether this member asks others for all that they hold. */
    static boolean asksForAll(Message message) {
        return is(message, REQUEST, RECONCILE);
    }

    /** Whether it says what its sender holds, to who has asked for that. */
    static boolean tellsAll(Message message) {
        return is(message, ANSWER, RECONCILED);
    }

    /** Whether somebody waits for the counter that it asks for. */
    static boolean asksForOne(Message message) {
        return is(message, REQUEST, GET_OR_CREATE);
    }

    private static boolean is(Message message, int what, int kind) {
        if (!message.hasArray() || message.getLength() < 2) return false;
        int offset = message.getOffset();
        return message.getArray()[offset] == what && message.getArray()[offset + 1] == kind;
    }

    /** The one counter that may be there after this request and not before; empty if there is none. */
    static Optional<String> made(Message message) {
        boolean update = is(message, REQUEST, UPDATE);
        if (!update && !asksForOne(message)) return Optional.empty();
        return Optional.of(read(message, reader -> {
            if (!update) reader.owner();
            return reader.name();
        }));
    }

    /** The answer to who asks for a counter, and gets none. */
    static byte[] failure(Message request, String why) {
        return read(request, reader -> {
            int begin = reader.in.position();
            reader.owner();
            ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(MOST_NAME);
            out.writeByte(ANSWER);
            out.writeByte(FAILED);
            out.write(reader.since(begin));
            out.writeByte(1);
            out.writeUTF(why);
            return Arrays.copyOf(out.buffer(), out.position());
        });
    }

    /** What {@link #tellsAll}, of these counters alone. */
    static byte[] only(Message message, Predicate<String> kept) {
        return read(message, reader -> {
            int count = reader.in.getInt();
            BitSet rows = new BitSet(count);
            ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(message.getLength());
            for (int i = 0; i < count; i++) {
                int begin = reader.in.position();
                if (!kept.test(reader.name())) continue;
                rows.set(i);
                out.write(reader.since(begin));
            }
            for (int i = 0; i < 2 * count; i++) {
                int begin = reader.in.position();
                reader.numbers(1);
                if (rows.get(i % count)) out.write(reader.since(begin));
            }
            return ByteBuffer.allocate(2 + Integer.BYTES + out.position())
                    .put((byte) ANSWER)
                    .put((byte) RECONCILED)
                    .putInt(rows.cardinality())
                    .put(out.buffer(), 0, out.position())
                    .array();
        });
    }

    /** What stands after the two bytes that say what it is. */
    private interface Reading<T> {
        T of(CounterBytes reader) throws MalformedException, IOException;
    }

    private static <T> T read(Message message, Reading<T> reading) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(message.getArray(), message.getOffset(), message.getLength());
            CounterBytes reader = new CounterBytes(bytes.slice());
            reader.skip(2);
            return reading.of(reader);
        } catch (MalformedException | IOException e) {
            throw new IllegalStateException("it was let through", e);
        }
    }

    private void request() throws MalformedException {
        int kind = next();
        switch (kind) {
            case GET_OR_CREATE, 2, 4 -> owned(1); // these two: set, add
            case 1 -> owned(0); // delete
            case 3 -> owned(2); // compare and set
            case UPDATE -> { // of a backup
                name();
                numbers(2);
            }
            case RECONCILE -> counters();
            case 7 -> {} // send again what was asked
            default -> throw new MalformedException("request " + kind + " of COUNTER");
        }
    }

    private void answer() throws MalformedException {
        int kind = next();
        switch (kind) {
            case 0 -> { // value
                owner();
                numbers(2);
            }
            case FAILED -> owned(0); // with what went wrong
            case RECONCILED -> counters();
            default -> throw new MalformedException("answer " + kind + " of COUNTER");
        }
    }

    private void owned(int numbers) throws MalformedException {
        owner();
        name();
        numbers(numbers);
    }

    private void owner() throws MalformedException {
        if (next() != Address.UUID_ADDR) throw new MalformedException("an owner that is no member");
        skip(UUID_BYTES);
        numbers(1);
    }

    private String name() throws MalformedException {
        if (next() != 1) throw new MalformedException("no name");
        if (in.remaining() < Short.BYTES) throw new MalformedException("no length");
        int begin = in.position();
        int length = in.getShort() & 0xffff;
        if (length > MOST_NAME) throw new MalformedException("a name of " + length + " bytes");
        skip(length);
        try {
            return new DataInputStream(new ByteArrayInputStream(since(begin))).readUTF();
        } catch (IOException e) {
            throw new MalformedException("a name that is no text");
        }
    }

    private byte[] since(int begin) {
        return Arrays.copyOfRange(in.array(), in.arrayOffset() + begin, in.arrayOffset() + in.position());
    }

    private void numbers(int count) throws MalformedException {
        for (int i = 0; i < count; i++) {
            int length = next();
            if (length > Long.BYTES) throw new MalformedException("a number of " + length + " bytes");
            skip(length);
        }
    }

    private void counters() throws MalformedException {
        if (in.remaining() < Integer.BYTES) throw new MalformedException("no count");
        int count = in.getInt();
        if (count < 0 || count > MOST_COUNTERS) throw new MalformedException(count + " counters");
        for (int i = 0; i < count; i++) name();
        numbers(2 * count);
    }

    private int next() throws MalformedException {
        if (!in.hasRemaining()) throw new MalformedException("nothing more");
        return in.get() & 0xff;
    }

    private void skip(int length) throws MalformedException {
        if (in.remaining() < length) throw new MalformedException("nothing more");
        in.position(in.position() + length);
    }
}
