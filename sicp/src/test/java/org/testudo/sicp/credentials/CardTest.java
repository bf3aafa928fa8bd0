package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;

/** SICP-14: the card ties a statement key to a certificate; the verdict depends on its bytes and the authority alone. */
class CardTest {
    private static final Principal CLIENT = new Principal(Principal.Kind.CLIENT, "carl");
    private static final Authority AUTHORITY = Authority.create("payments");

    @TempDir
    private Path folder;

    private final Credentials credentials = AUTHORITY.issue(CLIENT);
    private final Card card = credentials.card();
    private final Subject subject = new Subject("payments", CLIENT);

    @Test
    void cardOfIssuedCredentialsIsGenuineAsBytesToo() throws Exception {
        assertThat(card.isGenuine(AUTHORITY.certificate())).isTrue();
        assertThat(Card.decode(card.encode())).isEqualTo(card);
        assertThat(Card.decode(card.encode()).isGenuine(AUTHORITY.certificate()))
                .isTrue();
        assertThat(card.fingerprint()).isEqualTo(credentials.fingerprint());
    }

    @Test
    void expiredCertificateDoesNotMakeACardFalse() {
        Instant past = Instant.now().minus(Duration.ofDays(10));
        var validity = new CertificateMaker.Validity(past.minus(Duration.ofDays(1)), past);
        Card expired = AUTHORITY
                .issue(CLIENT, KeyAlgorithm.ED25519, validity, "payments")
                .card();

        assertThat(expired.isGenuine(AUTHORITY.certificate())).isTrue();
    }

