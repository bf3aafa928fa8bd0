package org.testudo.sicp.signature;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementKey;

/**
 * An Ed25519 key pair that signs statements (SICP-14) and can be erased (GM-11). Safe for use by several threads; prints
 * only its public half (SICP-9).
 */
public final class StatementKeyPair {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] seed;
    private final StatementKey key;
    private boolean erased;

    private StatementKeyPair(byte[] seed) {
        this.seed = seed;
        byte[] bytes = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, bytes, 0);
        key = StatementKey.fromBytes(bytes);
    }

    /** A fresh key pair. */
    public static StatementKeyPair generate() {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        RANDOM.nextBytes(seed);
        return new StatementKeyPair(seed);
    }

    /** The key pair of a private key of 32 bytes (RFC 8032, section 5.1.5). */
    public static StatementKeyPair fromSeed(byte[] seed) {
        if (seed.length != Ed25519.SECRET_KEY_SIZE) {
            throw new IllegalArgumentException("a private key has 32 bytes, not " + seed.length);
        }
        return new StatementKeyPair(seed.clone());
    }

    /** The public half. */
    public StatementKey key() {
        return key;
    }

    /** Signs this statement alone; empty once the key has been erased. */
    public Optional<Signature> sign(byte[] statement) {
        return signAll(List.of(statement)).map(signatures -> signatures.get(0));
    }

    /** Signs these statements as one batch, in their order (SICP-8); empty once the key has been erased. */
    public Optional<List<Signature>> signAll(List<byte[]> statements) {
        return seed().map(secret -> {
            StatementBatch batch = StatementBatch.of(statements);
            byte[] content = batch.root().signedBytes();
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(secret, 0, key.toBytes(), 0, content, 0, content.length, signature, 0);
            Arrays.fill(secret, (byte) 0);
            return batch.signatures(signature);
        });
    }

    /** A copy of the private half, which the caller must overwrite; empty once the key has been erased. */
    public synchronized Optional<byte[]> seed() {
        return erased ? Optional.empty() : Optional.of(seed.clone());
    }

    /** Overwrites the private half; nothing can be signed with it from here on. */
    public synchronized void erase() {
        Arrays.fill(seed, (byte) 0);
        erased = true;
    }

    @Override
    public String toString() {
        return "key pair of " + key;
    }
}
