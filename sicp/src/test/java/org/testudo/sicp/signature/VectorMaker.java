package org.testudo.sicp.signature;

import static java.math.BigInteger.ONE;
import static org.testudo.sicp.signature.EdwardsPoint.ORDER;
import static org.testudo.sicp.signature.EdwardsPoint.P;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.testudo.kernel.statement.StatementKey;

/** Makes the vectors: what a signer who knows its private key can do beside what RFC 8032 tells it to. */
final class VectorMaker {
    private static final BigInteger ALL_BUT_SIGN = BigInteger.TWO.pow(255).subtract(ONE);

    private final Random random = new Random(25519);
    private final List<SignatureVectors.Vector> vectors = new ArrayList<>();
    private final List<EdwardsPoint> torsion = EdwardsPoint.smallOrder();

    static List<SignatureVectors.Vector> all() {
        VectorMaker maker = new VectorMaker();
        maker.torsionInR();
        maker.torsionInKey();
        maker.smallOrderPoints();
        maker.encodings();
        maker.wrongOnes();
        return maker.vectors;
    }

    private void torsionInR() {
        for (int i = 0; i < 8; i++) {
            for (int n = 0; n < 3; n++) sign("torsion-" + i + "-in-r-" + n, torsion.get(0), torsion.get(i), true);
        }
    }

    /** A key with torsion is not of prime order: nothing is valid under it, though most providers say yes at times. */
    private void torsionInKey() {
        for (int i = 1; i < 8; i++) {
            for (int n = 0; n < 2; n++) {
                sign("torsion-" + i + "-in-key-" + n, torsion.get(i), torsion.get(0), false);
                sign("torsion-" + i + "-in-both-" + n, torsion.get(i), torsion.get(8 - i), false);
            }
        }
    }

    private void smallOrderPoints() {
        BigInteger secret = scalar();
        for (int i = 0; i < 8; i++) {
            byte[] statement = statement("small");
            byte[] r = torsion.get(i).encode();
            add("small-order-" + i + "-as-r", secret, torsion.get(0), r, statement, BigInteger.ZERO, true);
            byte[] zero = new byte[32];
            byte[] key = torsion.get(i).encode();
            byte[] neutral = EdwardsPoint.NEUTRAL.encode();
            vector("small-order-" + i + "-as-key", key, statement, neutral, zero, false);
        }
    }

    private void encodings() {
        BigInteger secret = scalar();
        byte[] statement = statement("encoding");
        EdwardsPoint neutral = torsion.get(0);
        byte[] yOfOnePlusP = EdwardsPoint.littleEndian(P.add(ONE));
        add("y-of-r-plus-p", secret, neutral, yOfOnePlusP, statement, BigInteger.ZERO, false);
        byte[] minusZero = EdwardsPoint.littleEndian(ONE.setBit(255));
        add("x-of-r-minus-zero", secret, neutral, minusZero, statement, BigInteger.ZERO, false);
        byte[] minusOne = EdwardsPoint.littleEndian(P.subtract(ONE).setBit(255));
        add("x-of-r-minus-zero-2", secret, neutral, minusOne, statement, BigInteger.ZERO, false);
        BigInteger nonce = scalar();
        byte[] r = EdwardsPoint.BASE.times(nonce).encode();
        BigInteger s = response(secret, neutral, r, statement, nonce);
        byte[] key = EdwardsPoint.BASE.times(secret).encode();
        vector("s-plus-order", key, statement, r, EdwardsPoint.littleEndian(s.add(ORDER)), false);
        byte[] keyPlusP = EdwardsPoint.littleEndian(P.add(ONE));
        vector("y-of-key-plus-p", keyPlusP, statement, neutral.encode(), new byte[32], false);
        byte[] noPoint = EdwardsPoint.littleEndian(BigInteger.valueOf(7));
        vector("key-is-no-point", noPoint, statement, r, EdwardsPoint.littleEndian(s), false);
        vector("r-is-no-point", key, statement, noPoint, EdwardsPoint.littleEndian(s), false);
        vector(
                "all-ones",
                key,
                statement,
                EdwardsPoint.littleEndian(ALL_BUT_SIGN),
                EdwardsPoint.littleEndian(s),
                false);
    }

    private void wrongOnes() {
        BigInteger secret = scalar();
        BigInteger nonce = scalar();
        byte[] statement = statement("right");
        byte[] key = EdwardsPoint.BASE.times(secret).encode();
        byte[] r = EdwardsPoint.BASE.times(nonce).encode();
        BigInteger s = response(secret, torsion.get(0), r, statement, nonce);
        vector("right", key, statement, r, EdwardsPoint.littleEndian(s), true);
        vector("other-statement", key, statement("wrong"), r, EdwardsPoint.littleEndian(s), false);
        vector(
                "other-response",
                key,
                statement,
                r,
                EdwardsPoint.littleEndian(s.add(ONE).mod(ORDER)),
                false);
        byte[] otherKey = EdwardsPoint.BASE.times(scalar()).encode();
        vector("other-key", otherKey, statement, r, EdwardsPoint.littleEndian(s), false);
    }

    private void sign(String name, EdwardsPoint addedToKey, EdwardsPoint addedToR, boolean valid) {
        BigInteger nonce = scalar();
        byte[] r = EdwardsPoint.BASE.times(nonce).plus(addedToR).encode();
        add(name, scalar(), addedToKey, r, statement(name), nonce, valid);
    }

    private void add(
            String name,
            BigInteger secret,
            EdwardsPoint addedToKey,
            byte[] r,
            byte[] statement,
            BigInteger nonce,
            boolean valid) {
        byte[] key = EdwardsPoint.BASE.times(secret).plus(addedToKey).encode();
        BigInteger s = response(secret, addedToKey, r, statement, nonce);
        vector(name, key, statement, r, EdwardsPoint.littleEndian(s), valid);
    }

    private static BigInteger response(
            BigInteger secret, EdwardsPoint addedToKey, byte[] r, byte[] statement, BigInteger nonce) {
        byte[] key = EdwardsPoint.BASE.times(secret).plus(addedToKey).encode();
        return nonce.add(challenge(r, key, statement).multiply(secret)).mod(ORDER);
    }

    private static BigInteger challenge(byte[] r, byte[] key, byte[] statement) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            sha.update(r);
            sha.update(key);
            sha.update(statement);
            return EdwardsPoint.fromLittleEndian(sha.digest()).mod(ORDER);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void vector(String name, byte[] key, byte[] statement, byte[] r, byte[] s, boolean valid) {
        byte[] signature = new byte[64];
        System.arraycopy(r, 0, signature, 0, 32);
        System.arraycopy(s, 0, signature, 32, 32);
        vectors.add(new SignatureVectors.Vector(name, StatementKey.fromBytes(key), statement, signature, valid));
    }

    private BigInteger scalar() {
        return new BigInteger(250, random).add(ONE);
    }

    private static byte[] statement(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
