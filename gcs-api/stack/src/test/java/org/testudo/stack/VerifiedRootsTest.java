package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementKey;

/** SICP-13: one verification for all statements of a batch, and never another answer than without the memory. */
class VerifiedRootsTest {
    private static final StatementKey ALICE = TestKeys.key("alice");
    private static final int ROOTS = 4;

    private final TestKeys.CountingVerifier verifier = new TestKeys.CountingVerifier();
    private final VerifiedRoots roots = new VerifiedRoots(verifier, 2, ROOTS);

    @Test
    void sixtyFourVotesOfOneBatchCostOneVerification() {
        List<byte[]> votes = statements(0, 64);
        List<Signature> signatures = TestKeys.signatures(ALICE, votes);

        for (int i = 0; i < 64; i++) {
            assertThat(roots.verify(ALICE, votes.get(i), signatures.get(i))).isTrue();
        }

        assertThat(verifier.asked()).isEqualTo(1);
        assertThat(roots.size()).isEqualTo(1);
    }

    @Test
    void rememberedRootProvesNoStatementOutsideItsBatch() {
        List<byte[]> votes = statements(0, 8);
        List<Signature> signatures = TestKeys.signatures(ALICE, votes);
        roots.verify(ALICE, votes.get(0), signatures.get(0));

        assertThat(roots.verify(ALICE, bytes(99), signatures.get(0))).isFalse();
        assertThat(roots.verify(ALICE, votes.get(0), signatures.get(1))).isFalse();
        assertThat(roots.verify(TestKeys.key("bob"), votes.get(1), signatures.get(1)))
                .isFalse();
    }

    /** Else the verdict on one certificate would differ between a member that has seen the root and one that has not. */
    @Test
    void rememberedRootIsNoExcuseForAnotherSignatureOverIt() {
        List<byte[]> votes = statements(0, 2);
        List<Signature> signatures = TestKeys.signatures(ALICE, votes);
        List<Signature> forged = StatementBatch.of(votes).signatures(new byte[Signature.LENGTH]);

        assertThat(roots.verify(ALICE, votes.get(0), signatures.get(0))).isTrue();
        assertThat(roots.verify(ALICE, votes.get(0), forged.get(0))).isFalse();
        assertThat(roots.verify(ALICE, votes.get(1), forged.get(1))).isFalse();
    }

    @Test
    void refusalsAreNotRemembered() {
        Signature wrong = Signature.fromBytes(new byte[Signature.LENGTH]);

        roots.verify(ALICE, bytes(1), wrong);
        roots.verify(ALICE, bytes(1), wrong);

        assertThat(verifier.asked()).isEqualTo(2);
        assertThat(roots.size()).isZero();
    }

    @Test
    void signerMakesForgottenOnlyItsOwnRoots() {
        assertThat(valid(ALICE, 0)).isTrue();
        StatementKey mallory = TestKeys.key("mallory");
        for (int i = 0; i < 100; i++) valid(mallory, i);
        int before = verifier.asked();

        assertThat(valid(ALICE, 0)).isTrue();
        assertThat(verifier.asked()).isEqualTo(before);
        assertThat(roots.size()).isEqualTo(ROOTS + 1);
        assertThat(valid(mallory, 0)).isTrue();
        assertThat(verifier.asked()).isEqualTo(before + 1);
    }

    @Test
    void signersAreBounded() {
        for (int i = 0; i < 100; i++) valid(TestKeys.key("signer " + i), 0);

        assertThat(roots.size()).isEqualTo(2);
    }

    @Test
    void severalThreadsGetTheSameAnswers() throws InterruptedException {
        VerifiedRoots shared = new VerifiedRoots(verifier, 8, 8);
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Thread thread = new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    StatementKey key = TestKeys.key("signer " + i % 16);
                    Signature signature = TestKeys.signature(key, bytes(i % 64));
                    assertThat(shared.verify(key, bytes(i % 64), signature)).isTrue();
                    assertThat(shared.verify(key, bytes(1_000 + i), signature)).isFalse();
                }
            });
            thread.setUncaughtExceptionHandler((ended, failure) -> failures.add(failure));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) thread.join();

        assertThat(failures).isEmpty();
        assertThat(shared.size()).isLessThanOrEqualTo(64);
    }

    private boolean valid(StatementKey key, int number) {
        return roots.verify(key, bytes(number), TestKeys.signature(key, bytes(number)));
    }

    private static List<byte[]> statements(int from, int count) {
        List<byte[]> statements = new ArrayList<>();
        for (int i = from; i < from + count; i++) statements.add(bytes(i));
        return statements;
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }
}
