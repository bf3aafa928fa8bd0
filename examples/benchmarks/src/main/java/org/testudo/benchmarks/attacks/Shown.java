package org.testudo.benchmarks.attacks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.testudo.benchmarks.Stage;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;

/**
 * The certificate that a stranger shows, with its key.
 *
 * @param store with both, under the alias that members have
 */
record Shown(Path store, Stage stage) {
    private static final String ALIAS = "tls";

    /** That of these credentials. */
    static Shown of(Credentials credentials, Stage stage) {
        Shown shown = new Shown(stage.directory().resolve("shown-" + System.nanoTime() + ".p12"), stage);
        credentials.save(shown.store, Passphrase.fromFile(stage.directory().resolve("passphrase")));
        return shown;
    }

    /** One that the group's own authority has issued, though for another group of the same company. */
    static Shown ofAnotherGroup(Stage stage) throws IOException {
        Shown shown = new Shown(stage.directory().resolve("shown-" + System.nanoTime() + ".p12"), stage);
        try {
            KeyStore authority = shown.load(new KeyFolder(stage.directory().resolve("keys")).authorityStore());
            String alias = authority.aliases().nextElement();
            KeyPair own = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            PrivateKey key = (PrivateKey) authority.getKey(alias, shown.secret());
            X509Certificate issued = issued((X509Certificate) authority.getCertificate(alias), key, own);
            KeyStore content = KeyStore.getInstance("PKCS12");
            content.load(null, null);
            content.setKeyEntry(ALIAS, own.getPrivate(), shown.secret(), new Certificate[] {issued});
            try (OutputStream out = Files.newOutputStream(shown.store)) {
                content.store(out, shown.secret());
            }
            return shown;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("every JDK makes Ed25519 keys", e);
        }
    }

    private static X509Certificate issued(X509Certificate issuer, PrivateKey key, KeyPair own)
            throws GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                new X500Name("CN=dave,OU=member,O=auctions"),
                own.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("Ed25519").build(key)));
    }

    private char[] secret() throws IOException {
        return stage.peerProperties(stage.members().get(0))
                .get("bench.password")
                .toCharArray();
    }

    private KeyStore load(Path file) throws IOException, GeneralSecurityException {
        KeyStore content = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            content.load(in, secret());
        }
        return content;
    }

    /** What makes it available to TLS. */
    KeyManager[] managers() throws IOException {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(store), secret());
            return factory.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK reads PKCS12", e);
        }
    }
}
