package org.testudo.sicp.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.CredentialsConfig;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.sicp.signature.Ed25519Reference;
import org.testudo.sicp.signature.StatementKeyPair;

/** SICP-1, SICP-9, SICP-14: credentials as files, and every way in which they can be wrong. */
class CredentialsTest {
    private static final Principal ALICE = new Principal(Principal.Kind.MEMBER, "alice");
    private static final Passphrase SECRET = Passphrase.of("swordfish".toCharArray());

    @TempDir
    private Path folder;

    private KeyFolder keys;
    private Authority authority;

    @BeforeEach
    void foundGroup() {
        keys = new KeyFolder(folder.resolve("keys"));
        authority = keys.found("payments", SECRET);
    }

    @Test
    void issuedCredentialsAreReadBackWithTheSameKeys() {
        Credentials issued = keys.issue(authority, ALICE, SECRET);

        Credentials read = load();

        assertThat(read.principal()).isEqualTo(ALICE);
        assertThat(read.group()).isEqualTo("payments");
        assertThat(read.statementKey()).isEqualTo(issued.statementKey());
        assertThat(read.fingerprint()).isEqualTo(issued.fingerprint());
        assertThat(read.card()).isEqualTo(issued.card());
    }

    @Test
    void subjectIsExactlyNameRoleAndGroup() {
        Credentials issued = keys.issue(authority, ALICE, SECRET);

        assertThat(issued.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=alice,OU=member,O=payments");
    }

    @Test
    void statementKeyIsNotTheKeyOfTheCertificate() {
        Credentials issued = keys.issue(authority, ALICE, SECRET);

        byte[] certified = issued.certificate().getPublicKey().getEncoded();

        assertThat(lastBytes(certified)).isNotEqualTo(issued.statementKey().toBytes());
    }

    private static byte[] lastBytes(byte[] encoded) {
        return java.util.Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    }

    @Test
    void authorityIsReadBackAndIssuesForTheSameGroup() {
        Authority again = keys.authority(SECRET);
        keys.issue(again, ALICE, SECRET);

        assertThat(again.group()).isEqualTo("payments");
        assertThat(load().authority().digest())
                .isEqualTo(authority.certificate().digest());
    }

    @ParameterizedTest
    @EnumSource(KeyAlgorithm.class)
    void everyAcceptedKindOfKeyServesForAuthorityAndMember(KeyAlgorithm algorithm) {
        Authority other = Authority.create("payments", algorithm, Duration.ofDays(1));
        Credentials issued = other.issue(ALICE, algorithm, Duration.ofDays(1));
        other.save(folder.resolve("ca.p12"), SECRET);
        other.certificate().save(folder.resolve("ca.pem"));
        issued.save(folder.resolve("a.p12"), SECRET);

        Credentials read =
                Credentials.load(folder.resolve("a.p12"), folder.resolve("ca.pem"), SECRET, "payments", ALICE);

        assertThat(Authority.load(folder.resolve("ca.p12"), SECRET).group()).isEqualTo("payments");
        assertThat(read.card().isGenuine(other.certificate())).isTrue();
        assertThat(read.card().isGenuine(authority.certificate())).isFalse();
    }

    @Test
    void signsItsOwnStatementsAndNoOthers() {
        Credentials alice = authority.issue(ALICE);
        GroupLife life = new GroupLife(Digest.ZERO, Digest.ZERO);
        var own = new StatementHeader.ViewFree(life, new Origin(ALICE, alice.statementKey(), 1), 1, 7);
        Principal bob = new Principal(Principal.Kind.MEMBER, "bob");
        var foreign = new StatementHeader.ViewFree(life, new Origin(bob, alice.statementKey(), 1), 1, 7);
        byte[] body = {1, 2, 3};

        var signature = alice.signer().sign(own, body).orElseThrow();

        assertThat(Ed25519Reference.validate(alice.statementKey())
                        .orElseThrow()
                        .verify(signature.root(own.statement(body)).signedBytes(), signature.rootSignature()))
                .isTrue();
        assertThat(alice.signer().sign(foreign, body)).isEmpty();
        assertThat(alice.signer().sign(new StatementHeader.ViewBound(life, 0, 0, 1, 7), body))
                .isEmpty();
    }

    @Test
    void storesAreReadableByTheirUserAloneAndNeverOverwritten() throws IOException {
        keys.issue(authority, ALICE, SECRET);
        byte[] before = Files.readAllBytes(keys.store("alice"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.store("alice"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys.authorityStore())))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> keys.issue(authority, ALICE, SECRET))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("alice.p12", "exists", "not overwritten");
        assertThat(keys.store("alice")).hasBinaryContent(before);
    }

