package org.testudo.sicp.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** SICP-8, SICP-10, SICP-13: what an attacker makes of signatures in batches, with real Ed25519. */
class BatchAttackTest {
    private static final GroupLife LIFE = new GroupLife(Digest.ZERO, Digest.of(new byte[] {1}));
    private static final GroupLife OTHER_LIFE = new GroupLife(Digest.ZERO, Digest.of(new byte[] {2}));

    private final Ed25519Verifier ed25519 = new Ed25519Verifier(Optional.empty());
    private final Verifier verifier = new Verifier() {
        @Override
        public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
            return ed25519.verify(key, root.signedBytes(), rootSignature);
        }

        @Override
        public boolean certified(Claim.Certified claim) {
            return false;
        }
    };
    private final StatementKeyPair alice = StatementKeyPair.generate();
    private final StatementKeyPair mallory = StatementKeyPair.generate();
    private final List<byte[]> votes = votes(LIFE, 11);
    private final List<Signature> signatures = alice.signAll(votes).orElseThrow();

    private static List<byte[]> votes(GroupLife life, int count) {
        List<byte[]> votes = new ArrayList<>();
        for (int slot = 0; slot < count; slot++) votes.add(vote(life, slot));
        return votes;
    }

    private static byte[] vote(GroupLife life, int slot) {
        return new StatementHeader.ViewBound(life, 1, 0, slot, 0x0107).statement(new byte[] {7});
    }

    private static byte[] bytes(Signature signature) {
        return WireWriter.bytes(signature::write);
    }

    private static Signature read(byte[] bytes) throws MalformedException {
        return WireReader.whole(bytes, Signature::read);
    }

    private boolean holds(byte[] statement, Signature signature) {
        return verifier.verify(alice.key(), statement, signature);
    }

    @Test
    void everyStatementOfABatchIsProvedByItsOwnSignatureAlone() {
        for (int i = 0; i < votes.size(); i++) {
            for (int j = 0; j < votes.size(); j++) {
                assertThat(holds(votes.get(i), signatures.get(j))).isEqualTo(i == j);
            }
        }
    }

    @Test
    void otherStatementsSignersKeysAndLivesAreRefuted() {
        assertThat(holds(vote(LIFE, 99), signatures.get(3))).isFalse();
        assertThat(holds(vote(OTHER_LIFE, 3), signatures.get(3))).isFalse();
        assertThat(verifier.verify(mallory.key(), votes.get(3), signatures.get(3)))
                .isFalse();
        List<Signature> hers = mallory.signAll(votes).orElseThrow();
        assertThat(holds(votes.get(3), hers.get(3))).isFalse();
    }

    /** Another root's path under the root signature that one has. */
    @Test
    void pathOfAnotherBatchUnderASignatureOfOnesOwnIsRefuted() throws MalformedException {
        byte[] genuine = bytes(signatures.get(3));
        List<byte[]> others = new ArrayList<>(votes);
        others.set(2, vote(LIFE, 98));
        others.set(3, vote(LIFE, 99));
        byte[] forged = bytes(StatementBatch.of(others).signatures(new byte[64]).get(3));
        System.arraycopy(genuine, 2, forged, 2, 64);

        assertThat(holds(votes.get(3), read(forged))).isFalse();
        assertThat(holds(vote(LIFE, 99), read(forged))).isFalse();
        System.arraycopy(forged, 66, genuine, 66, 32);
        assertThat(holds(vote(LIFE, 99), read(genuine))).isFalse();
    }

    @Test
    void everyOtherIndexAndCountIsMalformedOrRefuted() throws MalformedException {
        byte[] genuine = bytes(signatures.get(5));
        int readable = 0;
        for (int count = 1; count <= 256; count++) {
            for (int index = 0; index < 256; index++) {
                byte[] forged = genuine.clone();
                forged[0] = (byte) (count - 1);
                forged[1] = (byte) index;
                Optional<Signature> signature = readable(forged);
                if (signature.isEmpty() || Arrays.equals(forged, genuine)) continue;
                readable++;
                assertThat(holds(votes.get(5), signature.get())).isFalse();
            }
        }
        assertThat(readable).isPositive();
    }

    private static Optional<Signature> readable(byte[] bytes) {
        try {
            return Optional.of(read(bytes));
        } catch (MalformedException expected) {
            return Optional.empty();
        }
    }

    /** Two leaves' hashes next to each other are the content of the node above: no statement, at no height. */
    @Test
    void innerNodesAreNoStatements() throws MalformedException {
        List<byte[]> four = votes.subList(0, 4);
        byte[] genuine = bytes(alice.signAll(four).orElseThrow().get(2));
        Digest left = Digest.of(out -> out.writeByte(0).writeFixed(four.get(0)));
        Digest right = Digest.of(out -> out.writeByte(0).writeFixed(four.get(1)));
        byte[] children = WireWriter.bytes(out -> out.writeFixed(left.toBytes()).writeFixed(right.toBytes()));
        byte[] withTag = WireWriter.bytes(out -> out.writeByte(1).writeFixed(children));
        Digest sibling = Digest.of(out -> out.writeByte(1)
                .writeFixed(
                        Digest.of(it -> it.writeByte(0).writeFixed(four.get(2))).toBytes())
                .writeFixed(
                        Digest.of(it -> it.writeByte(0).writeFixed(four.get(3))).toBytes()));
        for (int count : new int[] {2, 3, 4}) {
            byte[] forged = Arrays.copyOf(genuine, 66 + 32);
            forged[0] = (byte) (count - 1);
            forged[1] = (byte) (count == 3 ? 2 : 0);
            System.arraycopy(sibling.toBytes(), 0, forged, 66, 32);
            readable(forged).ifPresent(it -> {
                assertThat(holds(children, it)).isFalse();
                assertThat(holds(withTag, it)).isFalse();
            });
        }
    }

    /** Whoever gets a key to sign bytes of his choosing as a statement has no root by it, nor the reverse. */
    @Test
    void rootSignedAsAStatementIsNoRoot() {
        BatchRoot wanted = StatementBatch.of(List.of(vote(LIFE, 99))).root();
        Signature tricked = alice.sign(wanted.signedBytes()).orElseThrow();

        assertThat(holds(vote(LIFE, 99), Signature.fromBytes(tricked.rootSignature())))
                .isFalse();
        assertThat(holds(wanted.signedBytes(), tricked)).isTrue();
        assertThat(ed25519.verify(alice.key(), wanted.signedBytes(), tricked.rootSignature()))
                .isFalse();
        assertThat(ed25519.verify(alice.key(), votes.get(0), signatures.get(0).rootSignature()))
                .isFalse();
    }

    @Test
    void mutatedSignaturesNeverThrowAndNeverVerify() {
        Random random = new Random(8);
        int readable = 0;
        for (int round = 0; round < 3_000; round++) {
            int index = random.nextInt(votes.size());
            byte[] genuine = bytes(signatures.get(index));
            byte[] mutated = mutated(genuine, random);
            Optional<Signature> signature = Arrays.equals(mutated, genuine) ? Optional.empty() : readable(mutated);
            if (signature.isEmpty()) continue;
            readable++;
            assertThat(holds(votes.get(index), signature.get()))
                    .as("round %s", round)
                    .isFalse();
            assertThat(bytes(signature.get())).as("one encoding").isEqualTo(mutated);
        }
        assertThat(readable).isGreaterThan(500);
    }

    private static byte[] mutated(byte[] genuine, Random random) {
        int kind = random.nextInt(4);
        byte[] mutated =
                kind == 0 ? Arrays.copyOf(genuine, random.nextInt(Signature.MAX_ENCODED + 1)) : genuine.clone();
        if (mutated.length == 0) return mutated;
        if (kind == 1) mutated[random.nextInt(Math.min(2, mutated.length))] = (byte) random.nextInt(16);
        int flips = kind == 2 ? 1 : random.nextInt(4);
        for (int i = 0; i < flips; i++) mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
        return mutated;
    }

    @Test
    void everyFlippedBitIsMalformedOrRefuted() {
        byte[] genuine = bytes(signatures.get(10));
        for (int bit = 0; bit < 8 * genuine.length; bit++) {
            byte[] flipped = genuine.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(readable(flipped).filter(it -> holds(votes.get(10), it))).isEmpty();
        }
    }
}
