package org.testudo.sicp.credentials;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.jspecify.annotations.Nullable;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.wire.MalformedException;

/**
 * Reads CRLs (RFC 5280) of the group's authority (SICP-11). What a CRL says is decided by its bytes and the authority alone,
 * with the pinned Bouncy Castle, so that all members decide alike; its dates are not asked (G-2).
 *
 * <p>An entry names a certificate by its serial number. Of which statement key it is, the group cannot know from that: so
 * {@code testudo keys revoke} adds an extension that names the principal and the key, {@link #BEARER}. Without it an entry
 * revokes the certificate alone.
 */
final class Crl {
    /** The extension of an entry: a sequence of the principal, as {@code member:alice}, and the statement key. */
    static final ASN1ObjectIdentifier BEARER = new ASN1ObjectIdentifier("2.25.293434782144104126096106401354627031639");

    private static final Set<ASN1ObjectIdentifier> OF_LIST =
            new LinkedHashSet<>(List.of(Extension.cRLNumber, Extension.authorityKeyIdentifier));
    private static final Set<ASN1ObjectIdentifier> OF_ENTRY =
            new LinkedHashSet<>(List.of(Extension.reasonCode, Extension.invalidityDate, BEARER));
    private static final BigInteger MOST_NUMBER = BigInteger.valueOf(Long.MAX_VALUE);

    private Crl() {}

    /**
     * What a CRL says.
     *
     * @throws MalformedException with a reason for people, if it is not a complete CRL that this authority signed, or has what
     *     not every member would understand
     */
    static RevocationList read(byte[] der, AuthorityCertificate authority) throws MalformedException {
        if (der.length > Command.Revoke.MAX_CRL) {
            throw new MalformedException(
                    der.length + " bytes are too many for a CRL, the most are " + Command.Revoke.MAX_CRL);
        }
        try {
            X509CRLHolder crl = new X509CRLHolder(der);
            if (!Arrays.equals(crl.toASN1Structure().getEncoded("DER"), der))
                throw new MalformedException("it is not in the form DER");
            requireSigned(crl.toASN1Structure().getTBSCertList(), crl, authority);
            return new RevocationList(number(crl), entries(crl));
        } catch (IOException | RuntimeException e) {
            throw new MalformedException("it is no CRL (" + e.getMessage() + ")");
        }
    }

    private static void requireSigned(TBSCertList content, X509CRLHolder crl, AuthorityCertificate authority)
            throws IOException, MalformedException {
        SubjectPublicKeyInfo issuer = SubjectPublicKeyInfo.getInstance(
                authority.certificate().getPublicKey().getEncoded());
        byte[] signature = crl.toASN1Structure().getSignature().getOctets();
        boolean signed = crl.toASN1Structure().getSignatureAlgorithm().equals(content.getSignature())
                && PublicKeys.verify(issuer, content.getEncoded("DER"), signature);
        if (!signed) throw new MalformedException("it is not signed by the group's CA " + authority.digest());
    }

    private static long number(X509CRLHolder crl) throws MalformedException {
        requireKnown(crl.getExtensions(), OF_LIST);
        Extension extension = crl.getExtension(Extension.cRLNumber);
        if (extension == null) throw new MalformedException("it has no CRL number");
        BigInteger number = ASN1Integer.getInstance(extension.getParsedValue()).getValue();
        if (number.signum() <= 0 || number.compareTo(MOST_NUMBER) > 0) {
            throw new MalformedException("its number is " + number + "; numbers begin with 1");
        }
        return number.longValueExact();
    }

    /** A delta or partial CRL, say, has an extension that is not known here. */
    private static void requireKnown(@Nullable Extensions extensions, Set<ASN1ObjectIdentifier> known)
            throws MalformedException {
        if (extensions == null) return;
        for (ASN1ObjectIdentifier each : extensions.getCriticalExtensionOIDs()) {
            if (!known.contains(each)) throw new MalformedException("it has the unknown critical extension " + each);
        }
    }

    private static List<Revocation> entries(X509CRLHolder crl) throws MalformedException {
        List<Revocation> entries = new ArrayList<>();
        Set<BigInteger> serials = new LinkedHashSet<>();
        for (X509CRLEntryHolder each : lines(crl)) {
            Revocation entry = entry(each);
            if (!serials.add(entry.serial())) throw new MalformedException("it names one certificate twice");
            entries.add(entry);
            if (entries.size() > RevocationList.MAX_ENTRIES) {
                throw new MalformedException("it has more than " + RevocationList.MAX_ENTRIES + " entries");
            }
        }
        return entries;
    }

    /** The entries, of which the library says no type. */
    static List<X509CRLEntryHolder> lines(X509CRLHolder crl) {
        List<X509CRLEntryHolder> lines = new ArrayList<>();
        for (Object each : crl.getRevokedCertificates()) lines.add((X509CRLEntryHolder) each);
        return lines;
    }

    private static Revocation entry(X509CRLEntryHolder entry) throws MalformedException {
        requireKnown(extensions(entry), OF_ENTRY);
        BigInteger serial = entry.getSerialNumber();
        if (!CertificateSerials.isSerial(serial)) {
            throw new MalformedException("it has a serial number that no certificate has");
        }
        Extension bearer = entry.getExtension(BEARER);
        return new Revocation(serial, bearer == null ? Optional.empty() : Optional.of(bearer(bearer)));
    }

    /** All extensions of an entry; null if it has none. */
    static @Nullable Extensions extensions(X509CRLEntryHolder entry) {
        if (!entry.hasExtensions()) return null;
        List<Extension> all = new ArrayList<>();
        for (Object oid : entry.getExtensionOIDs()) all.add(entry.getExtension((ASN1ObjectIdentifier) oid));
        return new Extensions(all.toArray(Extension[]::new));
    }

    private static Bearer bearer(Extension extension) throws MalformedException {
        ASN1Sequence content = ASN1Sequence.getInstance(extension.getParsedValue());
        if (content.size() != 2) throw new MalformedException("an entry does not name its bearer");
        String[] who =
                ASN1UTF8String.getInstance(content.getObjectAt(0)).getString().split(":", -1);
        byte[] key = ASN1OctetString.getInstance(content.getObjectAt(1)).getOctets();
        for (Principal.Kind kind : Principal.Kind.values()) {
            boolean named = who.length == 2 && Subject.role(kind).equals(who[0]) && MemberId.isValidName(who[1]);
            if (named && key.length == StatementKey.LENGTH) {
                return new Bearer(new Principal(kind, who[1]), StatementKey.fromBytes(key));
            }
        }
        throw new MalformedException("an entry names a bearer of no role, name or key");
    }

    /** The extension that names a bearer; not critical, so that other readers of CRLs bear it. */
    static Extension extension(Bearer bearer) throws IOException {
        DERSequence content = new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
            new DERUTF8String(bearer.principal().toString()),
            new DEROctetString(bearer.key().toBytes())
        });
        return new Extension(BEARER, false, content.getEncoded());
    }
}