    @Test
    void noStoreIsWrittenWhenTheCardIsThere() throws IOException {
        Files.writeString(keys.card("alice"), "something");

        assertThatThrownBy(() -> keys.issue(authority, ALICE, SECRET)).hasMessageContaining("alice.pem");

        assertThat(keys.store("alice")).doesNotExist();
    }

    @Test
    void missingStoreIsNamed() {
        assertRefused(this::load, "credentials.store", "alice.p12", "does not exist", "testudo keys");
    }

    @Test
    void missingTrustIsNamed() throws IOException {
        keys.issue(authority, ALICE, SECRET);
        Files.delete(keys.authorityCertificate());

        assertRefused(this::load, "credentials.trust", "group-ca.pem", "does not exist");
    }

    @Test
    void unreadableStoreIsNamed() throws IOException {
        Files.createDirectory(keys.store("alice"));

        assertRefused(this::load, "credentials.store", "alice.p12", "cannot be read");
    }

    @Test
    void storeThatIsNoStoreIsNamed() throws IOException {
        Files.writeString(keys.store("alice"), "garbage");

        assertRefused(this::load, "alice.p12", "not a PKCS#12 store");
    }

    @Test
    void trustThatIsNoCertificateOfAnAuthorityIsNamed() throws IOException {
        keys.issue(authority, ALICE, SECRET);
        Files.delete(keys.authorityCertificate());
        Files.writeString(keys.authorityCertificate(), "garbage");

        assertRefused(this::load, "credentials.trust", "group-ca.pem", "must hold one certificate");
    }

