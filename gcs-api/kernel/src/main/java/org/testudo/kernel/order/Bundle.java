package org.testudo.kernel.order;

import java.util.List;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The body of a member's request of class {@link RequestClass#APPLICATION}: payloads that waited at that member together, in
 * the order in which they were submitted. One signature, one number and one digest serve them all.
 */
public final class Bundle {
    /** Bytes of payloads above which no further one is added. */
    public static final int FULL = 256 << 10;

    /** The largest body that holds more than one payload. */
    public static final int MOST_BYTES = 2 * FULL;

    /** The most payloads: each costs every member a call of its application, however short it is. */
    public static final int MOST = 1_024;

    /** Bytes that a bundle takes beside the {@link #size} of each payload. */
    public static final int HEAD = 4;

    /** Bytes that a bundle of one payload takes beyond it. */
    public static final int OVERHEAD = HEAD + 4;

    private Bundle() {}

    /** Writes payloads as the body of a request; they are at least one and at most {@link #MOST}. */
    public static byte[] encode(List<byte[]> payloads) {
        int size = HEAD + payloads.stream().mapToInt(Bundle::size).sum();
        return WireWriter.bytes(size, out -> out.writeList(payloads, (each, to) -> to.writeBytes(each)));
    }

    /**
     * Reads what a member says is a bundle; the answer depends on the bytes alone (G-2).
     *
     * @throws MalformedException if it is none, or an empty one, or of more than {@link #MOST}
     */
    public static List<byte[]> decode(byte[] body) throws MalformedException {
        List<byte[]> payloads =
                WireReader.whole(body, in -> in.readList(MOST, each -> each.readBytes(Request.MAX_BODY)));
        if (payloads.isEmpty()) throw new MalformedException("a bundle of nothing");
        return payloads;
    }

    /** Bytes that a payload takes in a bundle. */
    public static int size(byte[] payload) {
        return 4 + payload.length;
    }
}
