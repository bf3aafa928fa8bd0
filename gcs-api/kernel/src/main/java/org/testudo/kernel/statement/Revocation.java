package org.testudo.kernel.statement;

import java.math.BigInteger;
import java.util.Optional;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * One line of a {@link RevocationList}.
 *
 * @param serial of a certificate that nobody may show any more
 * @param bearer whose statement key is revoked with it; empty: the certificate alone, as when it was renewed and then lost
 */
public record Revocation(BigInteger serial, Optional<Bearer> bearer) {
    /** The longest serial number of a certificate in bytes (RFC 5280, section 4.1.2.2). */
    public static final int MAX_SERIAL = 20;

    static Revocation read(WireReader in) throws MalformedException {
        byte[] magnitude = in.readBytes(MAX_SERIAL);
        BigInteger serial = new BigInteger(1, magnitude);
        boolean shortest = magnitude.length > 0 && magnitude[0] != 0;
        if (!shortest) throw new MalformedException("a serial number with leading zeros");
        return new Revocation(serial, in.readOptional(Bearer::read));
    }

    void write(WireWriter out) {
        byte[] bytes = serial.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        out.writeBytes(java.util.Arrays.copyOfRange(bytes, sign, bytes.length));
        out.writeOptional(bearer, Bearer::write);
    }
}
