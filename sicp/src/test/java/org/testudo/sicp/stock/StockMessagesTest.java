package org.testudo.sicp.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Header;
import org.jgroups.LongMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.FailureDetection;
import org.jgroups.protocols.FragHeader;
import org.jgroups.protocols.SEQUENCER;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.NakAckHeader2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.Digest;
import org.jgroups.util.SeqnoList;
import org.jgroups.util.UUID;
import org.jgroups.util.Util;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.stack.HeaderRules;

/** What a peer may say to stock protocols (SICP-4): read as written, and nothing else. */
class StockMessagesTest {
    private static final short SEQUENCER_ID = ClassConfigurator.getProtocolId(SEQUENCER.class);
    private static final short NAKACK_ID = ClassConfigurator.getProtocolId(NAKACK2.class);
    private static final short HEARTBEAT_ID = ClassConfigurator.getProtocolId(FD_ALL3.class);
    private static final short FRAG_ID = ClassConfigurator.getProtocolId(FRAG2.class);

    private final HeaderRules rules = StockTraffic.headers(
            List.<Protocol>of(
                    new TCPPING(),
                    new FD_ALL3(),
                    new NAKACK2(),
                    new UNICAST3(),
                    new STABLE(),
                    new GMS(),
                    new SEQUENCER(),
                    new FRAG2()),
            "");
    private final StockMessages codec = new StockMessages(rules, new Nested(rules, SEQUENCER_ID));

    private static List<Message> messages() {
        SeqnoList missing = new SeqnoList(100, 7);
        missing.add(9L, 77L);
        Digest digest = new Digest(new UUID(3, 4), 5, 6);
        return List.of(
                new EmptyMessage(),
                new BytesMessage(null),
                new BytesMessage(null, new byte[0]),
                new BytesMessage(null, new byte[] {1, 2, 3}),
                new ObjectMessage(null, "text"),
                new ObjectMessage(null, missing).setFlag(Message.Flag.OOB),
                new ObjectMessage(null, digest),
                new LongMessage(null, 42),
                new EmptyMessage().putHeader(HEARTBEAT_ID, new FailureDetection.HeartbeatHeader()),
                new BytesMessage(null, new byte[9]).putHeader(NAKACK_ID, NakAckHeader2.createMessageHeader(8)));
    }

    @Test
    void everyKindIsReadAsItWasWritten() throws Exception {
        for (Message message : messages()) {
            Message read = codec.decode(codec.encode(message, StockMessages.To.START, 5))
                    .message();

            assertThat(codec.encode(read, StockMessages.To.START, 5))
                    .isEqualTo(codec.encode(message, StockMessages.To.START, 5));
            assertThat(read.getFlags(false)).isEqualTo(message.getFlags(false));
            assertThat(read.getSrc()).isNull();
        }
    }

    @Test
    void everyCutAndManyChangesAreReadOrRefusedButNeverThrowAnythingElse() {
        Random random = new Random(1);
        for (Message message : messages()) {
            byte[] encoded = codec.encode(message, StockMessages.To.ALL, 0);
            for (int length = 0; length < encoded.length; length++) {
                byte[] cut = Arrays.copyOf(encoded, length);
                assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(MalformedException.class);
            }
            for (int i = 0; i < 500; i++) {
                byte[] changed = encoded.clone();
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
                assertThatCode(() -> tryToDecode(changed)).doesNotThrowAnyException();
            }
        }
    }

    private void tryToDecode(byte[] bytes) {
        try {
            codec.decode(bytes);
        } catch (MalformedException e) {
            // refused
        }
    }

    /** Twelve bytes that JGroups would take 256 MiB for. */
    @Test
    void numbersThatAnnounceMoreThanThereIsAreRefused() {
        byte[] list = WireWriter.bytes(out -> out.writeInt(Integer.MAX_VALUE).writeLong(1));
        byte[] message = WireWriter.bytes(out -> out.writeByte(1)
                .writeByte(0)
                .writeShort(0)
                .writeByte(0)
                .writeByte(2)
                .writeBytes(list));

        assertThatThrownBy(() -> codec.decode(message))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("than they say");
    }

