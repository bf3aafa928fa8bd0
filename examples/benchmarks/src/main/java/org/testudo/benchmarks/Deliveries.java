package org.testudo.benchmarks;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What one member was delivered: how many, a digest of their order, and whether any was lost, repeated or altered. Not safe
 * for use by several threads.
 */
final class Deliveries {
    /** The least payload: sender and number at its start, the number again at its end. */
    static final int LEAST_PAYLOAD = Integer.BYTES + 2 * Long.BYTES;

    private final MessageDigest order = sha256();
    private final long[] last;
    private final int[] lengths;
    private long count;
    private String fault = "";

    /**
     * Expects the payloads of some senders, which each number theirs from 1.
     *
     * @param length bytes of each payload
     */
    Deliveries(int senders, int length) {
        this(filled(senders, length));
    }

    /** The same for senders whose payloads differ in length: bytes, by sender. */
    Deliveries(int[] lengths) {
        this.lengths = lengths.clone();
        last = new long[lengths.length];
    }

    private static int[] filled(int senders, int length) {
        int[] lengths = new int[senders];
        Arrays.fill(lengths, length);
        return lengths;
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
        order.update(payload, 0, Integer.BYTES + Long.BYTES);
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

    /** Of all that was delivered so far, in its order. */
    String digest() {
        try {
            return HexFormat.of().formatHex(Arrays.copyOf(((MessageDigest) order.clone()).digest(), 16));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the JDK can be cloned", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
