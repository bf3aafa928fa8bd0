package org.testudo.sicp.credentials;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SignatureException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.CredentialsConfig;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.sicp.signature.StatementKeyPair;

/**
 * What proves this process's identity: a certificate with its key for TLS, and a statement key (SICP-1, SICP-14). Prints
 * nothing secret (SICP-9).
 */
public final class Credentials {
    private static final String WHAT = "group.credentials.store";
    private static final String TLS = "tls";

    private final Subject subject;
    private volatile Shown shown;
    private volatile Shown shownBefore;
    private final StatementKeyPair statementKeys;
    private final AuthorityCertificate authority;
    private final Standing standing = new Standing(Clock.systemUTC());

    /** What TLS shows and signs with: replaced as a whole. */
    record Shown(X509Certificate certificate, PrivateKey key, Optional<X509Certificate> intermediate) {
        /** The certificate, and that of who issued it, unless it was the group's authority itself. */
        List<X509Certificate> chain() {
            return Stream.concat(Stream.of(certificate), intermediate.stream()).toList();
        }

        /** Under which TLS knows it; another one for each certificate. */
        String alias() {
            return certificate.getSerialNumber().toString(16);
        }
    }

    Credentials(Subject subject, Shown shown, StatementKeyPair statementKeys, AuthorityCertificate authority) {
        this.subject = subject;
        this.shown = shown;
        this.shownBefore = shown;
        this.statementKeys = statementKeys;
        this.authority = authority;
    }

    /**
     * Reads credentials and checks that they are good now.
     *
     * @param store PKCS#12 file
     * @param trust PEM file of the group's CA certificate
     * @throws TestudoException if a file is missing or unreadable, the pass phrase wrong, or the certificate expired, not
     *     yet valid, of another CA, group, role or name, or a key does not belong to its certificate
     */
    public static Credentials load(Path store, Path trust, Passphrase passphrase, String group, Principal principal) {
        AuthorityCertificate authority = AuthorityCertificate.load(trust);
        Credentials credentials = read(store, authority, passphrase);
        requirePrincipal(credentials, group, principal, store);
        if (!credentials.card().isGenuine(authority)) {
            throw wrong(store, "the private key does not belong to its certificate");
        }
        return credentials;
    }

    /** Reads a store whose certificate may have expired: to be renewed. */
    static Credentials read(Path store, AuthorityCertificate authority, Passphrase passphrase) {
        List<KeyStoreFile.Entry> entries =
                KeyStoreFile.read(store, passphrase, WHAT, List.of(TLS, StatementKeyEntry.ALIAS));
        KeyStoreFile.Entry tls = entries.get(0);
        X509Certificate certificate = tls.chain().get(0);
        StatementKeyPair statementKeys = StatementKeyEntry.read(entries.get(1))
                .orElseThrow(() -> wrong(store, "the statement key does not belong to its certificate"));
        Subject subject = Subject.of(X500Name.getInstance(
                        certificate.getSubjectX500Principal().getEncoded()))
                .orElseThrow(() -> wrong(store, "the certificate names no role of a group"));
        Optional<X509Certificate> intermediate = tls.chain().stream()
                .skip(1)
                .filter(each -> !each.equals(authority.certificate()))
                .findFirst();
        return new Credentials(subject, new Shown(certificate, tls.key(), intermediate), statementKeys, authority);
    }

    /**
     * Reads the credentials that a configuration names.
     *
     * @param base where relative paths begin: the folder of the configuration file
     * @throws TestudoException as above, and if there is no pass phrase
     */
    public static Credentials load(GroupConfig config, Path base, Principal principal) {
        CredentialsConfig files = config.credentials();
        Path store = store(config, base, principal.name());
        return load(
                store,
                base.resolve(files.trust()),
                KeyStoreFile.isOpen(store) ? Passphrase.none() : Passphrase.of(files, base),
                config.name(),
                principal);
    }

    /** The store of a principal: the configured file, in PKCS#12 or PEM, or {@code NAME.p12} in the configured folder. */
    public static Path store(GroupConfig config, Path base, String name) {
        Path store = base.resolve(config.credentials().store());
        return Files.isDirectory(store) ? new KeyFolder(store).store(name) : store;
    }

    private static void requirePrincipal(Credentials credentials, String group, Principal principal, Path store) {
        try {
            Principal found = credentials.authority.identify(credentials.shown.chain(), group, credentials.standing);
            if (!found.equals(principal)) {
                throw new CertificateException("it is of " + found + ", not of " + principal);
            }
        } catch (CertificateException e) {
            throw new TestudoException(
                    WHAT + ": the certificate in " + store + " cannot be used: " + e.getMessage()
                            + "; issue a new one with testudo keys, or name the right store",
                    e);
        }
    }

