package org.testudo.kernel.statement;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * The serial numbers of the certificates that a card rests on (SICP-11). A card begins with them, so that a core can tell whether
 * one is revoked without reading X.509; that they are those of its certificates is part of {@link Claim.Certified}.
 *
 * @param holder of the certificate that the card is of
 * @param intermediate of the authority that issued it, if it was not the group's own
 */
public record CertificateSerials(BigInteger holder, Optional<BigInteger> intermediate) {
    /** The longest serial number of a certificate in bytes (RFC 5280, section 4.1.2.2). */
    public static final int MAX_BYTES = 20;

    /** @throws IllegalArgumentException if {@link #isSerial} says no of one of them */
    public CertificateSerials {
        requireSerial(holder);
        intermediate.ifPresent(CertificateSerials::requireSerial);
    }

    /** Whether a certificate may have this serial number: positive, and of at most {@link #MAX_BYTES}. */
    public static boolean isSerial(BigInteger number) {
        return number.signum() > 0 && number.bitLength() <= 8 * MAX_BYTES;
    }

    private static void requireSerial(BigInteger number) {
        if (!isSerial(number)) {
            throw new IllegalArgumentException(
                    "serial number " + number + ": it must be positive and of at most " + MAX_BYTES + " bytes");
        }
    }

    /** What a card begins with; empty if it is none. */
    public static Optional<CertificateSerials> ofCard(byte[] card) {
        try {
            return Optional.of(read(new WireReader(card)));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    /** Whether one of them is among these. */
    public boolean anyOf(Set<BigInteger> serials) {
        return serials.contains(holder)
                || intermediate.filter(serials::contains).isPresent();
    }

    public static CertificateSerials read(WireReader in) throws MalformedException {
        return new CertificateSerials(readSerial(in), in.readOptional(CertificateSerials::readSerial));
    }

    public void write(WireWriter out) {
        writeSerial(holder, out);
        out.writeOptional(intermediate, CertificateSerials::writeSerial);
    }

    /** Reads one serial number, which has one encoding. */
    public static BigInteger readSerial(WireReader in) throws MalformedException {
        byte[] magnitude = in.readBytes(MAX_BYTES);
        boolean shortest = magnitude.length > 0 && magnitude[0] != 0;
        if (!shortest) throw new MalformedException("a serial number with leading zeros");
        return new BigInteger(1, magnitude);
    }

    public static void writeSerial(BigInteger serial, WireWriter out) {
        byte[] bytes = serial.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        out.writeBytes(Arrays.copyOfRange(bytes, sign, bytes.length));
    }
}
