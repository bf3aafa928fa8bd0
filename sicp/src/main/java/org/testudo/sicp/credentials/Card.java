package org.testudo.sicp.credentials;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.sicp.signature.Ed25519Reference;

/**
 * The public card of a principal: its certificate, its statement key, and the word of the certificate's key that the
 * statement key is its own (SICP-14). Whether a card is good is decided by its bytes and the authority alone, with the
 * pinned Bouncy Castle, so that all members decide alike; expiry is not asked (G-2). As bytes it begins with the serial numbers
 * of its certificates, which the cores of the group compare with the CRL in force (SICP-11).
 */
public final class Card {
    /** The largest encoded card in bytes. */
    public static final int MAX_BYTES = 16 << 10;

    private static final int MAX_CERTIFICATE = 8 << 10;
    private static final int MAX_SIGNATURE = 1024;
    private static final int VERSION = 1;
    private static final String BLOCK = "TESTUDO CARD";

    private final String group;
    private final Principal principal;
    private final StatementKey statementKey;
    private final CertificateSerials serials;
    private final byte[] certificate;
    private final Optional<byte[]> intermediate;
    private final byte[] signature;

    /**
     * A certificate, and that of the intermediate authority that issued it, if one did.
     *
     * @param serials what the card says of them; whether that is so decides whether it is genuine
     */
    record Issued(CertificateSerials serials, byte[] certificate, Optional<byte[]> intermediate) {
        static Issued of(Credentials.Shown shown) throws CertificateEncodingException {
            Optional<X509Certificate> issuer = shown.intermediate();
            CertificateSerials serials =
                    new CertificateSerials(serial(shown.certificate()), issuer.map(Issued::serial));
            return new Issued(
                    serials,
                    shown.certificate().getEncoded(),
                    issuer.isPresent() ? Optional.of(issuer.get().getEncoded()) : Optional.empty());
        }

        private static BigInteger serial(X509Certificate of) {
            BigInteger serial = of.getSerialNumber();
            if (CertificateSerials.isSerial(serial)) return serial;
            throw new TestudoException(
                    "the certificate of '" + of.getSubjectX500Principal() + "' has the serial number "
                            + serial + ", which no CRL could name: issue one with a positive number of at most "
                            + CertificateSerials.MAX_BYTES + " bytes");
        }
    }

    Card(Subject subject, StatementKey statementKey, Issued issued, byte[] signature) {
        this.group = subject.group();
        this.principal = subject.principal();
        this.statementKey = statementKey;
        this.serials = issued.serials;
        this.certificate = issued.certificate;
        this.intermediate = issued.intermediate;
        this.signature = signature;
    }

    /**
     * Reads a card file and verifies it.
     *
     * @param what the setting that names the file, for errors
     * @throws TestudoException if it is missing or unreadable, or not the card of this principal of this group by this
     *     authority
     */
    public static Card load(Path file, AuthorityCertificate authority, String group, Principal principal, String what) {
        Card card = read(file, what);
        if (!card.group.equals(group)) {
            throw wrong(what, file, "is for group '" + card.group + "', not for '" + group + "'");
        }
        if (!card.principal.equals(principal))
            throw wrong(what, file, "is of " + card.principal + ", not of " + principal);
        if (!card.isGenuine(authority)) {
            throw wrong(what, file, "is not certified by the group's CA " + authority.digest());
        }
        return card;
    }

    /**
     * The same, of whichever member of the group it is.
     *
     * @throws TestudoException also if it is no member's
     */
    public static Card load(Path file, AuthorityCertificate authority, String group, String what) {
        Card card = load(file, authority, what);
        boolean member = card.group.equals(group) && card.principal.kind() == Principal.Kind.MEMBER;
        if (member) return card;
        throw wrong(
                what,
                file,
                "is of " + card.principal + " in group '" + card.group + "', not of a member in '" + group + "'");
    }

    /** The same, of whatever group and principal it is by this authority. */
    static Card load(Path file, AuthorityCertificate authority, String what) {
        Card card = read(file, what);
        if (card.isGenuine(authority)) return card;
        throw wrong(what, file, "is not certified by the group's CA " + authority.digest());
    }

    private static Card read(Path file, String what) {
        List<PemObject> blocks = PemFile.read(file, what, "copy the public card that testudo keys made there");
        boolean shape = blocks.size() == 2
                && blocks.get(0).getType().equals(PemFile.CERTIFICATE)
                && blocks.get(1).getType().equals(BLOCK);
        if (!shape) throw wrong(what, file, "is not a card: it must hold one certificate and one " + BLOCK);
        try {
            Card card = decode(blocks.get(1).getContent());
            if (!Arrays.equals(card.certificate, blocks.get(0).getContent())) {
                throw wrong(what, file, "holds the certificate of another card");
            }
            return card;
        } catch (MalformedException e) {
            throw wrong(what, file, "is damaged (" + e.getMessage() + ")");
        }
    }

    private static TestudoException wrong(String what, Path file, String reason) {
        return new TestudoException(what + ": " + file + " " + reason + "; copy the card that testudo keys made there");
    }