    /** Whoever asks for the object would have JGroups make one of a class that the peer names. */
    @Test
    void bytesThatAreSaidToBeAnObjectAreNeitherSentNorRead() {
        Message object = new BytesMessage(null, new byte[] {1}).setFlag(Message.Flag.SERIALIZED);
        byte[] forged = codec.encode(new BytesMessage(null, new byte[] {1}), StockMessages.To.ALL, 0);
        forged[2] |= (byte) (Message.Flag.SERIALIZED.value() >>> 8);
        forged[3] |= (byte) Message.Flag.SERIALIZED.value();

        assertThatThrownBy(() -> codec.encode(object, StockMessages.To.ALL, 0))
                .hasMessageContaining("use ObjectMessage");
        assertThatThrownBy(() -> codec.decode(forged))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("flags");
    }

    /** Put together below SEQUENCER it would be read there without having been looked into. */
    @Test
    void fragmentOfAWrappedMessageIsRefused() throws Exception {
        SEQUENCER.SequencerHeader wrapped = new SEQUENCER.SequencerHeader((byte) 4, 7);
        Message message =
                new BytesMessage(null).putHeader(SEQUENCER_ID, wrapped).putHeader(FRAG_ID, new FragHeader(1, 0, 2));

        assertThatThrownBy(() -> codec.decode(codec.encode(message, StockMessages.To.ALL, 0)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("a fragment of a wrapped message");
        assertThatThrownBy(() -> StockTraffic.headers(List.<Protocol>of(new FRAG2(), new SEQUENCER()), ""))
                .hasMessageContaining("put FRAG2 above SEQUENCER");
    }

    @Test
    void fragmentsOfObjectsOfOtherTypesAndWithoutEndAreRefused() {
        List<FragHeader> bad = List.of(
                new FragHeader(1, 0, 2).needsDeserialization(true),
                new FragHeader(1, 0, 2).setOriginalType(Message.OBJ_MSG),
                new FragHeader(1, 0, Integer.MAX_VALUE),
                new FragHeader(1, 0, Nested.MOST_FRAGMENTS + 1),
                new FragHeader(1, 2, 2),
                new FragHeader(1, -1, 2));

        for (FragHeader each : bad) {
            byte[] encoded =
                    codec.encode(new BytesMessage(null, new byte[1]).putHeader(FRAG_ID, each), StockMessages.To.ALL, 0);
            assertThatThrownBy(() -> codec.decode(encoded))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("fragment");
        }
    }

    @Test
    void messageThatSequencerWrapsIsReadByTheSameRules() throws Exception {
        Header wrapped = sequencer(4);
        Message inner = new BytesMessage(null, "in".getBytes()).setSrc(new UUID(1, 1));
        Message withHeader = new BytesMessage(null, "in".getBytes()).putHeader(SEQUENCER_ID, sequencer(3));
        List<Message> bad = new ArrayList<>(List.of(
                new ObjectMessage(null, "object").setSrc(new UUID(1, 1)),
                new BytesMessage(null, new byte[2]).putHeader((short) 1234, new FragHeader(1, 0, 1)),
                new BytesMessage(null, new byte[2]).putHeader(NAKACK_ID, new FragHeader(1, 0, 1)),
                new BytesMessage(null, new byte[2])
                        .putHeader(FRAG_ID, new FragHeader(1, 0, 2).needsDeserialization(true))));

        codec.decode(wrapping(inner, wrapped));
        codec.decode(wrapping(withHeader, wrapped));
        for (Message each : bad) {
            assertThatThrownBy(() -> codec.decode(wrapping(each, wrapped)))
                    .as(each.toString())
                    .isInstanceOf(MalformedException.class);
        }
    }

    private byte[] wrapping(Message inner, Header header) throws Exception {
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream();
        out.writeShort(inner.getType());
        inner.writeTo(out);
        Message outer =
                new BytesMessage(null, Arrays.copyOf(out.buffer(), out.position())).putHeader(SEQUENCER_ID, header);
        return codec.encode(outer, StockMessages.To.ALL, 0);
    }

    private static Header sequencer(int kind) throws Exception {
        Header header = (Header) ClassConfigurator.create((short) 61);
        byte[] content = Util.streamableToByteBuffer(header);
        content[0] = (byte) kind;
        header.readFrom(new org.jgroups.util.ByteArrayDataInputStream(content));
        return header;
    }
}
