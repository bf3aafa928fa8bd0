package org.testudo.sicp.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.TlsContext;

/** Somebody who dials a member and then does as it likes: with or without credentials, by the rules or not. */
final class Stranger implements AutoCloseable {
    private static final int PATIENCE = 10_000;

    private final Socket plain = new Socket();
    private SSLSocket secure;

    Stranger(Peer target) throws IOException {
        this(target, "127.0.0.1");
    }

    /** From an address of its own, as if it were on another host. */
    Stranger(Peer target, String from) throws IOException {
        plain.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        plain.connect(target.socketAddress());
        plain.setSoTimeout(PATIENCE);
    }

    /** How a handshake begins: enough to make the other end answer, and the same each time. */
    static byte[] recordedHello() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[0], new TrustManager[] {new Trusting()}, new SecureRandom());
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), hello);
            return Arrays.copyOf(hello.array(), hello.position());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void sends(byte[] bytes) throws IOException {
        plain.getOutputStream().write(bytes);
        plain.getOutputStream().flush();
    }

    Stranger tls(Optional<Credentials> credentials, String version) throws IOException {
        try {
            KeyManager[] keys = credentials
                    .map(it -> new KeyManager[] {TlsContext.keys(it)})
                    .orElse(new KeyManager[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new Trusting()}, new SecureRandom());
            secure = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 1, true);
            secure.setEnabledProtocols(new String[] {version});
            secure.startHandshake();
            return this;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a member would: TLS, greeting, answer. */
    Greeting greets(Credentials credentials, Greeting greeting) throws IOException, Refusal {
        tls(Optional.of(credentials), "TLSv1.3");
        greeting.write(secure.getOutputStream());
        return Greeting.read(new DataInputStream(secure.getInputStream()));
    }

    void frame(byte[] content) throws IOException {
        raw(ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(content.length)
                .put(content)
                .array());
    }

    void raw(byte[] bytes) throws IOException {
        secure.getOutputStream().write(bytes);
        secure.getOutputStream().flush();
    }

    /** How many bytes it reads up to the end of this text. */
    int readsUntil(String text) throws IOException {
        InputStream in = secure.getInputStream();
        StringBuilder last = new StringBuilder();
        for (int read = 1; ; read++) {
            int next = in.read();
            if (next < 0) throw new EOFException("closed before " + text);
            last.append((char) next);
            if (last.length() > text.length()) last.deleteCharAt(0);
            if (last.toString().equals(text)) return read;
        }
    }

    /** Whether the first that comes is a record of a handshake, not the end. */
    boolean isAnswered() throws IOException {
        return plain.getInputStream().read() == 22;
    }

    /** Reads until the other end closes; false if it does not within some seconds. */
    boolean isClosedByTheOther() {
        try {
            InputStream in = secure == null ? plain.getInputStream() : secure.getInputStream();
            while (in.read() >= 0) continue;
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
