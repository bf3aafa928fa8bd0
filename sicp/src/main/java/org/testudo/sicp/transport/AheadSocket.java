package org.testudo.sicp.transport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A plain socket below TLS that reads ahead what has come. The platform's TLS asks for five bytes of a record, then for its
 * rest, which are two calls of the system for each vote and eight for a body of 64 KiB.
 */
final class AheadSocket extends Socket {
    /** What is read at once; about four full records. */
    private static final int AHEAD = 64 << 10;

    private InputStream in;

    /** A port whose connections are of this class. */
    static ServerSocket port() throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                Socket socket = new AheadSocket();
                implAccept(socket);
                return socket;
            }
        };
    }

    /** Always the same, since it may hold what nobody has asked for yet. */
    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (in == null) in = new BufferedInputStream(super.getInputStream(), AHEAD);
        return in;
    }
}
