package org.testudo.stack;

import java.nio.ByteBuffer;
import org.jgroups.Address;
import org.testudo.kernel.wire.MalformedException;

/**
 * What members say to JGroups' {@code COUNTER}, looked through before that reads it: it would take memory for as many names as are
 * announced, and make an object of any class that a peer names as a function. Only what it needs for numbers is admitted.
 */
final class CounterBytes {
    private static final int REQUEST = 1;
    private static final int ANSWER = 2;
    private static final int MOST_NAME = 256;
    private static final int MOST_COUNTERS = 4_096;
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

    private void request() throws MalformedException {
        int kind = next();
        switch (kind) {
            case 0, 2, 4 -> owned(1); // get or create, set, add
            case 1 -> owned(0); // delete
            case 3 -> owned(2); // compare and set
            case 5 -> { // update of a backup
                name();
                numbers(2);
            }
            case 6 -> counters();
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
            case 1 -> owned(0); // what went wrong
            case 2 -> counters();
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

    private void name() throws MalformedException {
        if (next() != 1) throw new MalformedException("no name");
        if (in.remaining() < Short.BYTES) throw new MalformedException("no length");
        int length = in.getShort() & 0xffff;
        if (length > MOST_NAME) throw new MalformedException("a name of " + length + " bytes");
        skip(length);
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
