package org.testudo.sicp.signature;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.statement.Signature;

/**
 * Measures what a signature costs alone and in batches, by CPU time of one thread, best of five. No test: its name keeps it
 * out of the build. {@code mvn -pl sicp -am test -Dtest=SignatureSpeed -Dsurefire.failIfNoSpecifiedTests=false}
 */
class SignatureSpeed {
    private static final long HALF_A_SECOND = 500_000_000;
    private static final int[] BATCHES = {1, 16, 64, 256};

    private final StatementKeyPair pair = StatementKeyPair.generate();

    @Test
    void measure() {
        System.out.printf(
                "Java %s, %s %s, %d processors%n",
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
        for (int batch : BATCHES) {
            List<byte[]> statements = statements(batch);
            print(
                    "sign, Bouncy Castle",
                    batch,
                    () -> Invariant.check(pair.signAll(statements).isPresent(), "unsigned"));
        }
        measureVerification(Optional.empty());
        JcaVerifier.corretto().ifPresent(it -> measureVerification(Optional.of(it)));
    }

    /** Each batch costs one verification of its root, and each statement its path. */
    private void measureVerification(Optional<FasterVerifier> faster) {
        Ed25519Verifier verifier = new Ed25519Verifier(faster);
        for (int batch : BATCHES) {
            List<byte[]> statements = statements(batch);
            List<Signature> signatures = pair.signAll(statements).orElseThrow();
            print("verify, " + verifier.describe(), batch, () -> {
                for (int i = 0; i < batch; i++) {
                    byte[] content = signatures.get(i).root(statements.get(i)).signedBytes();
                    boolean valid = i > 0
                            || verifier.verify(
                                    pair.key(), content, signatures.get(i).rootSignature());
                    Invariant.check(valid, "refuted");
                }
            });
        }
    }

    private static List<byte[]> statements(int count) {
        List<byte[]> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] statement = new byte[256];
            statement[0] = (byte) i;
            statements.add(statement);
        }
        return statements;
    }

    private static void print(String what, int batch, Runnable run) {
        double best = 0;
        for (int i = 0; i < 5; i++) best = Math.max(best, perSecond(run));
        System.out.printf("%-90s batch of %3d: %,12.0f statements/s%n", what, batch, best * batch);
    }

    private static double perSecond(Runnable run) {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        long runs = 0;
        long spent = 0;
        for (; spent < HALF_A_SECOND; spent = threads.getCurrentThreadCpuTime() - begin) {
            for (int i = 0; i < 20; i++) run.run();
            runs += 20;
        }
        return runs * 1e9 / spent;
    }
}
