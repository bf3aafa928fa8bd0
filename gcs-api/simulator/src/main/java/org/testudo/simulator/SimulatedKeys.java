package org.testudo.simulator;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.Principal;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.CertificateSerials;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.wire.WireWriter;

/**
 * The keys of one simulated world. A signature is a keyed hash that only this class can make and check, which is enough:
 * an adversary is code that is handed the keys that it may use. One statement has many valid signatures, told apart by a
 * variant, one in four of them in a batch of up to five, so that nobody may compare statements by signature or rely on its length (SICP-13).
 */
final class SimulatedKeys implements Verifier {
    private final Map<StatementKey, Long> secrets = new HashMap<>();
    private final long authority = secret("authority");

    /** The key pair of this label; the same label gives the same key. */
    StatementKey create(String label) {
        long secret = secret(label);
        byte[] bytes = new byte[StatementKey.LENGTH];
        for (int at = 0; at < bytes.length; at += 8) Bytes.put(bytes, at, SeededRandom.mix(secret + at + 1));
        StatementKey key = StatementKey.fromBytes(bytes);
        secrets.put(key, secret);
        return key;
    }

    Signature sign(StatementKey key, byte[] statement, long variant) {
        int others = Math.floorMod(variant, 4) == 3 ? Math.floorMod(variant, 5) : 0;
        List<byte[]> statements = new ArrayList<>(Collections.nCopies(others, new byte[0]));
        int index = Math.min(Math.floorMod(variant, 3), statements.size());
        statements.add(index, statement);
        StatementBatch batch = StatementBatch.of(statements);
        return batch.signatures(signature(secrets.get(key), batch.root(), variant))
                .get(index);
    }

    @Override
    public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
        Long secret = secrets.get(key);
        return secret != null && Arrays.equals(rootSignature, signature(secret, root, Bytes.get(rootSignature, 0)));
    }

    /** The number of the one certificate of a principal. */
    static BigInteger serial(Principal principal) {
        return BigInteger.valueOf(label(principal) >>> 1).setBit(0);
    }

    /** The card by which the group's authority certifies a key for a principal. */
    byte[] card(Principal principal, StatementKey key) {
        return card(principal, key, new CertificateSerials(serial(principal), Optional.empty()));
    }

    /** The same by an authority in between, or of another certificate. */
    byte[] card(Principal principal, StatementKey key, CertificateSerials serials) {
        byte[] seal = new byte[16];
        Bytes.put(seal, 0, authority);
        byte[] sealed = WireWriter.bytes(out -> {
            serials.write(out);
            key.write(out);
        });
        Bytes.put(seal, 8, Bytes.hash(authority ^ label(principal), sealed));
        return WireWriter.bytes(out -> {
            serials.write(out);
            out.writeFixed(seal);
        });
    }

    @Override
    public boolean certified(Claim.Certified claim) {
        return CertificateSerials.ofCard(claim.card())
                .map(serials -> card(claim.principal(), claim.key(), serials))
                .filter(card -> Arrays.equals(claim.card(), card))
                .isPresent();
    }

    /** The CRL by which the group's authority says this. */
    byte[] crl(RevocationList list) {
        byte[] crl = new byte[16];
        Bytes.put(crl, 0, authority);
        Bytes.put(crl, 8, Bytes.hash(authority, WireWriter.bytes(list::write)));
        return crl;
    }

    @Override
    public boolean listed(Claim.Listed claim) {
        return Arrays.equals(claim.crl(), crl(claim.list()));
    }

    private static byte[] signature(long secret, BatchRoot root, long variant) {
        byte[] bytes = new byte[Signature.LENGTH];
        Bytes.put(bytes, 0, variant);
        long hash = Bytes.hash(secret ^ SeededRandom.mix(variant), root.signedBytes());
        for (int at = 8; at < bytes.length; at += 8) Bytes.put(bytes, at, hash * at);
        return bytes;
    }

    private static long secret(String label) {
        return new SeededRandom(0x5ec7e7).fork(label).nextLong();
    }

    private static long label(Principal principal) {
        return secret(principal.toString());
    }
}
