package org.testudo.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;

/** Hostile input: every length is checked against its bound and against what is left before anything is allocated. */
class WireReaderTest {
    private static void malformed(byte[] bytes, WireReader.Element<?> read) {
        assertThatThrownBy(() -> WireReader.whole(bytes, read)).isInstanceOf(MalformedException.class);
    }

    private static byte[] length(int length) {
        return WireWriter.bytes(out -> out.writeInt(length));
    }

    @Test
    void readsWhatTheWriterWrote() throws MalformedException {
        byte[] bytes = WireWriter.bytes(out -> out.writeByte(200)
                .writeBoolean(true)
                .writeShort(60_000)
                .writeInt(-5)
                .writeLong(Long.MIN_VALUE)
                .writeInstant(Instant.ofEpochMilli(1234))
                .writeText("grün")
                .writeEnum(Principal.Kind.SENSOR)
                .writeList(List.of(1, 2, 3), (value, to) -> to.writeByte(value))
                .writeOptional(Optional.of(7), (value, to) -> to.writeByte(value))
                .writeOptional(Optional.empty(), (value, to) -> to.writeByte(0)));
        WireReader in = new WireReader(bytes);

        assertThat(in.readByte()).isEqualTo(200);
        assertThat(in.readBoolean()).isTrue();
        assertThat(in.readShort()).isEqualTo(60_000);
        assertThat(in.readInt()).isEqualTo(-5);
        assertThat(in.readLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.readInstant()).isEqualTo(Instant.ofEpochMilli(1234));
        assertThat(in.readText(5)).isEqualTo("grün");
        assertThat(in.readEnum(Principal.Kind.values())).isEqualTo(Principal.Kind.SENSOR);
        assertThat(in.<Integer>readList(3, WireReader::readByte)).containsExactly(1, 2, 3);
        assertThat(in.<Integer>readOptional(WireReader::readByte)).contains(7);
        assertThat(in.<Integer>readOptional(WireReader::readByte)).isEmpty();
        in.expectEnd();
    }

    @Test
    void aLengthAboveItsBoundIsMalformed() {
        byte[] text = WireWriter.bytes(out -> out.writeText("four"));

        malformed(text, in -> in.readText(3));
        malformed(text, in -> in.readBytes(3));
        malformed(text, in -> in.readList(3, WireReader::readByte));
    }

    @Test
    void aLengthAboveWhatIsLeftIsMalformedBeforeAnythingIsAllocated() {
        malformed(length(Integer.MAX_VALUE), in -> in.readBytes(Integer.MAX_VALUE));
        malformed(length(Integer.MAX_VALUE), in -> in.readText(Integer.MAX_VALUE));
        malformed(length(Integer.MAX_VALUE), in -> in.readList(Integer.MAX_VALUE, WireReader::readByte));
        malformed(new byte[4], in -> in.readFixed(Integer.MAX_VALUE));
    }

    @Test
    void aNegativeLengthIsMalformed() {
        malformed(length(-1), in -> in.readBytes(10));
        malformed(length(Integer.MIN_VALUE), in -> in.readList(10, WireReader::readByte));
        malformed(new byte[4], in -> in.readFixed(-1));
    }

    @Test
    void aNegativeCountIsMalformed() {
        malformed(WireWriter.bytes(out -> out.writeLong(-1)), WireReader::readCount);
    }

    @Test
    void anythingButZeroAndOneIsNoBoolean() {
        malformed(new byte[] {2}, WireReader::readBoolean);
        malformed(new byte[] {(byte) 0xff}, WireReader::readBoolean);
    }

    @Test
    void textThatIsNotUtf8IsMalformed() {
        malformed(
                WireWriter.bytes(out -> out.writeBytes(new byte[] {(byte) 0xc0, (byte) 0xaf})), in -> in.readText(10));
        malformed(
                WireWriter.bytes(out -> out.writeBytes(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80})),
                in -> in.readText(10));
    }

    @Test
    void anUnknownEnumValueIsMalformed() {
        malformed(new byte[] {4}, in -> in.readEnum(Principal.Kind.values()));
        malformed(new byte[] {(byte) 0xff}, in -> in.readEnum(Principal.Kind.values()));
    }

    @Test
    void bytesThatAreLeftOverAreMalformed() {
        malformed(new byte[2], WireReader::readByte);
    }

    @Test
    void nothingCanBeReadFromNothing() {
        malformed(new byte[0], WireReader::readByte);
        malformed(new byte[1], WireReader::readShort);
        malformed(new byte[3], WireReader::readInt);
        malformed(new byte[7], WireReader::readLong);
    }
}
