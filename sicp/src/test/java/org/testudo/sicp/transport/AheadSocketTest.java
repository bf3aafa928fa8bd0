package org.testudo.sicp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class AheadSocketTest {
    @Test
    void bothEndsReadAheadAndLoseNothing() throws Exception {
        try (ServerSocket port = AheadSocket.port();
                Socket dialled = new AheadSocket()) {
            port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            dialled.connect(port.getLocalSocketAddress());
            try (Socket accepted = port.accept()) {
                dialled.getOutputStream().write(new byte[] {1, 2, 3});
                accepted.getOutputStream().write(new byte[] {4, 5, 6});

                readsAhead(accepted, 1, 2, 3);
                readsAhead(dialled, 4, 5, 6);
            }
        }
    }

    /** Whoever asks for the stream again, as TLS does after the first byte, finds what is held. */
    private static void readsAhead(Socket socket, int first, int second, int third) throws Exception {
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isEqualTo(first);
        assertThat(in.available()).isEqualTo(2);
        assertThat(socket.getInputStream()).isSameAs(in);
        assertThat(in.readNBytes(2)).containsExactly(second, third);
    }
}
