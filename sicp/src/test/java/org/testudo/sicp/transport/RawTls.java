package org.testudo.sicp.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManager;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.TlsContext;

/** A member that makes its records itself: of one byte, and updates of keys without end. */
final class RawTls implements AutoCloseable {
    private final Socket socket;
    private final SSLEngine engine;
    private final ByteBuffer records = ByteBuffer.allocate(64 << 10);
    private final ByteBuffer contents = ByteBuffer.allocate(64 << 10);

    RawTls(Peer target, Credentials credentials) throws IOException, GeneralSecurityException {
        socket = new Socket(target.host(), target.port());
        socket.setSoTimeout(10_000);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {TlsContext.keys(credentials)},
                new TrustManager[] {new Stranger.Trusting()},
                new SecureRandom());
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        records.flip();
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) step();
    }

    private void step() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) engine.getDelegatedTask().run();
        else if (status == HandshakeStatus.NEED_WRAP) send(new byte[0]);
        else unwrap();
    }

    private void unwrap() throws IOException {
        int before = records.remaining();
        engine.unwrap(records, contents);
        if (records.remaining() < before) return;
        records.compact();
        int read = socket.getInputStream().read(records.array(), records.position(), records.remaining());
        if (read < 0) throw new IOException("closed");
        records.position(records.position() + read).flip();
    }

    /** What is due of TLS itself, or this content; how many bytes that took. */
    int send(byte[] content) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(content);
        int sent = 0;
        do {
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(in, out);
            socket.getOutputStream().write(out.array(), 0, out.position());
            sent += out.position();
        } while (in.hasRemaining());
        return sent;
    }

    /** Says that it changes its key, and asks the other to. */
    int updateKeys() throws IOException {
        engine.beginHandshake();
        return send(new byte[0]);
    }

    Greeting.Verdict greets(Greeting greeting) throws IOException, Refusal {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        greeting.write(bytes);
        send(bytes.toByteArray());
        while (contents.position() < 4 || contents.position() < 4 + contents.getInt(0)) unwrap();
        InputStream answer = new ByteArrayInputStream(contents.array(), 0, contents.position());
        return Greeting.read(new DataInputStream(answer)).verdict();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
