package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.wire.MalformedException;

/** SICP-1: one authority between the group's and a holder, in handshakes and on cards. */
class IntermediateTest {
    private static final Principal ALICE = Principal.of(new MemberId("alice"));
    private static final Authority ROOT = Authority.create("payments");
    private static final Authority OFFICE = ROOT.intermediate("office");
    private static final CertificateMaker.Validity YEAR = CertificateMaker.Validity.lasting(Duration.ofDays(365));

    @TempDir
    private Path folder;

    private final Standing standing = new Standing(Clock.systemUTC());
    private final Credentials issued = OFFICE.issue(ALICE);

    private Principal identify(List<X509Certificate> shown) throws CertificateException {
        return ROOT.certificate().identify(shown, "payments", standing);
    }

    private void assertRefused(List<X509Certificate> shown, String why) {
        assertThatThrownBy(() -> identify(shown))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(why);
    }

    @Test
    void holderOfAnIntermediateIsKnownByItsChain() throws Exception {
        List<X509Certificate> chain = issued.shown().chain();

        assertThat(identify(chain)).isEqualTo(ALICE);
        assertThat(identify(
                        List.of(chain.get(0), chain.get(1), ROOT.certificate().certificate())))
                .isEqualTo(ALICE);
        assertRefused(chain.subList(0, 1), "not issued by the group's CA");
        assertRefused(List.of(chain.get(0), chain.get(1), chain.get(1)), "more than one intermediate");
        assertRefused(List.of(ROOT.certificate().certificate()), "");
    }

    /** GM-6: whoever broke into its host may have the certificates that a pardoned member had before. */
    @Test
    void certificateFromBeforeItsPardonIsRefused() throws Exception {
        Instant since = issued.certificate().getNotBefore().toInstant();

        standing.pardoned(Map.of(new MemberId("alice"), since));
        assertThat(identify(issued.shown().chain())).isEqualTo(ALICE);
        standing.pardoned(Map.of(new MemberId("alice"), since.plusSeconds(1)));
        assertRefused(issued.shown().chain(), "alice was pardoned with a certificate of");
        standing.seated(Set.of(new MemberId("alice")));
        assertRefused(issued.shown().chain(), "alice was pardoned with a certificate of");
        assertThat(identify(
                        ROOT.issue(Principal.of(new MemberId("bob"))).shown().chain()))
                .isEqualTo(Principal.of(new MemberId("bob")));
    }

    @Test
    void cardOfAnIntermediateIsGenuineAndNotByAnotherRoot() throws Exception {
        Card card = issued.card();

        assertThat(card.isGenuine(ROOT.certificate())).isTrue();
        assertThat(Card.decode(card.encode())).isEqualTo(card);
        assertThat(Card.decode(card.encode()).isGenuine(ROOT.certificate())).isTrue();
        assertThat(card.isGenuine(Authority.create("payments").certificate())).isFalse();
    }

    /** SICP-11: else whoever has the key of a revoked authority could leave it out, or name another. */
    @Test
    void cardNamesTheSerialNumberOfItsAuthority() throws Exception {
        X509Certificate own = issued.certificate();
        X509Certificate office = issued.shown().intermediate().orElseThrow();
        CertificateSerials named = new CertificateSerials(own.getSerialNumber(), Optional.of(office.getSerialNumber()));
        CertificateSerials other = new CertificateSerials(own.getSerialNumber(), Optional.of(own.getSerialNumber()));
        CertificateSerials none = new CertificateSerials(own.getSerialNumber(), Optional.empty());

        assertThat(CertificateSerials.ofCard(issued.card().encode())).contains(named);
        assertThat(genuineWith(named)).isTrue();
        assertThat(genuineWith(other)).isFalse();
        assertThat(genuineWith(none)).isFalse();
    }

    private boolean genuineWith(CertificateSerials serials) throws Exception {
        java.security.Signature signer = java.security.Signature.getInstance("Ed25519");
        signer.initSign(issued.privateKey());
        signer.update(Card.statement("payments", ALICE, issued.statementKey()));
        byte[] office = issued.shown().intermediate().orElseThrow().getEncoded();
        Card.Issued said = new Card.Issued(serials, issued.certificate().getEncoded(), Optional.of(office));
        return new Card(new Subject("payments", ALICE), issued.statementKey(), said, signer.sign())
                .isGenuine(ROOT.certificate());
    }

