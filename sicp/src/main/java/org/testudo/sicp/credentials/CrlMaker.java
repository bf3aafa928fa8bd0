package org.testudo.sicp.credentials;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.testudo.kernel.statement.Revocation;

/** Makes CRLs with the platform's own signatures; no security provider is registered. */
final class CrlMaker {
    private CrlMaker() {}

    /** A CRL with all entries of the one before, if any, and more; where both name a certificate, the later counts. */
    static byte[] make(CertificateMaker.Issuer issuer, long number, Optional<byte[]> before, List<Revocation> more) {
        try {
            X509v2CRLBuilder builder = new X509v2CRLBuilder(issuer.name(), Date.from(Instant.now()));
            if (before.isPresent()) copy(new X509CRLHolder(before.get()), more, builder);
            for (Revocation each : more) add(builder, each);
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
            return builder.build(
                            new JcaContentSignerBuilder(CertificateMaker.algorithm(issuer.key())).build(issuer.key()))
                    .toASN1Structure()
                    .getEncoded("DER");
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("every Java platform signs CRLs", e);
        }
    }

    private static void copy(X509CRLHolder before, List<Revocation> but, X509v2CRLBuilder into) {
        for (X509CRLEntryHolder each : Crl.lines(before)) {
            if (but.stream().anyMatch(it -> it.serial().equals(each.getSerialNumber()))) continue;
            into.addCRLEntry(each.getSerialNumber(), each.getRevocationDate(), Crl.extensions(each));
        }
    }

    private static void add(X509v2CRLBuilder builder, Revocation entry) throws IOException {
        Date now = Date.from(Instant.now());
        if (entry.bearer().isEmpty()) {
            builder.addCRLEntry(entry.serial(), now, CRLReason.superseded);
            return;
        }
        Extension bearer = Crl.extension(entry.bearer().get());
        builder.addCRLEntry(entry.serial(), now, new Extensions(bearer));
    }
}
