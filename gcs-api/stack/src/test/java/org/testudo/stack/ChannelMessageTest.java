package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Message;
import org.jgroups.NioMessage;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.protocols.FragHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireWriter;

/** What a member may say is a message (SICP-4): read as written, and nothing else. */
class ChannelMessageTest {
    private static final String RPC = "200[org.jgroups.blocks.RequestCorrelator$Header]";
    private static final int MOST = 300;

    private final ChannelMessage codec = new ChannelMessage(HeaderRules.parse("LANES", RPC), MOST);

    private static List<Message> messages() {
        return List.of(
                new EmptyMessage(),
                new BytesMessage(null, new byte[] {1, 2, 3}),
                new BytesMessage(null, new byte[] {9, 1, 2, 9}, 1, 2),
                new NioMessage(null, ByteBuffer.wrap(new byte[] {4, 5})),
                new ObjectMessage(),
                new ObjectMessage(null, (Object) new byte[] {6}),
                new ObjectMessage(null, "text"),
                new ObjectMessage(null, true),
                new ObjectMessage(null, -7),
                new ObjectMessage(null, Long.MIN_VALUE),
                new ObjectMessage(null, Double.NaN),
                new ObjectMessage(null, "with all").setFlag(Message.Flag.OOB).putHeader((short) 200, rpc(77)));
    }

    private static RequestCorrelator.Header rpc(long id) {
        return new RequestCorrelator.Header((byte) 1, id, (short) 3);
    }

    @Test
    void everyKindIsReadAsItWasWritten() throws Exception {
        for (Message message : messages()) {
            Message read = codec.decode(codec.encode(message)).message();

            assertThat(content(read)).isEqualTo(content(message));
            assertThat(read.getFlags(false)).isEqualTo(message.getFlags(false));
            assertThat(read.getHeaders().keySet())
                    .isEqualTo(message.getHeaders().keySet());
        }
    }

    @Test
    void flagsCanBeSeenWithoutReading() {
        byte[] plain = codec.encode(new ObjectMessage(null, "x").setFlag(Message.Flag.NO_FC));
        byte[] outOfBand = codec.encode(new ObjectMessage(null, "x").setFlag(Message.Flag.OOB, Message.Flag.NO_FC));

        assertThat(ChannelMessage.outOfBand(plain)).isFalse();
        assertThat(ChannelMessage.outOfBand(outOfBand)).isTrue();
        for (int length = 0; length < 4; length++) {
            assertThat(ChannelMessage.outOfBand(new byte[length])).isFalse();
        }
    }

    /** Cut, lengthened or changed: malformed, or a message of a kind that is carried; never another exception. */
    @Test
    void hostileBytesAreMalformedOrAMessage() throws Exception {
        Random random = new Random(1);
        for (Message message : messages()) {
            byte[] whole = codec.encode(message);
            for (int length = 0; length < whole.length; length++) assertMalformed(Arrays.copyOf(whole, length));
            assertMalformed(Arrays.copyOf(whole, whole.length + 1));
            for (int i = 0; i < 3_000; i++) {
                byte[] noise = whole.clone();
                for (int j = 0; j < 3; j++) noise[random.nextInt(noise.length)] = (byte) random.nextInt();
                try {
                    assertThat(codec.decode(noise).message())
                            .isInstanceOfAny(EmptyMessage.class, BytesMessage.class, ObjectMessage.class);
                } catch (MalformedException e) {
                    assertThat(e.getMessage()).isNotBlank();
                }
            }
        }
    }

    @Test
    void lengthsThatLieAllocateNothing() {
        byte[] payload = codec.encode(new BytesMessage(null, new byte[4]));
        ByteBuffer.wrap(payload).putInt(payload.length - 8, Integer.MAX_VALUE);
        byte[] headers = codec.encode(new EmptyMessage());
        headers[4] = (byte) 255;

        assertMalformed(payload);
        assertMalformed(headers);
    }

    @Test
    void messageAboveTheBoundIsRefusedByBothSides() {
        byte[] larger = new ChannelMessage(HeaderRules.parse("LANES", RPC), 2 * MOST)
                .encode(new BytesMessage(null, new byte[MOST + 1]));

        assertThatThrownBy(() -> codec.encode(new BytesMessage(null, new byte[MOST])))
                .hasMessageContaining("of max_payload; split it");
        assertMalformed(larger);
    }