    @Test
    void everyFlippedBitMakesItsCardFalse() {
        byte[] good = issued.card().encode();

        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(genuine(bad)).as("bit %d", bit).isFalse();
        }
        for (int length = 0; length < good.length; length += 7) {
            assertThat(genuine(Arrays.copyOf(good, length))).isFalse();
        }
    }

    private static boolean genuine(byte[] card) {
        try {
            return Card.decode(card).isGenuine(ROOT.certificate());
        } catch (MalformedException e) {
            return false;
        }
    }

    /** The worst that a member can do with its certificate. */
    @Test
    void memberCannotVouchForOthers() throws Exception {
        Credentials mallory = ROOT.issue(Principal.of(new MemberId("mallory")));
        X509Certificate own = mallory.certificate();

        assertForged(own, mallory, "does not pass validation");
    }

    @Test
    void intermediateMakesNoFurtherAuthority() throws Exception {
        assertThatThrownBy(() -> OFFICE.intermediate("branch"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("makes no further authority");
        KeyPair pair = KeyAlgorithm.ED25519.generate();
        X509Certificate branch = CertificateMaker.intermediate(
                new X500Name("O=payments,CN=branch"),
                pair.getPublic(),
                YEAR,
                issuer(issued.shown().intermediate().orElseThrow(), OFFICE));
        Credentials further = new Credentials(
                new Subject("payments", ALICE),
                new Credentials.Shown(branch, pair.getPrivate(), Optional.empty()),
                issued.statementKeys(),
                ROOT.certificate());

        assertForged(branch, further, "");
    }

    @Test
    void intermediateOfAnotherRootIsNone() throws Exception {
        Credentials foreign =
                Authority.create("payments").intermediate("office").issue(ALICE);

        assertThat(foreign.card().isGenuine(ROOT.certificate())).isFalse();
        assertRefused(foreign.shown().chain(), "not issued by the group's CA");
    }

    /** A holder that this certificate, which is no authority's, has signed. */
    private void assertForged(X509Certificate by, Credentials key, String why) throws Exception {
        KeyPair pair = KeyAlgorithm.ED25519.generate();
        X500Name name = X500Name.getInstance(by.getSubjectX500Principal().getEncoded());
        X509Certificate holder = CertificateMaker.holder(
                new Subject("payments", ALICE).name(),
                pair.getPublic(),
                YEAR,
                new CertificateMaker.Issuer(name, key.privateKey()));
        Credentials forged = new Credentials(
                new Subject("payments", ALICE),
                new Credentials.Shown(holder, pair.getPrivate(), Optional.of(by)),
                issued.statementKeys(),
                ROOT.certificate());

        assertThat(forged.card().isGenuine(ROOT.certificate())).isFalse();
        assertRefused(forged.shown().chain(), why);
    }

    private static CertificateMaker.Issuer issuer(X509Certificate of, Authority authority) {
        X500Name name = X500Name.getInstance(of.getSubjectX500Principal().getEncoded());
        return new CertificateMaker.Issuer(name, authority.privateKey());
    }

    /** Else whoever has its key when it is about to expire could issue for years. */
    @Test
    void intermediateVouchesForNothingBeyondItsOwnTime() throws Exception {
        CertificateMaker.Validity month = CertificateMaker.Validity.lasting(Duration.ofDays(30));
        CertificateMaker.Validity earlier =
                new CertificateMaker.Validity(month.from().minusSeconds(5), month.until());

        assertThat(identify(issuedFor(month, month).shown().chain())).isEqualTo(ALICE);
        assertThat(issuedFor(month, month).card().isGenuine(ROOT.certificate())).isTrue();
        for (CertificateMaker.Validity beyond : List.of(YEAR, earlier)) {
            Credentials holder = issuedFor(month, beyond);
            assertRefused(holder.shown().chain(), "beyond the authority that issued it");
            assertThat(holder.card().isGenuine(ROOT.certificate())).isFalse();
        }
    }

    /** By an intermediate that is good for one time, to a holder for another. */
    private Credentials issuedFor(CertificateMaker.Validity own, CertificateMaker.Validity holders) throws Exception {
        KeyPair between = KeyAlgorithm.ED25519.generate();
        KeyPair pair = KeyAlgorithm.ED25519.generate();
        X500Name name = new X500Name("O=payments,CN=branch");
        X509Certificate branch = CertificateMaker.intermediate(
                name, between.getPublic(), own, issuer(ROOT.certificate().certificate(), ROOT));
        X509Certificate holder = CertificateMaker.holder(
                new Subject("payments", ALICE).name(),
                pair.getPublic(),
                holders,
                new CertificateMaker.Issuer(name, between.getPrivate()));
        return new Credentials(
                new Subject("payments", ALICE),
                new Credentials.Shown(holder, pair.getPrivate(), Optional.of(branch)),
                issued.statementKeys(),
                ROOT.certificate());
    }

    @Test
    void whatIsIssuedEndsWithWhoIssuesIt() {
        Authority brief = Authority.create("payments", KeyAlgorithm.ED25519, Duration.ofDays(100));
        Authority office = brief.intermediate("office");
        var end = brief.certificate().certificate().getNotAfter();
        Credentials alice = office.issue(ALICE);

        assertThat(alice.shown().intermediate().orElseThrow().getNotAfter()).isEqualTo(end);
        assertThat(alice.certificate().getNotAfter()).isEqualTo(end);
        assertThat(brief.renew(alice).certificate().getNotAfter()).isEqualTo(end);
        assertThat(ROOT.issue(ALICE).certificate().getNotAfter())
                .isBefore(ROOT.certificate().certificate().getNotAfter());
    }

    @Test
    void authorityThatHasExpiredIssuesNothing() {
        Authority past = Authority.create("payments", KeyAlgorithm.ED25519, Duration.ofMinutes(-1));

        assertThatThrownBy(() -> past.issue(ALICE))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("has expired, at ");
        assertThatThrownBy(() -> past.intermediate("office")).isInstanceOf(TestudoException.class);
    }

    @Test
    void authorityThatIsNotValidYetIssuesNothing() throws Exception {
        Instant soon = Instant.now().plus(Duration.ofDays(1));
        CertificateMaker.Validity later = new CertificateMaker.Validity(soon, soon.plus(Duration.ofDays(365)));
        X500Name name = new X500Name("O=payments,CN=payments authority");
        KeyPair pair = KeyAlgorithm.ED25519.generate();
        X509Certificate root = CertificateMaker.authority(name, pair, later);
        KeyPair own = KeyAlgorithm.ED25519.generate();
        X509Certificate branch = CertificateMaker.intermediate(
                new X500Name("O=payments,CN=branch"),
                own.getPublic(),
                later,
                issuer(ROOT.certificate().certificate(), ROOT));

        Authority future = loaded("root.p12", pair, List.of(root));
        Authority office =
                loaded("office.p12", own, List.of(branch, ROOT.certificate().certificate()));

        assertNotYet(() -> future.issue(ALICE));
        assertNotYet(() -> future.intermediate("office"));
        assertNotYet(() -> office.issue(ALICE));
        assertNotYet(() -> office.renew(issued));
    }

    private static void assertNotYet(ThrowingCallable issuing) {
        assertThatThrownBy(issuing).isInstanceOf(TestudoException.class).hasMessageContaining("is not valid before ");
    }

    private Authority loaded(String file, KeyPair pair, List<X509Certificate> chain) {
        Path store = folder.resolve(file);
        Passphrase secret = Passphrase.of("secret".toCharArray());
        KeyStoreFile.write(store, secret, List.of(new KeyStoreFile.Entry("authority", pair.getPrivate(), chain)));
        return Authority.load(store, secret);
    }

    @Test
    void revokedIntermediateLetsNoneOfItsHoldersIn() throws Exception {
        X509Certificate office = issued.shown().intermediate().orElseThrow();
        standing.revoked(new RevocationList(1, List.of(new Revocation(office.getSerialNumber(), Optional.empty()))));

        assertRefused(issued.shown().chain(), "revoked by CRL 1");
        assertThat(identify(ROOT.issue(ALICE).shown().chain())).isEqualTo(ALICE);
        assertThatThrownBy(() -> OFFICE.revoke(Optional.empty(), List.of()))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("signs no CRL");
    }

    /** It takes no operators, so it is about nobody else: the authority could cut off all at once. */
    @Test
    void entryThatNamesAnotherThanTheHolderCutsOffNobody() throws Exception {
        X509Certificate office = issued.shown().intermediate().orElseThrow();
        Bearer nobody = new Bearer(new Principal(Principal.Kind.CLIENT, "nobody"), issued.statementKey());
        standing.revoked(new RevocationList(
                1,
                List.of(
                        new Revocation(office.getSerialNumber(), Optional.of(nobody)),
                        new Revocation(issued.shown().chain().get(0).getSerialNumber(), Optional.of(nobody)))));

        assertThat(identify(issued.shown().chain())).isEqualTo(ALICE);
    }

    /** GM-18: it could be that of all members, and no further CRL could be ordered. */
    @Test
    void revokedIntermediateCutsOffNobodyWhoHoldsASeat() throws Exception {
        X509Certificate office = issued.shown().intermediate().orElseThrow();
        standing.seated(Set.of(ALICE.member()));
        standing.revoked(new RevocationList(1, List.of(new Revocation(office.getSerialNumber(), Optional.empty()))));

        assertThat(identify(issued.shown().chain())).isEqualTo(ALICE);
    }

    @Test
    void storesOfAnIntermediateAndOfItsHoldersAreReadAgainAndRenewed() throws Exception {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Authority root = keys.found("payments", secret);
        keys.intermediate(root, "office", secret);
        Authority office = Authority.load(keys.intermediateStore("office"), secret);
        keys.issue(office, ALICE, secret);

        Credentials read =
                Credentials.load(keys.store("alice"), keys.authorityCertificate(), secret, "payments", ALICE);
        assertThat(office.group()).isEqualTo("payments");
        assertThat(read.shown().chain()).hasSize(2);
        assertThat(Card.load(keys.card("alice"), root.certificate(), "payments", ALICE, "key"))
                .isEqualTo(read.card());
        assertThat(keys.renew(office, "alice", secret).shown().chain()).hasSize(2);
        assertThat(keys.renew(root, "alice", secret).shown().chain()).hasSize(1);
    }
}
