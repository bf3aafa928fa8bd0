package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void portsAreDifferentFreeAndNoneThatAConnectionTakes() throws IOException {
        List<Integer> ports = FreePorts.find(20);

        assertThat(ports).doesNotHaveDuplicates().hasSize(20).allMatch(port -> port < 32_768);
        try (ServerSocket socket = new ServerSocket(ports.get(0), 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void noPortIsGivenTwice() throws IOException {
        List<Integer> first = FreePorts.find(2_000);

        assertThat(FreePorts.find(2_000)).doesNotContainAnyElementsOf(first);
    }
}
