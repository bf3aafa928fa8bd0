package org.testudo.sicp.signature;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A point of edwards25519 in slow and simple arithmetic, to make points that no library hands out. */
record EdwardsPoint(BigInteger x, BigInteger y) {
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    static final EdwardsPoint NEUTRAL = new EdwardsPoint(BigInteger.ZERO, BigInteger.ONE);
    static final EdwardsPoint BASE;

    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);

    static {
        BigInteger y = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(P))
                .mod(P);
        BASE = withY(y, false);
    }

    /** The point of this y and sign of x. */
    static EdwardsPoint withY(BigInteger y, boolean odd) {
        BigInteger yy = y.multiply(y);
        BigInteger xx = yy.subtract(BigInteger.ONE)
                .multiply(D.multiply(yy).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = root(xx);
        return new EdwardsPoint(x.testBit(0) == odd ? x : P.subtract(x).mod(P), y);
    }

    private static BigInteger root(BigInteger square) {
        BigInteger candidate = square.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (candidate.multiply(candidate).mod(P).equals(square)) return candidate;
        BigInteger i = BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);
        BigInteger other = candidate.multiply(i).mod(P);
        if (!other.multiply(other).mod(P).equals(square)) throw new ArithmeticException("no square");
        return other;
    }

    EdwardsPoint plus(EdwardsPoint other) {
        BigInteger dxxyy = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y);
        BigInteger newX = x.multiply(other.y)
                .add(y.multiply(other.x))
                .multiply(BigInteger.ONE.add(dxxyy).modInverse(P))
                .mod(P);
        BigInteger newY = y.multiply(other.y)
                .add(x.multiply(other.x))
                .multiply(BigInteger.ONE.subtract(dxxyy).modInverse(P))
                .mod(P);
        return new EdwardsPoint(newX, newY);
    }

    EdwardsPoint times(BigInteger factor) {
        EdwardsPoint sum = NEUTRAL;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            sum = sum.plus(sum);
            if (factor.testBit(bit)) sum = sum.plus(this);
        }
        return sum;
    }

    /** The eight points whose order divides eight, the neutral element first. */
    static List<EdwardsPoint> smallOrder() {
        for (long y = 2; ; y++) {
            EdwardsPoint candidate;
            try {
                candidate = withY(BigInteger.valueOf(y), false).times(ORDER);
            } catch (ArithmeticException e) {
                continue;
            }
            if (!candidate.times(BigInteger.valueOf(4)).equals(NEUTRAL)) return multiples(candidate);
        }
    }

    private static List<EdwardsPoint> multiples(EdwardsPoint ofOrderEight) {
        List<EdwardsPoint> points = new ArrayList<>();
        EdwardsPoint point = NEUTRAL;
        for (int i = 0; i < 8; i++, point = point.plus(ofOrderEight)) points.add(point);
        return points;
    }

    /** The encoding of RFC 8032. */
    byte[] encode() {
        return littleEndian(x.testBit(0) ? y.setBit(255) : y);
    }

    static byte[] littleEndian(BigInteger value) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) bytes[i] = value.shiftRight(8 * i).byteValue();
        return bytes;
    }

    static BigInteger fromLittleEndian(byte[] bytes) {
        BigInteger value = BigInteger.ZERO;
        for (int i = bytes.length - 1; i >= 0; i--) value = value.shiftLeft(8).or(BigInteger.valueOf(bytes[i] & 0xff));
        return value;
    }
}
