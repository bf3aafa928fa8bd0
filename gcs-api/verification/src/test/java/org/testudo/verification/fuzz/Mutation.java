package org.testudo.verification.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.testudo.simulator.SeededRandom;

/** Makes inputs out of others: the same ones from the same seed. */
final class Mutation {
    private static final int[] NUMBERS = {
        0, 1, 2, 16, 64, 255, 256, 65_535, 1 << 20, 1 << 29, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, -1
    };

    private final SeededRandom random;

    Mutation(long seed) {
        random = new SeededRandom(seed);
    }

    byte[] of(List<byte[]> pool) {
        byte[] bytes = random.pick(pool).clone();
        int times = 1 + random.below(4);
        for (int i = 0; i < times; i++) bytes = once(bytes, pool);
        return bytes;
    }

    private byte[] once(byte[] bytes, List<byte[]> pool) {
        if (bytes.length == 0) return new byte[] {(byte) random.below(256)};
        int place = random.below(bytes.length);
        switch (random.below(7)) {
            case 0 -> bytes[place] ^= (byte) (1 << random.below(8));
            case 1 -> bytes[place] = (byte) random.below(256);
            case 2 -> {
                if (bytes.length < 4) return new byte[0];
                ByteBuffer.wrap(bytes).putInt(random.below(bytes.length - 3), NUMBERS[random.below(NUMBERS.length)]);
            }
            case 3 -> {
                return Arrays.copyOf(bytes, place);
            }
            case 4 -> {
                return join(bytes, place, place, random.pick(pool));
            }
            case 5 -> {
                int end = place + random.below(bytes.length - place) + 1;
                return join(bytes, place, end, new byte[0]);
            }
            default -> {
                int end = place + random.below(Math.min(64, bytes.length - place)) + 1;
                return join(bytes, end, end, Arrays.copyOfRange(bytes, place, end));
            }
        }
        return bytes;
    }

    /** With this in place of what stands between. */
    private static byte[] join(byte[] bytes, int from, int to, byte[] other) {
        byte[] middle = Arrays.copyOf(other, Math.min(other.length, 1 << 15));
        return ByteBuffer.allocate(from + middle.length + bytes.length - to)
                .put(bytes, 0, from)
                .put(middle)
                .put(bytes, to, bytes.length - to)
                .array();
    }
}
