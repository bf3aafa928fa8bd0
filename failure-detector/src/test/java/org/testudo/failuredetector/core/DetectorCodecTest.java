package org.testudo.failuredetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.testudo.kernel.wire.MalformedException;

class DetectorCodecTest {
    private final DetectorCodec codec = new DetectorCodec();

    @Test
    void heartbeatIsOneByteAndUnsigned() throws Exception {
        DetectorMessage heartbeat = new DetectorMessage.Heartbeat();

        assertThat(codec.encode(heartbeat)).hasSize(1);
        assertThat(codec.decode(codec.encode(heartbeat))).isEqualTo(heartbeat);
        assertThat(codec.header(heartbeat)).isEmpty();
        assertThat(codec.claims(heartbeat)).isEmpty();
    }

    @Test
    void probesAndEchoesCarryTheirNumber() throws Exception {
        for (long number : new long[] {0, 1, -1, Long.MAX_VALUE}) {
            DetectorMessage probe = new DetectorMessage.Probe(number);
            DetectorMessage echo = new DetectorMessage.Echo(number);

            assertThat(codec.decode(codec.encode(probe))).isEqualTo(probe);
            assertThat(codec.decode(codec.encode(echo))).isEqualTo(echo);
            assertThat(codec.header(probe)).isEmpty();
        }
    }

    @Test
    void wordsOnHearingCarryWhatTheySay() throws Exception {
        for (boolean heard : new boolean[] {true, false}) {
            DetectorMessage word = new DetectorMessage.Hearing(heard);

            assertThat(codec.encode(word)).hasSize(2); // with its lane longer than what is dropped before it is read
            assertThat(codec.decode(codec.encode(word))).isEqualTo(word);
            assertThat(codec.header(word)).isEmpty();
        }
    }

    @Test
    void everythingElseIsMalformed() {
        for (byte[] bytes : new byte[][] {{}, {0}, {2}, {3, 0}, {4}, {4, 2}, {5}, {-1}, {1, 1}}) {
            assertThatThrownBy(() -> codec.decode(bytes)).isInstanceOf(MalformedException.class);
        }
    }
}
