package org.testudo.benchmarks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What one member was delivered: how many, a digest of their order, and whether any was lost, repeated or altered. Not safe
 * for use by several threads.
 */
final class Deliveries {
    /** The least payload: sender and number at its start, the number again at its end. */
    static final int LEAST_PAYLOAD = Integer.BYTES + 2 * Long.BYTES;

    private final long[] last;
    private final int[] lengths;
    private long count;
    private long order;
    private String fault = "";

    /**
     * Expects the payloads of some senders, which each number theirs from 1.
     *
     * @param lengths bytes of each payload, by sender
     */
    Deliveries(int[] lengths) {
        this.lengths = lengths.clone();
        last = new long[lengths.length];
    }

    static byte[] payload(int sender, long number, int length) {
        ByteBuffer payload = ByteBuffer.allocate(length);
        payload.putInt(sender).putLong(number);
        return payload.putLong(length - Long.BYTES, number).array();
    }

    static int sender(byte[] payload) {
        return ByteBuffer.wrap(payload).getInt(0);
    }

    static long number(byte[] payload) {
        return ByteBuffer.wrap(payload).getLong(Integer.BYTES);
    }

    /** Takes the next delivery; remembers the first fault. */
    void add(byte[] payload) {
        count++;
        if (payload.length < LEAST_PAYLOAD) {
            blame("a payload has " + payload.length + " bytes, fewer than any that was sent");
            return;
        }
        int sender = sender(payload);
        long number = number(payload);
        order = mixed(mixed(order + sender) + number);
        if (sender < 0 || sender >= last.length) {
            blame("a payload names sender " + sender);
        } else if (payload.length != lengths[sender]) {
            blame("a payload has " + payload.length + " bytes instead of " + lengths[sender]);
        } else if (number != ByteBuffer.wrap(payload).getLong(payload.length - Long.BYTES)) {
            blame("payload " + number + " of sender " + sender + " was altered");
        } else if (number != last[sender] + 1) {
            blame("sender " + sender + ": payload " + number + " after " + last[sender]);
        } else {
            last[sender] = number;
        }
    }

    private void blame(String what) {
        if (fault.isEmpty()) fault = what;
    }

    long count() {
        return count;
    }

    /** How many of those that some senders sent: every {@code step}-th from {@code first} on. */
    long countOf(int first, int step) {
        long sum = 0;
        for (int sender = first; sender < last.length; sender += step) sum += last[sender];
        return sum;
    }

    /** Empty if there is none. */
    String fault() {
        return fault;
    }

    /** Of all that was delivered so far, in its order; nobody is there who would look for another order of the same digest. */
    String digest() {
        return HexFormat.of().toHexDigits(order);
    }

    /** The finalizer of SplitMix64: a bijection in which each bit of the input changes about half of those of the output. */
    private static long mixed(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Writes all but what was wrong here. */
    void write(DataOutputStream out) throws IOException {
        out.writeLong(count);
        out.writeLong(order);
        for (long each : last) out.writeLong(each);
    }

    /** Goes on from where another was when it wrote; what was wrong before stays so. */
    void read(DataInputStream in) throws IOException {
        count = in.readLong();
        order = in.readLong();
        for (int sender = 0; sender < last.length; sender++) last[sender] = in.readLong();
    }

    /** The number of a sender's payload that was delivered last. */
    long last(int sender) {
        return last[sender];
    }
}