    @Test
    void everyFlippedBitMakesACardFalse() {
        byte[] good = card.encode();

        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(genuine(bad)).as("bit %d", bit).isFalse();
        }
    }

    @Test
    void everyPrefixAndRandomBytesAreFalseWithoutAnError() {
        byte[] good = card.encode();
        for (int length = 0; length < good.length; length += 7) {
            assertThat(genuine(Arrays.copyOf(good, length))).isFalse();
        }
        assertThat(genuine(new byte[Card.MAX_BYTES + 1])).isFalse();
        assertThat(genuine(Arrays.copyOf(good, good.length + 1))).isFalse();
    }

    @Test
    void statementKeyThatTheCertificateDidNotVouchForIsFalse() {
        byte[] other = AUTHORITY.issue(CLIENT).statementKey().toBytes();
        byte[] forged = replace(card.encode(), credentials.statementKey().toBytes(), other);

        assertThat(genuine(forged)).isFalse();
    }

    @Test
    void anotherPrincipalsCertificateIsFalse() throws Exception {
        Card mallory =
                AUTHORITY.issue(new Principal(Principal.Kind.CLIENT, "mal1")).card();
        byte[] forged = replace(mallory.encode(), "mal1".getBytes("US-ASCII"), "carl".getBytes("US-ASCII"));

        assertThat(genuine(forged)).isFalse();
    }

    @Test
    void statementKeyOfSmallOrderIsFalseThoughVouchedFor() throws Exception {
        byte[] small = new byte[32];
        small[0] = 1; // the neutral element
        StatementKey weak = StatementKey.fromBytes(small);
        java.security.Signature signer = java.security.Signature.getInstance("Ed25519");
        signer.initSign(credentials.privateKey());
        signer.update(Card.statement("payments", CLIENT, weak));
        Card forged = new Card(subject, weak, Card.Issued.of(credentials.shown()), signer.sign());

        assertThat(forged.isGenuine(AUTHORITY.certificate())).isFalse();
    }

    @Test
    void deeplyNestedCertificateIsFalseWithoutAnError() throws Exception {
        byte[] bomb = new byte[8000];
        Arrays.fill(bomb, (byte) 0x30);
        for (int i = 1; i < bomb.length; i += 2) bomb[i] = (byte) 0x80; // indefinite length
        Card nested = new Card(subject, credentials.statementKey(), issued(BigInteger.ONE, bomb), new byte[64]);

        assertThatCode(() ->
                        assertThat(nested.isGenuine(AUTHORITY.certificate())).isFalse())
                .doesNotThrowAnyException();
    }

    /** SICP-11: the cores compare what a card says with the CRL in force, and read no certificate. */
    @Test
    void cardThatNamesAnotherSerialNumberIsFalse() throws Exception {
        BigInteger own = credentials.certificate().getSerialNumber();
        byte[] signature = signature();
        byte[] certificate = credentials.certificate().getEncoded();

        assertThat(CertificateSerials.ofCard(card.encode()).orElseThrow())
                .isEqualTo(new CertificateSerials(own, Optional.empty()));
        assertThat(with(issued(own, certificate), signature)).isTrue();
        assertThat(with(issued(own.add(BigInteger.ONE), certificate), signature))
                .isFalse();
        CertificateSerials two = new CertificateSerials(own, Optional.of(BigInteger.ONE));
        assertThat(with(new Card.Issued(two, certificate, Optional.empty()), signature))
                .isFalse();
    }

    private boolean with(Card.Issued issued, byte[] signature) {
        return new Card(subject, credentials.statementKey(), issued, signature).isGenuine(AUTHORITY.certificate());
    }

    private static Card.Issued issued(BigInteger serial, byte[] certificate) {
        return new Card.Issued(new CertificateSerials(serial, Optional.empty()), certificate, Optional.empty());
    }

    private byte[] signature() throws Exception {
        java.security.Signature signer = java.security.Signature.getInstance("Ed25519");
        signer.initSign(credentials.privateKey());
        signer.update(Card.statement("payments", CLIENT, credentials.statementKey()));
        return signer.sign();
    }

    @Test
    void fileIsReadBack() {
        card.save(folder.resolve("carl.pem"));

        assertThat(load(CLIENT, "payments")).isEqualTo(card);
    }

    @Test
    void fileOfAnotherGroupRoleOrNameIsNamed() {
        card.save(folder.resolve("carl.pem"));

        assertThatThrownBy(() -> load(CLIENT, "auctions"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("group.key", "carl.pem", "group 'payments'", "not for 'auctions'");
        assertThatThrownBy(() -> load(new Principal(Principal.Kind.SENSOR, "carl"), "payments"))
                .hasMessageContainingAll("client:carl", "not of sensor:carl");
    }

    @Test
    void fileOfAForeignAuthorityIsNamed() {
        Authority.create("payments").issue(CLIENT).card().save(folder.resolve("carl.pem"));

        assertThatThrownBy(() -> load(CLIENT, "payments"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("carl.pem", "not certified by the group's CA");
    }

    @Test
    void missingAndDamagedFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> load(CLIENT, "payments")).hasMessageContainingAll("carl.pem", "does not exist");
        Files.writeString(folder.resolve("carl.pem"), "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> load(CLIENT, "payments"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("carl.pem");
        Files.writeString(folder.resolve("carl.pem"), "hello");
        assertThatThrownBy(() -> load(CLIENT, "payments")).hasMessageContainingAll("carl.pem", "is not a card");
    }

    private Card load(Principal principal, String group) {
        return Card.load(folder.resolve("carl.pem"), AUTHORITY.certificate(), group, principal, "group.key");
    }

    private static boolean genuine(byte[] bytes) {
        try {
            return Card.decode(bytes).isGenuine(AUTHORITY.certificate());
        } catch (MalformedException e) {
            return false;
        }
    }

    private static byte[] replace(byte[] in, byte[] part, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < in.length; ) {
            boolean here =
                    i + part.length <= in.length && Arrays.equals(Arrays.copyOfRange(in, i, i + part.length), part);
            boolean insideCertificate = i > 60 + 32; // the certificate's own subject stays as it is
            if (here && !insideCertificate) {
                out.writeBytes(by);
                i += part.length;
            } else {
                out.write(in[i++]);
            }
        }
        return out.toByteArray();
    }
}
