package org.testudo.simulator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A fast hash of bytes that is the same in every JVM. */
final class Bytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Bytes() {}

    static long hash(long start, byte[] bytes) {
        long hash = start ^ bytes.length * 0x9e3779b97f4a7c15L;
        int at = 0;
        for (; at + 8 <= bytes.length; at += 8) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9fb21c651e98df25L;
            hash ^= hash >>> 35;
        }
        for (; at < bytes.length; at++) {
            hash = (hash ^ (bytes[at] & 0xff)) * 0x9fb21c651e98df25L;
            hash ^= hash >>> 35;
        }
        return SeededRandom.mix(hash);
    }

    static void put(byte[] target, int at, long value) {
        LONGS.set(target, at, value);
    }

    static long get(byte[] source, int at) {
        return (long) LONGS.get(source, at);
    }
}
