package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.kernel.statement.MessageCodec.Lane;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;

class FrameTest {
    private static final Signature SIGNATURE = TestKeys.signature(TestKeys.key("any"), new byte[0]);

    @ParameterizedTest
    @EnumSource(Lane.class)
    void framesComeBackAsTheyWere(Lane lane) throws MalformedException {
        for (byte[] message : new byte[][] {{}, {7}, new byte[100_000]}) {
            for (Optional<Signature> signature :
                    java.util.List.of(Optional.of(SIGNATURE), Optional.<Signature>empty())) {
                byte[] bytes = new Frame(lane, message, signature).encode();

                WireReader in = new WireReader(bytes);
                Frame.Head head = Frame.head(in);

                assertThat(head.lane()).isEqualTo(lane);
                assertThat(head.signature()).isEqualTo(signature);
                assertThat(in.readFixed(message.length)).isEqualTo(message);
                in.expectEnd();
                assertThat(Frame.lane(bytes, 0, bytes.length)).isEqualTo(lane);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "03", "7f", "40", "80", "83", "8000"})
    void bytesThatAreNoFrameAreMalformed(String hex) {
        assertThatThrownBy(() -> Frame.head(new WireReader(HexFormat.of().parseHex(hex))))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void signatureThatIsTooShortIsMalformed() {
        byte[] bytes = new byte[Signature.LENGTH];
        bytes[0] = (byte) 0x80;

        assertThatThrownBy(() -> Frame.head(new WireReader(bytes))).isInstanceOf(MalformedException.class);
    }
}
