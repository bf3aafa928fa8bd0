package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;

/** SICP-11: what a CRL says follows from its bytes and the authority alone, and a bad one says nothing. */
class CrlTest {
    private static final Authority AUTHORITY = Authority.create("payments");
    private static final Credentials DAVE = AUTHORITY.issue(new Principal(Principal.Kind.MEMBER, "dave"));
    private static final Credentials CARL = AUTHORITY.issue(new Principal(Principal.Kind.CLIENT, "carl"));

    @TempDir
    private Path folder;

    private final GroupVerifier verifier = new GroupVerifier(AUTHORITY.certificate(), "payments");

    private static Revocation of(Credentials credentials) {
        Bearer bearer = new Bearer(credentials.principal(), credentials.statementKey());
        return new Revocation(credentials.certificate().getSerialNumber(), Optional.of(bearer));
    }

    private static Revocation certificateOf(Credentials credentials) {
        return new Revocation(credentials.certificate().getSerialNumber(), Optional.empty());
    }

    @Test
    void eachCrlRevokesWhatTheOneBeforeDidAndMoreUnderTheNextNumber() throws Exception {
        CrlFile first = AUTHORITY.revoke(Optional.empty(), List.of(of(DAVE)));
        CrlFile second = AUTHORITY.revoke(Optional.of(first), List.of(certificateOf(CARL), of(DAVE)));
        CrlFile third = AUTHORITY.revoke(Optional.of(second), List.of(of(CARL)));

        assertThat(first.list()).isEqualTo(new RevocationList(1, List.of(of(DAVE))));
        assertThat(second.list()).isEqualTo(new RevocationList(2, List.of(of(DAVE), certificateOf(CARL))));
        assertThat(third.list()).isEqualTo(new RevocationList(3, List.of(of(DAVE), of(CARL))));
        assertThat(Crl.read(third.der(), AUTHORITY.certificate())).isEqualTo(third.list());
    }

    @Test
    void theVerifierBelievesWhatTheCrlSaysAndNothingElse() {
        CrlFile crl = AUTHORITY.revoke(Optional.empty(), List.of(of(DAVE)));

        assertThat(verifier.listed(new Claim.Listed(crl.list(), crl.der()))).isTrue();
        assertThat(verifier.listed(
                        new Claim.Listed(new RevocationList(2, crl.list().entries()), crl.der())))
                .isFalse();
        assertThat(verifier.listed(new Claim.Listed(new RevocationList(1, List.of(of(CARL))), crl.der())))
                .isFalse();
        assertThat(verifier.listed(new Claim.Listed(new RevocationList(1, List.of()), crl.der())))
                .isFalse();
    }

    @Test
    void crlOfAnotherAuthorityIsRefused() {
        byte[] foreign = Authority.create("payments")
                .revoke(Optional.empty(), List.of(of(DAVE)))
                .der();

        assertRefused(foreign, "not signed by the group's CA");
    }

    @Test
    void everyFlippedBitMakesACrlFalse() {
        byte[] good = AUTHORITY.revoke(Optional.empty(), List.of(of(DAVE))).der();

        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Crl.read(bad, AUTHORITY.certificate()))
                    .as("bit %d", bit)
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void hostileBytesAreRefusedWithoutAnError() {
        byte[] good = AUTHORITY.revoke(Optional.empty(), List.of(of(DAVE))).der();
        byte[] nested = new byte[Command.Revoke.MAX_CRL];
        for (int i = 0; i < nested.length; i += 2) Arrays.fill(nested, i, i + 2, (byte) (i % 4 == 0 ? 0x30 : 0x80));

        for (int length = 0; length < good.length; length += 5) assertRefused(Arrays.copyOf(good, length), "");
        assertRefused(Arrays.copyOf(good, good.length + 1), "");
        assertRefused(nested, "");
        assertRefused(new byte[10 << 20], "too many for a CRL");
    }