    /** Reads an encoded card; whether it is genuine is another question. */
    public static Card decode(byte[] bytes) throws MalformedException {
        if (bytes.length > MAX_BYTES) throw new MalformedException(bytes.length + " bytes are too long for a card");
        return WireReader.whole(bytes, in -> {
            CertificateSerials serials = CertificateSerials.read(in);
            int version = in.readByte();
            if (version != VERSION) throw new MalformedException("card version " + version);
            Subject subject = new Subject(in.readText(64), Origin.readPrincipal(in));
            StatementKey key = StatementKey.read(in);
            byte[] certificate = in.readBytes(MAX_CERTIFICATE);
            byte[] signature = in.readBytes(MAX_SIGNATURE);
            Optional<byte[]> issuer =
                    serials.intermediate().isPresent() ? Optional.of(in.readBytes(MAX_CERTIFICATE)) : Optional.empty();
            return new Card(subject, key, new Issued(serials, certificate, issuer), signature);
        });
    }

    /** The card as bytes: what opens a client's session (AB-22). */
    public byte[] encode() {
        return WireWriter.bytes(out -> {
            serials.write(out);
            out.writeByte(VERSION).writeText(group);
            Origin.writePrincipal(principal, out);
            statementKey.write(out);
            out.writeBytes(certificate).writeBytes(signature);
            intermediate.ifPresent(out::writeBytes);
        });
    }

    /** What the certificate's key signs. */
    static byte[] statement(String group, Principal principal, StatementKey key) {
        return WireWriter.bytes(out -> {
            out.writeText("testudo card").writeByte(VERSION).writeText(group);
            Origin.writePrincipal(principal, out);
            key.write(out);
        });
    }

    /** Whether the authority issued the certificate to this principal, whose key vouches for a valid statement key. */
    public boolean isGenuine(AuthorityCertificate authority) {
        try {
            X509CertificateHolder holder = new X509CertificateHolder(certificate);
            return Arrays.equals(holder.getEncoded(), certificate)
                    && holder.getSerialNumber().equals(serials.holder())
                    && isIssued(holder, authority)
                    && Subject.of(holder.getSubject()).equals(Optional.of(new Subject(group, principal)))
                    && Ed25519Reference.validate(statementKey).isPresent()
                    && PublicKeys.verify(
                            holder.getSubjectPublicKeyInfo(), statement(group, principal, statementKey), signature);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private boolean isIssued(X509CertificateHolder holder, AuthorityCertificate authority) throws IOException {
        SubjectPublicKeyInfo root = SubjectPublicKeyInfo.getInstance(
                authority.certificate().getPublicKey().getEncoded());
        if (intermediate.isEmpty()) return serials.intermediate().isEmpty() && isSigned(holder, root);
        X509CertificateHolder issuer = new X509CertificateHolder(intermediate.get());
        return Arrays.equals(issuer.getEncoded(), intermediate.get())
                && serials.intermediate()
                        .filter(issuer.getSerialNumber()::equals)
                        .isPresent()
                && isAuthority(issuer)
                && issuer.getSubject().equals(holder.getIssuer())
                && isWithin(issuer, holder)
                && isSigned(issuer, root)
                && isSigned(holder, issuer.getSubjectPublicKeyInfo());
    }

    /** By the bytes alone, whatever the time is. */
    private static boolean isWithin(X509CertificateHolder issuer, X509CertificateHolder holder) {
        return !holder.getNotBefore().before(issuer.getNotBefore())
                && !holder.getNotAfter().after(issuer.getNotAfter());
    }

    /** Whether it may issue to holders, and to nobody else: a member's certificate must not vouch for others. */
    private static boolean isAuthority(X509CertificateHolder issuer) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(issuer.getExtensions());
        KeyUsage usage = KeyUsage.fromExtensions(issuer.getExtensions());
        return constraints != null
                && constraints.isCA()
                && constraints.getPathLenConstraint() != null
                && constraints.getPathLenConstraint().signum() == 0
                && usage != null
                && usage.hasUsages(KeyUsage.keyCertSign);
    }

    private static boolean isSigned(X509CertificateHolder holder, SubjectPublicKeyInfo issuer) throws IOException {
        TBSCertificate content = holder.toASN1Structure().getTBSCertificate();
        return holder.getSignatureAlgorithm().equals(content.getSignature())
                && PublicKeys.verify(issuer, content.getEncoded(), holder.getSignature());
    }

    /** Writes the card as PEM; never overwrites. */
    public void save(Path file) {
        NewFile.writePublic(
                file, PemFile.bytes(new PemObject(PemFile.CERTIFICATE, certificate), new PemObject(BLOCK, encode())));
    }

    public String group() {
        return group;
    }

    public Principal principal() {
        return principal;
    }

    public StatementKey statementKey() {
        return statementKey;
    }

    /** Digest of the certificate. */
    public Digest fingerprint() {
        return Digest.of(certificate);
    }

    /** The certificate, for TLS. */
    public X509Certificate certificate() {
        try {
            return AuthorityCertificate.parse(certificate);
        } catch (CertificateException e) {
            throw new TestudoException("the certificate in the card of " + principal + " is damaged", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Card that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Objects.hash(group, principal, statementKey);
    }

    @Override
    public String toString() {
        return "card of " + principal + " in " + group + " with statement key " + statementKey;
    }
}