    /** What would hand the process to whoever wrote the bytes. */
    @Test
    void headersThatAreNotAllowedAreRefusedByBothSides() {
        ChannelMessage careless =
                new ChannelMessage(HeaderRules.parse("LANES", "55[org.jgroups.protocols.FragHeader]"), MOST);
        Message message = new EmptyMessage().putHeader((short) 55, new FragHeader(1, 0, 1));

        assertThatThrownBy(() -> codec.encode(message)).hasMessageContaining("is not allowed; add 55[");
        assertMalformed(careless.encode(message));
    }

    @Test
    void headerThatIsTruncatedOrLongerThanItsContentIsMalformed() throws Exception {
        byte[] good = content(out -> out.writeShort(200).writeBytes(written(0)));
        assertThat(codec.decode(good).message().getHeaders()).hasSize(1);

        for (int length = 0; length < written(0).length; length++) {
            byte[] part = Arrays.copyOf(written(0), length);
            assertMalformed(content(out -> out.writeShort(200).writeBytes(part)));
        }
        assertMalformed(content(out -> out.writeShort(200).writeBytes(written(1))));
        assertMalformed(content(out -> out.writeShort(200).writeBytes(new byte[1_025])));
    }

    /** Whoever asks for the object would have JGroups make one of a class that the peer names. */
    @Test
    void bytesThatAreSaidToBeAnObjectAreNeitherSentNorRead() {
        byte[] forged = WireWriter.bytes(out -> out.writeByte(1)
                .writeBoolean(true)
                .writeShort(Message.Flag.SERIALIZED.value() & 0xffff)
                .writeByte(0)
                .writeByte(1)
                .writeBytes(new byte[3]));

        assertMalformed(forged);
        assertThatThrownBy(() -> codec.encode(new BytesMessage(null, new byte[3]).setFlag(Message.Flag.SERIALIZED)))
                .hasMessageContaining("use ObjectMessage");
    }

    /** What a dispatcher makes of an answer to bytes: its own, of which no class is read. */
    @Test
    void plainObjectThatJGroupsHasPutIntoBytesIsCarriedAsWhatItIs() throws Exception {
        for (Object each : List.of("text", 42, true, 'x', 7L)) {
            Message read =
                    codec.decode(codec.encode(new BytesMessage(null, each))).message();
            assertThat(read.<Object>getObject()).isEqualTo(each);
        }
        assertThatThrownBy(() -> codec.encode(new BytesMessage(null, new java.util.Date())))
                .hasMessageContaining("use ObjectMessage");
        assertThatThrownBy(() -> codec.encode(new BytesMessage(null, new byte[] {11}).setFlag(Message.Flag.SERIALIZED)))
                .hasMessageContaining("use ObjectMessage");
    }

    @Test
    void headersOfOneProtocolTwiceAreMalformed() {
        byte[] twice = WireWriter.bytes(out -> {
            out.writeByte(1).writeBoolean(true).writeShort(0).writeByte(2);
            for (int i = 0; i < 2; i++) out.writeShort(200).writeBytes(written(0));
            out.writeByte(0);
        });

        assertMalformed(twice);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7[java.lang.String]",
                "7[no.Such]",
                "x[org.jgroups.protocols.FragHeader]",
                "99999[org.jgroups.protocols.FragHeader]",
                "7"
            })
    void ruleThatNamesNoHeaderIsRefusedWithTheRemedy(String rule) {
        assertThatThrownBy(() -> HeaderRules.parse("LANES", rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("LANES headers: '")
                .hasMessageMatching(".*(register|add|write).*");
    }

    private static byte[] written(int more) {
        try {
            org.jgroups.util.ByteArrayDataOutputStream out = new org.jgroups.util.ByteArrayDataOutputStream(64);
            rpc(5).writeTo(out);
            return Arrays.copyOf(out.buffer(), out.position() + more);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] content(java.util.function.Consumer<WireWriter> header) {
        return WireWriter.bytes(out -> {
            out.writeByte(1).writeBoolean(true).writeShort(0).writeByte(1);
            header.accept(out);
            out.writeByte(0);
        });
    }

    private void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    private static Object content(Message message) {
        if (message instanceof EmptyMessage) return "empty";
        if (message instanceof NioMessage it)
            return StandardCharsets.ISO_8859_1.decode(it.getBuf().duplicate()).toString();
        if (message instanceof BytesMessage it)
            return new String(it.getArray(), it.getOffset(), it.getLength(), StandardCharsets.ISO_8859_1);
        Object value = message.getObject();
        return value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value);
    }
}
