package org.testudo.benchmarks.attacks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Somebody who connects to a member's port, with good credentials, bad ones or none. */
final class Stranger implements AutoCloseable {
    private static final int PATIENCE = 10_000;
    private static final int WELCOME = 2_000;

    private final Socket plain;
    private InputStream in;

    /** The address that members see, and no member has: else what becomes of a member could be taken for what becomes of it. */
    static final String ADDRESS = "127.0.0.66";

    Stranger(int port) throws IOException {
        plain = new Socket();
        plain.bind(new InetSocketAddress(ADDRESS, 0));
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        plain.setSoTimeout(PATIENCE);
        in = plain.getInputStream();
    }

    void sends(byte[] bytes) throws IOException {
        plain.getOutputStream().write(bytes);
        plain.getOutputStream().flush();
    }

    void sendsNoMore() throws IOException {
        plain.shutdownOutput();
    }

    /** Greets in TLS of this version; whom it meets it believes. */
    SSLSocket greets(Optional<Shown> shown, String version) throws IOException {
        try {
            KeyManager[] keys = shown.isPresent() ? shown.get().managers() : new KeyManager[0];
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new Trusting()}, new SecureRandom());
            SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 1, true);
            secure.setEnabledProtocols(new String[] {version});
            secure.startHandshake();
            in = secure.getInputStream();
            return secure;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** How the other has turned it away; empty if it keeps the connection. */
    Optional<String> turnedAway() throws IOException {
        plain.setSoTimeout(WELCOME);
        return ended("keeps it open");
    }

    /** The same, with all the time that a member gives a stranger. */
    Optional<String> turnedAwayAtLast() throws IOException {
        plain.setSoTimeout(PATIENCE);
        return ended("keeps it open for long");
    }

    private Optional<String> ended(String otherwise) {
        try {
            while (in.read() >= 0) continue;
            return Optional.of("closed by the member");
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getMessage() == null ? otherwise : e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    private static final class Trusting implements X509TrustManager {
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