    @Test
    void certificateOfAMemberIsNoAnchorOfTrust() {
        Credentials issued = keys.issue(authority, ALICE, SECRET);

        assertThatThrownBy(() -> AuthorityCertificate.of(issued.certificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not marked as a CA");
    }

    @Test
    void wrongPassphraseIsNamedWithoutItself() {
        keys.issue(authority, ALICE, SECRET);

        assertThatThrownBy(() -> Credentials.load(
                        keys.store("alice"),
                        keys.authorityCertificate(),
                        Passphrase.of("herring".toCharArray()),
                        "payments",
                        ALICE))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("wrong pass phrase", "alice.p12", "TESTUDO_PASSPHRASE")
                .hasMessageNotContaining("herring");
    }

    @Test
    void expiredCertificateIsNamed() {
        save(validity(-3, -1), "payments");

        assertRefused(this::load, "alice.p12", "expired", "testudo keys");
    }

    @Test
    void notYetValidCertificateIsNamed() {
        save(validity(1, 3), "payments");

        assertRefused(this::load, "alice.p12", "not valid before");
    }

    @Test
    void certificateOfAForeignAuthorityIsNamed() {
        Authority foreign = Authority.create("payments");
        foreign.issue(ALICE).save(keys.store("alice"), SECRET);

        assertRefused(this::load, "alice.p12", "not issued by the group's CA");
    }

    @Test
    void certificateForAnotherGroupIsNamed() {
        save(validity(-1, 1), "auctions");

        assertRefused(this::load, "group 'auctions'", "not for 'payments'");
    }

    @Test
    void certificateOfAnotherRoleIsNamed() {
        authority.issue(new Principal(Principal.Kind.CLIENT, "alice")).save(keys.store("alice"), SECRET);

        assertRefused(this::load, "client:alice", "not of member:alice");
    }

    @Test
    void certificateOfAnotherNameIsNamed() {
        authority.issue(new Principal(Principal.Kind.MEMBER, "bob")).save(keys.store("alice"), SECRET);

        assertRefused(this::load, "member:bob", "not of member:alice");
    }

    @Test
    void subjectWithAnythingElseIsRefused() {
        var name = new org.bouncycastle.asn1.x500.X500Name("O=payments,OU=member,CN=alice,L=Rome");
        assertThat(Subject.of(name)).isEmpty();
        assertThat(Subject.of(new org.bouncycastle.asn1.x500.X500Name("O=payments,OU=member,OU=client,CN=alice")))
                .isEmpty();
        assertThat(Subject.of(new org.bouncycastle.asn1.x500.X500Name("OU=member,CN=alice")))
                .isEmpty();
        assertThat(Subject.of(new org.bouncycastle.asn1.x500.X500Name("O=payments,OU=Member,CN=alice")))
                .isEmpty();
        assertThat(Subject.of(new org.bouncycastle.asn1.x500.X500Name("O=payments,OU=member+CN=bob,CN=alice")))
                .isEmpty();
        assertThat(Subject.of(new org.bouncycastle.asn1.x500.X500Name("O=payments,OU=member,CN=alice")))
                .contains(new Subject("payments", ALICE));
    }

    @Test
    void storeWithoutAStatementKeyIsNamed() {
        Credentials issued = authority.issue(ALICE);
        KeyStoreFile.write(
                keys.store("alice"),
                SECRET,
                List.of(new KeyStoreFile.Entry("tls", issued.privateKey(), List.of(issued.certificate()))));

        assertRefused(this::load, "alice.p12", "no key 'statement'");
    }

    @Test
    void statementKeyThatDoesNotBelongToItsCertificateIsNamed() {
        Credentials issued = authority.issue(ALICE);
        KeyStoreFile.Entry one = StatementKeyEntry.of(StatementKeyPair.generate(), "alice");
        KeyStoreFile.Entry other = StatementKeyEntry.of(StatementKeyPair.generate(), "alice");
        KeyStoreFile.write(
                keys.store("alice"),
                SECRET,
                List.of(
                        new KeyStoreFile.Entry("tls", issued.privateKey(), List.of(issued.certificate())),
                        new KeyStoreFile.Entry("statement", one.key(), other.chain())));

        assertRefused(this::load, "statement key does not belong");
    }

    @Test
    void privateKeyThatDoesNotBelongToItsCertificateIsNamed() throws Exception {
        Credentials issued = authority.issue(ALICE);
        KeyPair other = KeyAlgorithm.ED25519.generate();
        KeyStoreFile.write(
                keys.store("alice"),
                SECRET,
                List.of(
                        new KeyStoreFile.Entry("tls", other.getPrivate(), List.of(issued.certificate())),
                        StatementKeyEntry.of(issued.statementKeys(), "alice")));

        assertRefused(this::load, "private key does not belong");
    }

    @Test
    void nothingSecretIsPrinted() {
        Credentials issued = authority.issue(ALICE);
        byte[] seed = issued.statementKeys().seed().orElseThrow();

        assertThat(SECRET.toString()).doesNotContain("swordfish");
        assertThat(issued.toString() + issued.statementKeys() + authority)
                .doesNotContain(java.util.HexFormat.of().formatHex(seed).substring(0, 8))
                .contains("alice");
    }

    @Test
    void passphraseIsTheFirstLineOfItsFile() throws IOException {
        Files.writeString(folder.resolve("pass"), "swordfish\nsecond line\n");
        keys.issue(authority, ALICE, SECRET);

        Passphrase read = Passphrase.of(new CredentialsConfig("s", "t", "pass"), folder);

        assertThat(Credentials.load(keys.store("alice"), keys.authorityCertificate(), read, "payments", ALICE))
                .isNotNull();
    }

    @Test
    void emptyPassphraseFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("pass"), "\n");

        assertRefused(
                () -> Passphrase.of(new CredentialsConfig("s", "t", "pass"), folder),
                "credentials.passphrase-file",
                "is empty");
        assertRefused(
                () -> Passphrase.of(new CredentialsConfig("s", "t", "missing"), folder),
                "credentials.passphrase-file",
                "does not exist");
    }

    @Test
    void noPassphraseAtAllSaysWhereToPutIt() {
        assertThat(Passphrase.fromEnvironment()).isEqualTo(Optional.empty());
        assertRefused(
                () -> Passphrase.of(new CredentialsConfig("alice.p12", "t", ""), folder),
                "no pass phrase",
                "TESTUDO_PASSPHRASE");
    }

    private Credentials load() {
        return Credentials.load(keys.store("alice"), keys.authorityCertificate(), SECRET, "payments", ALICE);
    }

    private void save(CertificateMaker.Validity validity, String group) {
        authority.issue(ALICE, KeyAlgorithm.ED25519, validity, group).save(keys.store("alice"), SECRET);
    }

    private static CertificateMaker.Validity validity(int fromDays, int untilDays) {
        Instant now = Instant.now();
        return new CertificateMaker.Validity(now.plus(Duration.ofDays(fromDays)), now.plus(Duration.ofDays(untilDays)));
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable code, CharSequence... parts) {
        assertThatThrownBy(code).isInstanceOf(TestudoException.class).hasMessageContainingAll(parts);
    }
}
