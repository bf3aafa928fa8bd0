package org.testudo.verification.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.testudo.kernel.wire.MalformedException;

/**
 * One decoder of bytes that come from others, and what must hold of it for whatever bytes: it refuses them with
 * {@link MalformedException}, or they are the one encoding of what it read; and it takes no more memory than their length
 * allows.
 *
 * @param name also that of its folder of inputs
 * @param reading decodes and encodes again
 * @param canonical whether the encoding must be the bytes themselves
 * @param samples whole encodings from which the fuzzer begins
 */
record Decoder(String name, Reading reading, boolean canonical, List<byte[]> samples) {
    /** Bytes of memory for each byte of input, and besides. */
    private static final long FOR_EACH = 512;

    private static final long BESIDES = 4 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @FunctionalInterface
    interface Reading {
        byte[] again(byte[] bytes) throws MalformedException;
    }

    /** Whether the input was read; an error if the decoder does what it must not. */
    boolean check(byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read = reads(input);
        if (takenSince(before) <= most(input)) return read;
        before = THREADS.getCurrentThreadAllocatedBytes(); // the first time it may have loaded classes
        reads(input);
        long taken = takenSince(before);
        if (taken > most(input)) throw fault("took " + taken + " bytes", input, null);
        return read;
    }

    private static long takenSince(long before) {
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static long most(byte[] input) {
        return BESIDES + FOR_EACH * input.length;
    }

    private boolean reads(byte[] input) {
        try {
            byte[] again = reading.again(input);
            if (canonical && !Arrays.equals(again, input)) throw fault("has another encoding", input, null);
            if (!Arrays.equals(reading.again(again), again)) throw fault("does not read what it wrote", input, null);
            return true;
        } catch (MalformedException e) {
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw fault("threw " + e, input, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private AssertionError fault(String what, byte[] input, Throwable cause) {
        String hex = HexFormat.of().formatHex(Arrays.copyOf(input, Math.min(input.length, 2_000)));
        return new AssertionError(
                "decoder '" + name + "' " + what + " at an input of " + input.length + " bytes: " + hex, cause);
    }
}
