package org.testudo.sicp.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What two members tell each other first on a connection, when TLS has proved who they are: what their group is founded on,
 * which start of the member it is, and how the one who was dialled decided. Members of different foundations refuse each
 * other and can say where they differ (GM-2). Which life of the group each is in they find out by the order (GM-21).
 *
 * @param verdict of the sender; the one who dials always accepts
 * @param reason for people, unless accepted
 * @param genesis digest of the foundation
 * @param incarnation of the sender: of two processes with one credential the later start wins (GM-23)
 * @param description the parts of the genesis by name
 */
record Greeting(Verdict verdict, String reason, Digest genesis, long incarnation, List<String> description) {
    /** How the dialled member decided. The order is part of the wire format. */
    enum Verdict {
        ACCEPTED,
        /** It has a connection to the other, or is about to. */
        BUSY,
        REFUSED,
        /** A later start of the other has been here (GM-23). */
        SUPERSEDED
    }

    private static final String MAGIC = "testudo sicp 3";
    private static final int MOST_BYTES = 128 << 10;
    private static final int MOST_LINES = 16;
    private static final int MOST_TEXT = 4096;

    static Greeting of(Genesis genesis, long incarnation) {
        return new Greeting(Verdict.ACCEPTED, "", genesis.digest(), incarnation, genesis.describe());
    }

    Greeting saying(Verdict other, String why) {
        return new Greeting(other, why, genesis, incarnation, description);
    }

    void write(OutputStream out) throws IOException {
        byte[] content = WireWriter.bytes(to -> {
            to.writeText(MAGIC).writeEnum(verdict).writeText(bounded(reason));
            genesis.write(to);
            to.writeLong(incarnation);
            List<String> lines = description.stream().limit(MOST_LINES).toList();
            to.writeList(lines, (line, each) -> each.writeText(bounded(line)));
        });
        out.write(ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(content.length)
                .put(content)
                .array());
        out.flush();
    }

    static Greeting read(DataInputStream in) throws IOException, Refusal {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) throw new Refusal("it greets with " + length + " bytes");
        byte[] content = in.readNBytes(length);
        if (content.length < length) throw new EOFException("the connection ended within the greeting");
        try {
            return WireReader.whole(content, Greeting::read);
        } catch (MalformedException e) {
            throw new Refusal("it does not speak this version of the protocol (" + e.getMessage() + ")", e);
        }
    }

    private static Greeting read(WireReader in) throws MalformedException {
        if (!in.readText(MAGIC.length()).equals(MAGIC)) throw new MalformedException("other greeting");
        Verdict verdict = in.readEnum(Verdict.values());
        String reason = in.readText(MOST_TEXT);
        Digest genesis = Digest.read(in);
        long incarnation = in.readCount();
        return new Greeting(
                verdict, reason, genesis, incarnation, in.readList(MOST_LINES, each -> each.readText(MOST_TEXT)));
    }

    /** Why these two may not talk; empty if they may. The text of the other is made fit for a log. */
    Optional<String> difference(Greeting theirs) {
        if (!genesis.equals(theirs.genesis)) {
            return Optional.of("its group is founded on something else; make the configurations and cards equal: "
                    + differingParts(theirs));
        }
        return Optional.empty();
    }

    private String differingParts(Greeting theirs) {
        String parts = description.stream()
                .limit(MOST_LINES)
                .map(Greeting::bounded)
                .filter(line -> !theirs.description.contains(line))
                .map(line -> "here " + clean(line) + ", there " + theirs.partLike(line))
                .collect(Collectors.joining("; "));
        return parts.isEmpty() ? "here " + genesis + ", there " + theirs.genesis : parts;
    }

    private String partLike(String line) {
        String name = line.substring(0, line.indexOf('=') + 1);
        return description.stream()
                .filter(each -> each.startsWith(name))
                .findFirst()
                .map(Greeting::clean)
                .orElse("nothing");
    }

    /** A peer's text as one harmless line. */
    static String clean(String text) {
        String line = text.replaceAll("[^\\x20-\\x7e]", "?");
        return line.length() <= 512 ? line : line.substring(0, 512) + "...";
    }

    private static String bounded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MOST_TEXT
                ? text
                : new String(Arrays.copyOf(bytes, MOST_TEXT - 8), StandardCharsets.US_ASCII).replace('\ufffd', '?');
    }
}
