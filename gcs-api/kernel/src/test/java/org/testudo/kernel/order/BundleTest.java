package org.testudo.kernel.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.wire.MalformedException;

class BundleTest {
    @Test
    void whatIsWrittenIsReadAgainInItsOrder() throws MalformedException {
        List<byte[]> payloads = List.of(new byte[] {1}, new byte[0], new byte[] {2, 3});

        byte[] body = Bundle.encode(payloads);

        assertThat(Bundle.decode(body)).usingRecursiveComparison().isEqualTo(payloads);
        int size = Bundle.HEAD + payloads.stream().mapToInt(Bundle::size).sum();
        assertThat(body).hasSize(size);
        assertThat(Bundle.encode(List.of(new byte[7]))).hasSize(7 + Bundle.OVERHEAD);
    }

    /** Each payload costs every member a call: 128 KiB of empty ones would be 32,767. */
    @Test
    void payloadsAreBoundedInNumberHoweverShort() throws MalformedException {
        byte[] most = Bundle.encode(Collections.nCopies(Bundle.MOST, new byte[0]));
        assertThat(Bundle.decode(most)).hasSize(Bundle.MOST);

        byte[] more = Bundle.encode(Collections.nCopies(Bundle.MOST + 1, new byte[0]));
        assertThatThrownBy(() -> Bundle.decode(more)).isInstanceOf(MalformedException.class);
    }

    @Test
    void whatIsNoBundleIsMalformed() {
        byte[] body = Bundle.encode(List.of(new byte[] {1, 2, 3}));

        assertThatThrownBy(() -> Bundle.decode(Bundle.encode(List.of()))).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Bundle.decode(Arrays.copyOf(body, body.length + 1)))
                .isInstanceOf(MalformedException.class);
        for (int length = 0; length < body.length; length++) {
            byte[] part = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> Bundle.decode(part)).isInstanceOf(MalformedException.class);
        }
    }
}
