package org.testudo.sicp.credentials;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.util.io.pem.PemObject;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.Digest;

/** The certificate of the group's authority: the one anchor of trust (CA-1). Immutable. */
public final class AuthorityCertificate {
    private static final String WHAT = "group.credentials.trust";

    /** A holder, and one authority between it and this one. */
    private static final int MOST_PATH = 2;

    private final X509Certificate certificate;
    private final Digest digest;

    private AuthorityCertificate(X509Certificate certificate) throws CertificateException {
        this.certificate = certificate;
        digest = Digest.of(certificate.getEncoded());
    }

    /**
     * Reads a PEM file.
     *
     * @throws TestudoException if it is missing, unreadable or not the certificate of an authority
     */
    public static AuthorityCertificate load(Path file) {
        List<PemObject> blocks = PemFile.read(file, WHAT, "copy the group's CA certificate there");
        if (blocks.size() != 1 || !blocks.get(0).getType().equals(PemFile.CERTIFICATE)) {
            throw new TestudoException(WHAT + ": " + file + " must hold one certificate, the group's CA");
        }
        try {
            return of(parse(blocks.get(0).getContent()));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new TestudoException(
                    WHAT + ": " + file + " holds no CA certificate (" + e.getMessage() + "); make it with testudo keys",
                    e);
        }
    }

    /**
     * The anchor that a certificate is.
     *
     * @throws IllegalArgumentException if it is not a self-signed CA certificate with an accepted key
     */
    public static AuthorityCertificate of(X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) throw new IllegalArgumentException("it is not marked as a CA");
        if (KeyAlgorithm.of(certificate.getPublicKey()).isEmpty()) {
            throw new IllegalArgumentException("its key is neither Ed25519 nor P-256 nor RSA with 3072 to 8192 bits");
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return new AuthorityCertificate(certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("it is not signed by itself", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** Names the authority in the genesis. */
    public Digest digest() {
        return digest;
    }

    /** Writes the certificate as PEM; never overwrites. */
    public void save(Path file) {
        try {
            NewFile.writePublic(file, PemFile.bytes(new PemObject(PemFile.CERTIFICATE, certificate.getEncoded())));
        } catch (CertificateException e) {
            throw new IllegalStateException("an encoded certificate was read", e);
        }
    }

    /**
     * Who a certificate says its holder is.
     *
     * @param group the group for which it must have been issued
     * @throws CertificateException with a reason for people if this authority did not issue it for this group, or it is
     *     not valid now
     */
    public Principal identify(X509Certificate holder, String group) throws CertificateException {
        return identify(List.of(holder), group, new Standing(Clock.systemUTC()));
    }

    /**
     * The same, by what the group has decided: a revoked certificate is refused, a seated member's may have expired.
     *
     * @param shown the holder's certificate, then that of an intermediate authority, if one issued it
     */
    Principal identify(List<X509Certificate> shown, String group, Standing standing) throws CertificateException {
        X509Certificate holder = shown.get(0);
        List<X509Certificate> path = Stream.concat(
                        Stream.of(holder), shown.stream().skip(1).filter(each -> !each.equals(certificate)))
                .toList();
        if (path.size() > MOST_PATH) throw new CertificateException("more than one intermediate authority");
        if (KeyAlgorithm.of(holder.getPublicKey()).isEmpty()) {
            throw new CertificateException("its key is neither Ed25519 nor P-256 nor RSA with 3072 to 8192 bits");
        }
        Optional<Subject> named =
                Subject.of(X500Name.getInstance(holder.getSubjectX500Principal().getEncoded()));
        boolean seated = named.filter(it -> standing.holdsSeat(it.principal())).isPresent();
        requireValid(path, seated ? earlier(standing.now(), path) : Date.from(standing.now()));
        if (path.size() == MOST_PATH) requireWithin(path.get(1), holder);
        Subject subject = named.orElseThrow(() -> new CertificateException(
                "the subject '" + holder.getSubjectX500Principal() + "' is not exactly CN=name, OU=role, O=group"));
        if (!subject.group().equals(group)) {
            throw new CertificateException("it is for group '" + subject.group() + "', not for '" + group + "'");
        }
        standing.requireNotFormer(subject.principal(), holder.getNotBefore().toInstant());
        // Whoever sits is out by its own entry alone: with the authority of all members the group would be gone
        // (GM-18).
        List<X509Certificate> counted = seated ? path.subList(0, 1) : path;
        for (X509Certificate each : counted) standing.requireNotRevoked(subject.principal(), each.getSerialNumber());
        return subject.principal();
    }

    /** An authority in between vouches for nothing beyond its own time, and a card that says so is not genuine either (G-2). */
    private static void requireWithin(X509Certificate issuer, X509Certificate holder) throws CertificateException {
        boolean within = !holder.getNotBefore().before(issuer.getNotBefore())
                && !holder.getNotAfter().after(issuer.getNotAfter());
        if (within) return;
        throw new CertificateException(
                "it is valid from " + holder.getNotBefore().toInstant() + " until "
                        + holder.getNotAfter().toInstant() + ", beyond the authority that issued it, which is from "
                        + issuer.getNotBefore().toInstant() + " until "
                        + issuer.getNotAfter().toInstant());
    }

    private static Date earlier(Instant now, List<X509Certificate> path) {
        Date earliest = Date.from(now);
        for (X509Certificate each : path) {
            if (each.getNotAfter().before(earliest)) earliest = each.getNotAfter();
        }
        return earliest;
    }

    /** As the platform validates: signature, dates, constraints, key usage, no unknown critical extension. */
    private void requireValid(List<X509Certificate> path, Date now) throws CertificateException {
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificate, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(now);
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(diagnosis(path, now, e), e);
        }
    }

    private String diagnosis(List<X509Certificate> path, Date now, GeneralSecurityException failure) {
        X509Certificate holder = path.get(0);
        if (!isIssued(path.get(path.size() - 1))) {
            return "it is not issued by the group's CA " + digest + ", but by '" + holder.getIssuerX500Principal()
                    + "'";
        }
        if (now.after(holder.getNotAfter()))
            return "it expired at " + holder.getNotAfter().toInstant();
        if (now.before(holder.getNotBefore())) {
            return "it is not valid before " + holder.getNotBefore().toInstant();
        }
        return "it does not pass validation: " + failure.getMessage();
    }

    private boolean isIssued(X509Certificate holder) {
        try {
            holder.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static X509Certificate parse(byte[] encoded) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    @Override
    public String toString() {
        return "authority " + digest;
    }
}