    @Test
    void partialCrlOrOneWithoutANumberIsRefused() throws Exception {
        X509v2CRLBuilder unnumbered = builder();
        X509v2CRLBuilder zero = builder().addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ZERO));
        X509v2CRLBuilder delta =
                numbered().addExtension(Extension.deltaCRLIndicator, true, new CRLNumber(BigInteger.ONE));
        X509v2CRLBuilder partial = numbered()
                .addExtension(
                        Extension.issuingDistributionPoint, true, new IssuingDistributionPoint(null, true, false));
        X509v2CRLBuilder twice =
                numbered().addCRLEntry(BigInteger.TEN, new Date(), 1).addCRLEntry(BigInteger.TEN, new Date(), 1);

        assertRefused(signed(unnumbered), "no CRL number");
        assertRefused(signed(zero), "numbers begin with 1");
        assertRefused(signed(delta), "unknown critical extension 2.5.29.27");
        assertRefused(signed(partial), "unknown critical extension 2.5.29.28");
        assertRefused(signed(twice), "names one certificate twice");
    }

    /** A CRL of another tool knows no bearers. */
    @Test
    void entryWithoutOurExtensionRevokesTheCertificateAlone() throws Exception {
        byte[] plain = signed(numbered().addCRLEntry(BigInteger.TEN, new Date(), 1));

        assertThat(Crl.read(plain, AUTHORITY.certificate()).entries())
                .containsExactly(new Revocation(BigInteger.TEN, Optional.empty()));
    }

    @Test
    void fullListFitsTheBoundsAndALongerOneIsNotMade() {
        List<Revocation> all = new ArrayList<>();
        String name = "m".repeat(64);
        for (int i = 0; i < RevocationList.MAX_ENTRIES; i++) {
            Bearer bearer = new Bearer(new Principal(Principal.Kind.OPERATOR, name), DAVE.statementKey());
            all.add(new Revocation(BigInteger.ONE.shiftLeft(159).add(BigInteger.valueOf(i)), Optional.of(bearer)));
        }
        CrlFile full = AUTHORITY.revoke(Optional.empty(), all);

        assertThat(full.list().entries()).hasSize(RevocationList.MAX_ENTRIES);
        assertThat(full.der().length).isLessThanOrEqualTo(Command.Revoke.MAX_CRL);
        assertThat(full.command().encode().length).isLessThan(96 << 10);
        assertThatThrownBy(() -> AUTHORITY.revoke(Optional.of(full), List.of(of(DAVE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 256 entries");
    }

    @Test
    void folderKeepsTheLatestCrlAndRevokesByTheNameOfACard() {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Authority authority = keys.found("payments", secret);
        Credentials dave = keys.issue(authority, DAVE.principal(), secret);
        Credentials carl = keys.issue(authority, CARL.principal(), secret);

        keys.revoke(authority, List.of("dave"), false);
        keys.revoke(authority, List.of("carl.pem"), true);

        assertThat(CrlFile.load(keys.crl(), authority.certificate(), "crl").list())
                .isEqualTo(new RevocationList(2, List.of(of(dave), certificateOf(carl))));
        assertThatThrownBy(() -> keys.revoke(authority, List.of("erin"), false))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("erin.pem does not exist");
    }

    @Test
    void fileThatHoldsNoCrlIsAnErrorThatSaysWhatToDo() throws IOException {
        Path file =
                Files.writeString(folder.resolve("crl"), "-----BEGIN X509 CRL-----\nMAo=\n-----END X509 CRL-----\n");

        assertThatThrownBy(() -> CrlFile.load(file, AUTHORITY.certificate(), "--crl"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("--crl: " + file)
                .hasMessageContaining("make it with testudo keys revoke");
    }

    private static X509v2CRLBuilder builder() {
        return new X509v2CRLBuilder(new X500Name("O=payments"), new Date());
    }

    private static X509v2CRLBuilder numbered() throws IOException {
        return builder().addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE));
    }

    /** As the authority would sign it. */
    private static byte[] signed(X509v2CRLBuilder builder) throws Exception {
        PrivateKey key = AUTHORITY.privateKey();
        return builder.build(new JcaContentSignerBuilder("Ed25519").build(key)).getEncoded();
    }

    private static void assertRefused(byte[] der, String why) {
        assertThatThrownBy(() -> Crl.read(der, AUTHORITY.certificate()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }
}
