package org.testudo.sicp.credentials;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.sicp.signature.StatementKeyPair;

/** The group's authority with its private key: founds a group's identities (SICP-1). Needed to issue, never to run. */
public final class Authority {
    /** How long a new authority is valid. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(3650);

    /** How long what it issues is valid. */
    public static final Duration ISSUED_VALIDITY = Duration.ofDays(365);

    private static final String ALIAS = "authority";
    private static final String WHAT = "authority";

    private final AuthorityCertificate certificate;
    private final Optional<X509Certificate> intermediate;
    private final PrivateKey key;

    private Authority(X509Certificate root, Optional<X509Certificate> intermediate, PrivateKey key) {
        this.certificate = AuthorityCertificate.of(root);
        this.intermediate = intermediate;
        this.key = key;
    }

    /** Makes an authority with an Ed25519 key. */
    public static Authority create(String group) {
        return create(group, KeyAlgorithm.ED25519, DEFAULT_VALIDITY);
    }

    /**
     * Makes an authority for a group.
     *
     * @param group under the rules of {@link MemberId}
     */
    public static Authority create(String group, KeyAlgorithm algorithm, Duration validity) {
        if (!MemberId.isValidName(group)) {
            throw new IllegalArgumentException(
                    "group '" + group + "': use 1 to 64 of a-z 0-9 . _ - beginning with a letter or digit");
        }
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, group)
                .addRDN(BCStyle.CN, group + " authority")
                .build();
        KeyPair pair = newPair(algorithm);
        return new Authority(
                CertificateMaker.authority(name, pair, CertificateMaker.Validity.lasting(validity)),
                Optional.empty(),
                pair.getPrivate());
    }

    /**
     * Reads an authority that {@link #save} wrote.
     *
     * @throws TestudoException if the store is missing, unreadable or not that of an authority, or the pass phrase wrong
     */
    public static Authority load(Path store, Passphrase passphrase) {
        KeyStoreFile.Entry entry =
                KeyStoreFile.read(store, passphrase, WHAT, List.of(ALIAS)).get(0);
        try {
            List<X509Certificate> chain = entry.chain();
            boolean between = chain.size() > 1;
            return new Authority(
                    chain.get(chain.size() - 1), between ? Optional.of(chain.get(0)) : Optional.empty(), entry.key());
        } catch (IllegalArgumentException e) {
            throw new TestudoException(WHAT + ": " + store + " holds no authority (" + e.getMessage() + ")", e);
        }
    }

    /** Writes the private key and certificate into a new PKCS#12 file that only this user can read. */
    public void save(Path store, Passphrase passphrase) {
        List<X509Certificate> chain = Stream.concat(intermediate.stream(), Stream.of(certificate.certificate()))
                .toList();
        KeyStoreFile.write(store, passphrase, List.of(new KeyStoreFile.Entry(ALIAS, key, chain)));
    }

    /**
     * Makes an authority that issues in the place of this one, whose key can then be kept offline: of the same group, for as long as
     * this one. It makes no further authority and signs no CRL.
     *
     * @param name under the rules of {@link MemberId}
     * @throws TestudoException if this is one already, has expired, or is not valid yet
     */
    public Authority intermediate(String name) {
        requireRoot("makes no further authority");
        if (!MemberId.isValidName(name)) {
            throw new IllegalArgumentException("authority '" + name + "': use 1 to 64 of a-z 0-9 . _ -");
        }
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, group())
                .addRDN(BCStyle.CN, name + " authority")
                .build();
        KeyPair pair = newPair(KeyAlgorithm.ED25519);
        X509Certificate made = CertificateMaker.intermediate(
                subject,
                pair.getPublic(),
                bounded(CertificateMaker.Validity.lasting(DEFAULT_VALIDITY)),
                new CertificateMaker.Issuer(name(), key));
        return new Authority(certificate.certificate(), Optional.of(made), pair.getPrivate());
    }

    /** What is issued is good for no longer than who issues it, who must be valid now. */
    private CertificateMaker.Validity bounded(CertificateMaker.Validity wanted) {
        X509Certificate issuer = issuer();
        Instant now = Instant.now();
        if (!issuer.getNotAfter().toInstant().isAfter(now)) {
            throw new TestudoException("the authority '" + issuer.getSubjectX500Principal() + "' has expired, at "
                    + issuer.getNotAfter().toInstant() + "; issue with another one");
        }
        // Issued before it begins, a certificate of the root would be good at once, and one of an intermediate perhaps
        // never.
        if (issuer.getNotBefore().toInstant().isAfter(now)) {
            throw new TestudoException("the authority '" + issuer.getSubjectX500Principal() + "' is not valid before "
                    + issuer.getNotBefore().toInstant() + "; issue with another one, or look at this machine's clock");
        }
        CertificateMaker.Validity within = wanted.endingWith(issuer);
        return intermediate.isPresent() ? within.beginningWith(issuer) : within;
    }

    private void requireRoot(String what) {
        if (intermediate.isPresent()) {
            throw new TestudoException("an intermediate authority " + what + "; use the group's own, group-ca.p12");
        }
    }

    /** The public half, which everybody needs. */
    public AuthorityCertificate certificate() {
        return certificate;
    }

    /** The group for which this authority was made. */
    public String group() {
        return IETFUtils.valueToString(name().getRDNs(BCStyle.O)[0].getFirst().getValue());
    }

    /** Issues credentials with Ed25519 keys. */
    public Credentials issue(Principal principal) {
        return issue(principal, KeyAlgorithm.ED25519, ISSUED_VALIDITY);
    }

    /**
     * Issues credentials: a certificate for TLS and a statement key of its own (SICP-14).
     *
     * @param validity from an hour ago (clocks differ) to this long from now, but no longer than this authority's own
     * @throws TestudoException if this authority has expired, or is not valid yet
     */
    public Credentials issue(Principal principal, KeyAlgorithm algorithm, Duration validity) {
        return issue(principal, algorithm, CertificateMaker.Validity.lasting(validity), group());
    }

    Credentials issue(Principal principal, KeyAlgorithm algorithm, CertificateMaker.Validity validity, String group) {
        KeyPair pair = newPair(algorithm);
        X509Certificate holder = CertificateMaker.holder(
                new Subject(group, principal).name(),
                pair.getPublic(),
                bounded(validity),
                new CertificateMaker.Issuer(name(), key));
        return new Credentials(
                new Subject(group, principal),
                new Credentials.Shown(holder, pair.getPrivate(), intermediate),
                StatementKeyPair.generate(),
                certificate);
    }

    /**
     * Renews credentials: a new certificate with a new key, for the same principal with the same statement key (SICP-14).
     *
     * @throws TestudoException if they are of another authority, or this one has expired or is not valid yet
     */
    public Credentials renew(Credentials old) {
        return renew(old, ISSUED_VALIDITY);
    }

    Credentials renew(Credentials old, Duration validity) {
        if (!old.authority().digest().equals(certificate.digest())) {
            throw new TestudoException(
                    old + " are of another authority, " + old.authority().digest());
        }
        KeyPair pair = newPair(KeyAlgorithm.of(old.certificate().getPublicKey()).orElse(KeyAlgorithm.ED25519));
        Subject subject = new Subject(old.group(), old.principal());
        X509Certificate holder = CertificateMaker.holder(
                subject.name(),
                pair.getPublic(),
                bounded(CertificateMaker.Validity.lasting(validity)),
                new CertificateMaker.Issuer(name(), key));
        return new Credentials(
                subject,
                new Credentials.Shown(holder, pair.getPrivate(), intermediate),
                old.statementKeys(),
                certificate);
    }

    /**
     * The next CRL: all that the one before revokes, and more (SICP-11).
     *
     * @param before the CRL before; empty: there is none, and this gets number 1
     * @throws IllegalArgumentException if it would have more entries or bytes than members take
     */
    public CrlFile revoke(Optional<CrlFile> before, List<Revocation> more) {
        requireRoot("signs no CRL");
        long number = before.map(it -> it.list().number()).orElse(0L) + 1;
        List<Revocation> fresh = more.stream()
                .filter(each -> before.flatMap(it -> it.list().of(each.serial()))
                        .filter(old -> old.bearer().isPresent() || each.bearer().isEmpty())
                        .isEmpty())
                .toList();
        byte[] der = CrlMaker.make(new CertificateMaker.Issuer(name(), key), number, before.map(CrlFile::der), fresh);
        try {
            return new CrlFile(Crl.read(der, certificate), der);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the CRL cannot grow: " + e.getMessage(), e);
        }
    }

    /** Signs what it issues. */
    PrivateKey privateKey() {
        return key;
    }

    private X509Certificate issuer() {
        return intermediate.orElse(certificate.certificate());
    }

    private X500Name name() {
        return X500Name.getInstance(issuer().getSubjectX500Principal().getEncoded());
    }

    private static KeyPair newPair(KeyAlgorithm algorithm) {
        try {
            return algorithm.generate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes " + algorithm + " keys", e);
        }
    }

    @Override
    public String toString() {
        return certificate.toString();
    }
}
