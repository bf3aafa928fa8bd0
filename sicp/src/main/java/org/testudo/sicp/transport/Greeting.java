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
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * What two members tell each other first on a connection, when TLS has proved who they are: what their group is founded on,
 * which life of it they are in, and how the one who was dialled decided. Members of different foundations refuse each other
 * and can say where they differ (GM-2).
 *
 * @param verdict of the sender; the one who dials always accepts
 * @param reason for people, unless accepted
 * @param description the parts of the genesis by name
 */
record Greeting(Verdict verdict, String reason, GroupLife life, List<String> description) {
    /** How the dialled member decided. The order is part of the wire format. */
    enum Verdict {
        ACCEPTED,
        /** It has a connection to the other, or is about to. */
        BUSY,
        REFUSED
    }

    private static final String MAGIC = "testudo sicp 1";
    private static final int MOST_BYTES = 128 << 10;
    private static final int MOST_LINES = 16;
    private static final int MOST_TEXT = 4096;

    static Greeting of(Genesis genesis, GroupLife life) {
        return new Greeting(Verdict.ACCEPTED, "", life, genesis.describe());
    }

    Greeting saying(Verdict other, String why) {
        return new Greeting(other, why, life, description);
    }

    void write(OutputStream out) throws IOException {
        byte[] content = WireWriter.bytes(to -> {
            to.writeText(MAGIC).writeEnum(verdict).writeText(bounded(reason));
            life.genesis().write(to);
            life.life().write(to);
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
        GroupLife life = new GroupLife(Digest.read(in), Digest.read(in));
        return new Greeting(verdict, reason, life, in.readList(MOST_LINES, each -> each.readText(MOST_TEXT)));
    }

    /** Why these two may not talk; empty if they may. The text of the other is made fit for a log. */
    Optional<String> difference(Greeting theirs) {
        if (!life.genesis().equals(theirs.life.genesis())) {
            return Optional.of("its group is founded on something else; make the configurations and cards equal: "
                    + differingParts(theirs));
        }
        if (!life.life().equals(theirs.life.life())) {
            return Optional.of("it is in another life of the group; group.life must be the same at all members, and"
                    + " fresh for each run");
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
        return parts.isEmpty() ? "here " + life.genesis() + ", there " + theirs.life.genesis() : parts;
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
