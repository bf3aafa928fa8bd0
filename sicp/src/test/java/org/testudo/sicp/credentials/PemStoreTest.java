package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;

/** SICP-9: private keys in PEM files, encrypted or not. */
class PemStoreTest {
    private static final Principal ALICE = Principal.of(new MemberId("alice"));
    private static final String SECRET = "swordfish";
    private static final Authority AUTHORITY = Authority.create("payments");

    @TempDir
    private Path folder;

    private final Credentials issued = AUTHORITY.issue(ALICE);

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void encryptedKeysAreReadInAnyOrderWithThePassphrase(KeyAlgorithm algorithm) throws Exception {
        Credentials own = AUTHORITY.issue(ALICE, algorithm, Authority.ISSUED_VALIDITY);
        Path file = write("rw-r--r--", encrypted(statementKey(own)), certificate(own), encrypted(own.privateKey()));

        Credentials read = load(file, Passphrase.of(SECRET.toCharArray()));

        assertThat(read.statementKey()).isEqualTo(own.statementKey());
        assertThat(read.fingerprint()).isEqualTo(own.fingerprint());
        assertThat(read.card().isGenuine(AUTHORITY.certificate())).isTrue();
    }

    @Test
    void wrongPassphraseIsSaidAndNotShown() throws Exception {
        Path file = write(
                "rw-------", encrypted(issued.privateKey()), encrypted(statementKey(issued)), certificate(issued));

        assertThatThrownBy(() -> load(file, Passphrase.of("guess".toCharArray())))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("wrong pass phrase for " + file)
                .hasMessageNotContaining("guess");
    }

    @Test
    void openKeysNeedNoPassphraseButAFileThatIsTheOwnersAlone() throws Exception {
        PemObject[] blocks = {open(issued.privateKey()), certificate(issued), open(statementKey(issued))};
        Path file = write("rw-------", blocks);
        AUTHORITY.certificate().save(folder.resolve("ca.pem"));
        GroupConfig config = config(file);

        assertThat(Credentials.load(config, Path.of(""), ALICE).statementKey()).isEqualTo(issued.statementKey());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Credentials.load(config, Path.of(""), ALICE))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("others than its owner may read or write " + file)
                .hasMessageContaining("chmod 600");
    }

    /** As it was encrypted, or not, so it stays. */
    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void renewedStoreHasAnotherCertificateTheSameStatementKeyAndItsFormat(KeyAlgorithm algorithm) throws Exception {
        Credentials own = AUTHORITY.issue(ALICE, algorithm, Authority.ISSUED_VALIDITY);
        Passphrase secret = Passphrase.of(SECRET.toCharArray());
        Path file = write("rw-r-----", encrypted(own.privateKey()), certificate(own), encrypted(statementKey(own)));

        Credentials renewed = new KeyFolder(folder).renew(AUTHORITY, "alice", secret);
        Credentials read = load(file, secret);

        assertThat(read.statementKey()).isEqualTo(own.statementKey());
        assertThat(read.fingerprint()).isEqualTo(renewed.fingerprint()).isNotEqualTo(own.fingerprint());
        assertThat(KeyAlgorithm.of(read.certificate().getPublicKey())).contains(algorithm);
        assertThat(Files.readString(file)).doesNotContain("BEGIN PRIVATE KEY");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Card.load(folder.resolve("alice.2.pem"), AUTHORITY.certificate(), "payments", ALICE, "key")
                        .fingerprint())
                .isEqualTo(read.fingerprint());
    }

    @Test
    void openStoreOfAnIntermediateIsRenewedOpenWithItsAuthority() throws Exception {
        Path file = write("rw-------", open(issued.privateKey()), certificate(issued), open(statementKey(issued)));

        new KeyFolder(folder).renew(AUTHORITY.intermediate("office"), "alice", Passphrase.none());
        Credentials read = load(file, Passphrase.none());

        assertThat(read.statementKey()).isEqualTo(issued.statementKey());
        assertThat(read.shown().chain()).hasSize(2);
        assertThat(Files.readString(file)).contains("BEGIN PRIVATE KEY").doesNotContain("ENCRYPTED");
    }

    @Test
    void storeOfAnotherIsNotRenewed() throws Exception {
        Credentials bob = AUTHORITY.issue(Principal.of(new MemberId("bob")));
        Path file = write("rw-------", open(bob.privateKey()), certificate(bob), open(statementKey(bob)));
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> new KeyFolder(folder).renew(AUTHORITY, "alice", Passphrase.none()))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("holds the keys of member:bob");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void missingKeyOrCertificateAndWhatIsNoKeyAreErrors() throws Exception {
        PemObject key = open(issued.privateKey());
        PemObject statement = open(statementKey(issued));

        assertRefused("must hold two keys", key, certificate(issued));
        assertRefused("must hold two keys", key, statement, key, certificate(issued));
        assertRefused("must hold two keys", statement, open(statementKey(AUTHORITY.issue(ALICE))), certificate(issued));
        assertRefused("must hold one certificate", key, statement);
        assertRefused("must hold one certificate", key, statement, certificate(issued), certificate(issued));
        assertRefused("keys must be in PKCS#8", new PemObject("RSA PRIVATE KEY", new byte[] {1}));
        assertRefused("cannot be read", new PemObject("PRIVATE KEY", new byte[] {0x30, 0}));
        assertRefused("damaged certificate", key, new PemObject("CERTIFICATE", new byte[] {1}));
    }

    private void assertRefused(String why, PemObject... blocks) throws IOException {
        Path file = write("rw-------", blocks);

        assertThatThrownBy(() -> load(file, Passphrase.none()))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why);
    }

    private Credentials load(Path file, Passphrase passphrase) {
        Path trust = folder.resolve("ca.pem");
        if (!Files.exists(trust)) AUTHORITY.certificate().save(trust);
        return Credentials.load(file, trust, passphrase, "payments", ALICE);
    }

    private GroupConfig config(Path store) {
        GroupConfigBuilder builder = GroupConfig.named("payments").self("alice");
        int port = 7800;
        for (String name : List.of("alice", "bob", "carol", "dave")) {
            builder.member(name, "127.0.0.1:" + port++, name + ".pem");
        }
        return builder.credentials(store.toString(), folder.resolve("ca.pem").toString(), "")
                .build();
    }

    private Path write(String permissions, PemObject... blocks) throws IOException {
        Path file = folder.resolve("alice.keys");
        String text = "Bag Attributes\n    friendlyName: tls\n"
                + new String(PemFile.bytes(blocks), StandardCharsets.US_ASCII);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static PemObject certificate(Credentials of) throws Exception {
        return new PemObject("CERTIFICATE", of.certificate().getEncoded());
    }

    private static PemObject open(PrivateKey key) {
        return new PemObject("PRIVATE KEY", key.getEncoded());
    }

    private static PemObject encrypted(PrivateKey key) throws Exception {
        var encryptor = new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPRF(PKCS8Generator.PRF_HMACSHA256)
                .setIterationCount(2_048)
                .setPassword(SECRET.toCharArray())
                .build();
        return new JcaPKCS8Generator(key, encryptor).generate();
    }

    private static PrivateKey statementKey(Credentials of) throws Exception {
        byte[] seed = of.statementKeys().seed().orElseThrow();
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }
}
