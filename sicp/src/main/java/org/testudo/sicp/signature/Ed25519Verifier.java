package org.testudo.sicp.signature;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testudo.kernel.statement.StatementKey;

/**
 * Checks Ed25519 signatures by the one definition of SICP-10, whichever provider does the work: the verdict is always
 * that of {@link Ed25519Reference}. Safe for use by several threads; never throws on hostile input.
 */
public final class Ed25519Verifier {
    /** Keys whose validation is remembered; the least recently used is forgotten. */
    static final int MAX_KEYS = 4096;

    private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** A key that has been validated, and what checks signatures under it. */
    private record Known(Ed25519Reference.Validated reference, FasterVerifier.Check faster) {}

    private static final Logger LOG = LoggerFactory.getLogger(Ed25519Verifier.class);
    private static Ed25519Verifier standard;

    private final Optional<FasterVerifier> faster;
    private final Map<StatementKey, Optional<Known>> keys = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StatementKey, Optional<Known>> eldest) {
            return size() > MAX_KEYS;
        }
    };

    Ed25519Verifier(Optional<FasterVerifier> faster) {
        this.faster = faster;
    }

    /**
     * The one verifier of this process: with the fastest provider that is present and passes the vectors, beside the
     * reference.
     *
     * @throws org.testudo.api.TestudoException if the reference itself fails: the class path holds another Bouncy Castle
     */
    public static synchronized Ed25519Verifier standard() {
        if (standard == null) {
            standard = with(JcaVerifier.corretto());
        }
        return standard;
    }

    /** With this candidate, if the vectors admit it. */
    static Ed25519Verifier with(Optional<FasterVerifier> candidate) {
        SignatureVectors vectors = SignatureVectors.load();
        vectors.requirePassed(new Ed25519Verifier(Optional.empty()));
        Optional<FasterVerifier> admitted = candidate.filter(it -> {
            Optional<String> objection = vectors.objectionTo(it);
            objection.ifPresent(reason -> LOG.warn("signatures: {} is not used: {}", it.name(), reason));
            return objection.isEmpty();
        });
        return new Ed25519Verifier(admitted);
    }

    /** The providers in use, for people. */
    public String describe() {
        return faster.map(it -> it.name() + ", whose no is confirmed by ").orElse("") + "Bouncy Castle";
    }

    /** Whether these are the 64 bytes of a valid signature of the content under the key. */
    public boolean verify(StatementKey key, byte[] content, byte[] signature) {
        Optional<Known> known = known(key);
        if (known.isEmpty()) return false;
        if (faster.isPresent() && isCanonical(signature) && known.get().faster.accepts(content, signature)) return true;
        return known.get().reference.verify(content, signature);
    }

    private Optional<Known> known(StatementKey key) {
        synchronized (keys) {
            Optional<Known> known = keys.get(key);
            if (known != null) return known;
        }
        Optional<Known> validated = Ed25519Reference.validate(key)
                .map(reference ->
                        new Known(reference, faster.map(it -> it.forKey(key)).orElse((content, signature) -> false)));
        synchronized (keys) {
            keys.put(key, validated);
        }
        return validated;
    }

    int rememberedKeys() {
        synchronized (keys) {
            return keys.size();
        }
    }

    /** What the definition demands besides the equation, which a provider's yes might not imply. */
    static boolean isCanonical(byte[] signature) {
        if (number(signature, 32, 0xff).compareTo(ORDER) >= 0) return false;
        BigInteger y = number(signature, 0, 0x7f);
        boolean odd = (signature[31] & 0x80) != 0;
        boolean xIsZero = y.equals(BigInteger.ONE) || y.equals(PRIME.subtract(BigInteger.ONE));
        return y.compareTo(PRIME) < 0 && !(odd && xIsZero);
    }

    private static BigInteger number(byte[] littleEndian, int offset, int lastMask) {
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) bigEndian[31 - i] = littleEndian[offset + i];
        bigEndian[0] &= (byte) lastMask;
        return new BigInteger(1, bigEndian);
    }
}
