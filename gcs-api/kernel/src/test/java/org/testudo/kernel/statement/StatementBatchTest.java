package org.testudo.kernel.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.InvariantViolation;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** SICP-8: batches of statements under one signature. */
class StatementBatchTest {
    private static final byte[] ROOT_SIGNATURE = new byte[Signature.LENGTH];

    @Test
    void everyPathOfEveryBatchLeadsToItsRootAndComesBackFromTheWire() throws MalformedException {
        for (int count = 1; count <= StatementBatch.MAX_STATEMENTS; count++) {
            StatementBatch batch = StatementBatch.of(statements(count));
            List<Signature> signatures = batch.signatures(ROOT_SIGNATURE);
            assertThat(signatures).hasSize(count);
            for (int index = 0; index < count; index++) {
                Signature signature = signatures.get(index);
                byte[] bytes = WireWriter.bytes(signature::write);
                assertThat(signature.root(statement(index))).isEqualTo(batch.root());
                assertThat(bytes).hasSize(signature.encodedLength()).hasSizeLessThanOrEqualTo(Signature.MAX_ENCODED);
                assertThat(WireReader.whole(bytes, Signature::read)).isEqualTo(signature);
            }
        }
    }

    /** Against the definition as RFC 9162, section 2.1.1, gives it: split at the largest power of two below the count. */
    @Test
    void rootIsThatOfTheRecursiveDefinition() {
        for (int count = 1; count <= StatementBatch.MAX_STATEMENTS; count++) {
            List<byte[]> statements = statements(count);
            assertThat(StatementBatch.of(statements).root()).isEqualTo(new BatchRoot(recursive(statements), count));
        }
    }

    private static Digest recursive(List<byte[]> statements) {
        int count = statements.size();
        if (count == 1) return Digest.of(out -> out.writeByte(0).writeFixed(statements.get(0)));
        int split = Integer.highestOneBit(count - 1);
        Digest left = recursive(statements.subList(0, split));
        Digest right = recursive(statements.subList(split, count));
        return Digest.of(out -> out.writeByte(1).writeFixed(left.toBytes()).writeFixed(right.toBytes()));
    }

    @Test
    void singleStatementIsABatchOfOneOfSixtySixBytes() {
        Signature alone = Signature.fromBytes(ROOT_SIGNATURE);

        assertThat(alone.encodedLength()).isEqualTo(66);
        assertThat(alone.root(statement(7)))
                .isEqualTo(StatementBatch.of(List.of(statement(7))).root());
    }

    @Test
    void largestBatchHasPathsOfEightHashes() {
        Signature last =
                StatementBatch.of(statements(256)).signatures(ROOT_SIGNATURE).get(255);

        assertThat(last.encodedLength()).isEqualTo(Signature.MAX_ENCODED).isEqualTo(2 + 64 + 8 * 32);
    }

    @Test
    void batchWithoutAStatementOrWithTooManyIsOurBug() {
        assertThatThrownBy(() -> StatementBatch.of(List.of())).isInstanceOf(InvariantViolation.class);
        assertThatThrownBy(() -> StatementBatch.of(statements(257))).isInstanceOf(InvariantViolation.class);
    }

    @Test
    void indexOutsideTheBatchIsMalformed() {
        for (int count = 1; count <= 256; count++) {
            byte[] bytes = new byte[Signature.MAX_ENCODED];
            bytes[0] = (byte) (count - 1);
            for (int index = count; index < 256; index++) {
                bytes[1] = (byte) index;
                assertThatThrownBy(() -> Signature.read(new WireReader(bytes))).isInstanceOf(MalformedException.class);
            }
        }
    }

    /** The length of the path follows from index and count, so that no value has two encodings. */
    @Test
    void shorterAndLongerPathsAreMalformed() {
        for (int count : new int[] {1, 2, 3, 5, 64, 255, 256}) {
            for (Signature each : StatementBatch.of(statements(count)).signatures(ROOT_SIGNATURE)) {
                byte[] bytes = WireWriter.bytes(each::write);
                for (int off : new int[] {-32, -1, 1, 32}) {
                    byte[] other = Arrays.copyOf(bytes, bytes.length + off);
                    assertThatThrownBy(() -> WireReader.whole(other, Signature::read))
                            .isInstanceOf(MalformedException.class);
                }
            }
        }
    }

    @Test
    void rootsOfDifferentBatchesAndCountsAreSignedAsDifferentBytes() {
        BatchRoot root = StatementBatch.of(statements(3)).root();

        assertThat(root.signedBytes()).isNotEqualTo(new BatchRoot(root.hash(), 2).signedBytes());
        assertThat(root.signedBytes())
                .isNotEqualTo(StatementBatch.of(statements(4)).root().signedBytes());
    }

    /** Whatever is signed is a root: it begins with another domain than any statement. */
    @Test
    void statementAndRootHaveDifferentDomains() {
        var header = new StatementHeader.ViewBound(new GroupLife(Digest.ZERO, Digest.ZERO), 1, 2, 3, 4);
        byte[] statement = header.statement(new byte[0]);
        byte[] root = StatementBatch.of(List.of(statement)).root().signedBytes();

        assertThat(Arrays.copyOf(statement, 21)).isEqualTo(WireWriter.bytes(out -> out.writeText("testudo statement")));
        assertThat(Arrays.copyOf(root, 17)).isEqualTo(WireWriter.bytes(out -> out.writeText("testudo batch")));
    }

    @Test
    void innerNodePassesForNoLeafAndNoLeafForANode() {
        List<byte[]> three = statements(3);
        StatementBatch batch = StatementBatch.of(three);
        Digest left = StatementBatch.leaf(three.get(0));
        Digest right = StatementBatch.leaf(three.get(1));
        byte[] node = WireWriter.bytes(out -> out.writeFixed(left.toBytes()).writeFixed(right.toBytes()));

        Signature shorter = Signature.of(0, 2, List.of(StatementBatch.leaf(three.get(2))), ROOT_SIGNATURE);

        assertThat(shorter.root(node).hash()).isNotEqualTo(batch.root().hash());
        assertThat(shorter.root(node).count()).isNotEqualTo(batch.root().count());
        assertThat(Signature.fromBytes(ROOT_SIGNATURE).root(node).hash())
                .isNotEqualTo(StatementBatch.of(three.subList(0, 2)).root().hash());
    }

    @Test
    void pathThatDoesNotFitItsPlaceIsOurBug() {
        assertThatThrownBy(() -> Signature.of(0, 2, List.of(), ROOT_SIGNATURE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signature.of(2, 2, List.of(Digest.ZERO), ROOT_SIGNATURE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signature.fromBytes(new byte[63])).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<byte[]> statements(int count) {
        List<byte[]> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) statements.add(statement(i));
        return statements;
    }

    private static byte[] statement(int number) {
        return new byte[] {(byte) number, (byte) (number >> 8), 9};
    }
}