    private static TestudoException wrong(Path store, String reason) {
        return new TestudoException(WHAT + ": " + reason + " in " + store + "; make the store again with testudo keys");
    }

    /** Writes the keys into a new PKCS#12 file that only this user can read. */
    public void save(Path store, Passphrase passphrase) {
        KeyStoreFile.write(store, passphrase, entries());
    }

    /** The same in place of the file that is there, as a whole. */
    void replace(Path store, Passphrase passphrase) {
        KeyStoreFile.replace(store, passphrase, entries());
    }

    private List<KeyStoreFile.Entry> entries() {
        return List.of(
                new KeyStoreFile.Entry(TLS, privateKey(), shown.chain()),
                StatementKeyEntry.of(statementKeys, subject.principal().name()));
    }

    /**
     * Takes over a renewed certificate with its key: what connects from here on shows it, and what is connected stays (SICP-9).
     * The statement key is the same, so no view changes (SICP-14).
     *
     * @throws TestudoException if it is of another principal, group or statement key, or revoked; nothing has changed then
     */
    public void renew(Credentials fresh) {
        if (!fresh.subject.equals(subject)) throw refused("is of " + fresh.principal() + " in " + fresh.group());
        if (!fresh.statementKey().equals(statementKey())) {
            throw refused("has another statement key; renew it with testudo keys renew, which keeps it");
        }
        try {
            authority.identify(fresh.shown.chain(), group(), standing);
        } catch (CertificateException e) {
            throw refused("holds a certificate that others would refuse: " + e.getMessage());
        }
        shownBefore = shown;
        shown = fresh.shown;
    }

    private TestudoException refused(String why) {
        return new TestudoException("renewal of " + principal() + ": the store " + why);
    }

    /** What TLS shows now. */
    Shown shown() {
        return shown;
    }

    /** What a handshake began with, also if it was renewed since. */
    Optional<Shown> shown(String alias) {
        return Stream.of(shown, shownBefore)
                .filter(each -> each.alias().equals(alias))
                .findFirst();
    }

    /**
     * The public card, which the certificate's key signs (SICP-14).
     *
     * @throws TestudoException if the private key cannot sign
     */
    public Card card() {
        Shown now = shown;
        try {
            java.security.Signature signer = java.security.Signature.getInstance(CertificateMaker.algorithm(now.key));
            signer.initSign(now.key);
            signer.update(Card.statement(group(), principal(), statementKey()));
            return new Card(subject, statementKey(), Card.Issued.of(now), signer.sign());
        } catch (SignatureException | CertificateEncodingException e) {
            throw new TestudoException("the private key of " + principal() + " cannot sign", e);
        } catch (GeneralSecurityException e) {
            throw new TestudoException("the private key of " + principal() + " is of an unknown kind", e);
        }
    }

    public String group() {
        return subject.group();
    }

    public Principal principal() {
        return subject.principal();
    }

    public StatementKey statementKey() {
        return statementKeys.key();
    }

    /** The key pair that signs view-free statements. */
    public StatementKeyPair statementKeys() {
        return statementKeys;
    }

    /** Signs this principal's own view-free statements; nothing else. */
    public Signer signer() {
        return (header, body) -> header instanceof StatementHeader.ViewFree free
                        && free.origin().principal().equals(principal())
                        && free.origin().key().equals(statementKey())
                ? statementKeys.sign(header.statement(body))
                : Optional.empty();
    }

    /** The certificate that TLS shows. */
    public X509Certificate certificate() {
        return shown.certificate;
    }

    /** When others begin to refuse it: when the first certificate of its path expires. */
    public Instant expires() {
        return shown.chain().stream()
                .map(each -> each.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** The private key of the certificate. */
    public PrivateKey privateKey() {
        return shown.key;
    }

    /** The group's authority. */
    public AuthorityCertificate authority() {
        return authority;
    }

    /** What the group has decided of certificates, as far as their owner has heard: shared by all its connections. */
    public Standing standing() {
        return standing;
    }

    /** Digest of the certificate. */
    public Digest fingerprint() {
        try {
            return Digest.of(certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("an encoded certificate was read", e);
        }
    }

    @Override
    public String toString() {
        return "credentials of " + principal() + " in " + group();
    }
}
