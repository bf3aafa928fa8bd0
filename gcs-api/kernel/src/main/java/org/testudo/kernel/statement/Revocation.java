package org.testudo.kernel.statement;

import java.math.BigInteger;
import java.util.Optional;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * One line of a {@link RevocationList}.
 *
 * @param serial of a certificate that nobody may show any more; with a bearer, that this bearer may not
 * @param bearer whose statement key is revoked with it; empty: the certificate alone, as when it was renewed and then lost
 */
public record Revocation(BigInteger serial, Optional<Bearer> bearer) {
    static Revocation read(WireReader in) throws MalformedException {
        return new Revocation(CertificateSerials.readSerial(in), in.readOptional(Bearer::read));
    }

    void write(WireWriter out) {
        CertificateSerials.writeSerial(serial, out);
        out.writeOptional(bearer, Bearer::write);
    }
}
