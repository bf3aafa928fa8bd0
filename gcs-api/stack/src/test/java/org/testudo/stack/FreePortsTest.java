package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @Test
    void noPortIsGivenToTwoProcesses() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader its = other.inputReader()) {
            List<Integer> given =
                    Stream.of(its.readLine().split(" ")).map(Integer::valueOf).toList();
            assertThat(given).hasSize(2_000);

            assertThat(FreePorts.find(2_000)).doesNotContainAnyElementsOf(given);
        } finally {
            other.getOutputStream().close();
            assertThat(other.waitFor()).isZero();
        }
    }

    /** Listens at none of what it is given. */
    static final class Other {
        private Other() {}

        /** Ends when its input does. */
        public static void main(String[] arguments) throws IOException {
            System.out.println(
                    FreePorts.find(2_000).stream().map(String::valueOf).collect(Collectors.joining(" ")));
            System.in.readAllBytes();
        }
    }
}
