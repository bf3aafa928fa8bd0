package org.testudo.stack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.BatchRoot;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Statement;
import org.testudo.kernel.statement.StatementBatch;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.statement.Verifier;
import org.testudo.kernel.view.ViewRecord;

/** Keys of one member in a scheme that only tests can use: whoever knows a public key can sign for it. */
final class TestKeys implements MemberKeys {
    /** Says yes to {@link #signatures} and to cards of one byte, and counts how often it was asked. */
    static final class CountingVerifier implements Verifier {
        private final AtomicInteger asked = new AtomicInteger();
        volatile IntConsumer beforeEach = number -> {};

        @Override
        public boolean verifyRoot(StatementKey key, BatchRoot root, byte[] rootSignature) {
            beforeEach.accept(asked.incrementAndGet());
            return Arrays.equals(rootSignature, rootSignature(key, root));
        }

        @Override
        public boolean certified(Claim.Certified claim) {
            asked.incrementAndGet();
            return claim.card().length == 1;
        }

        int asked() {
            return asked.get();
        }
    }

    private final MemberId self;
    private final Map<Long, StatementKey> byView = new HashMap<>();
    private final Set<Long> erased = new HashSet<>();
    private int made;

    TestKeys(MemberId self) {
        this.self = self;
    }

    static StatementKey statementKey(MemberId member) {
        return key(member + " statement");
    }

    static StatementKey key(String name) {
        return StatementKey.fromBytes(Digest.of(out -> out.writeText(name)).toBytes());
    }

    static Signature signature(StatementKey key, byte[] statement) {
        return signatures(key, List.of(statement)).get(0);
    }

    static List<Signature> signatures(StatementKey key, List<byte[]> statements) {
        StatementBatch batch = StatementBatch.of(statements);
        return batch.signatures(rootSignature(key, batch.root()));
    }

    private static byte[] rootSignature(StatementKey key, BatchRoot root) {
        byte[] half = Digest.of(out -> {
                    key.write(out);
                    out.writeFixed(root.signedBytes());
                })
                .toBytes();
        byte[] whole = new byte[Signature.LENGTH];
        System.arraycopy(half, 0, whole, 0, 32);
        System.arraycopy(half, 0, whole, 32, 32);
        return whole;
    }

    @Override
    public synchronized Optional<Signature> sign(StatementHeader header, byte[] body) {
        return key(header).map(key -> signature(key, header.statement(body)));
    }

    private Optional<StatementKey> key(StatementHeader header) {
        if (header instanceof StatementHeader.ViewFree) return Optional.of(statementKey(self));
        long view = ((StatementHeader.ViewBound) header).view();
        return Optional.ofNullable(byView.get(view)).filter(key -> !erased.contains(view));
    }

    /** One batch for each run of statements of one key. */
    @Override
    public synchronized List<Optional<Signature>> signAll(List<Statement> statements) {
        List<Optional<Signature>> all = new ArrayList<>();
        for (int from = 0, to = 1; from < statements.size(); from = to++) {
            Optional<StatementKey> key = key(statements.get(from).header());
            while (to < statements.size() && key(statements.get(to).header()).equals(key)) to++;
            List<Statement> run = statements.subList(from, to);
            if (key.isEmpty()) run.forEach(each -> all.add(Optional.empty()));
            else
                signatures(key.get(), run.stream().map(Statement::bytes).toList())
                        .forEach(it -> all.add(Optional.of(it)));
        }
        return all;
    }

    @Override
    public synchronized List<StatementKey> newViewKeys(int count) {
        List<StatementKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) keys.add(key(self + " view key " + made++));
        return keys;
    }

    @Override
    public synchronized void installed(ViewRecord view) {
        view.occupant(self).flatMap(it -> it.viewKey()).ifPresent(key -> byView.put(view.id(), key));
    }

    @Override
    public synchronized void erase(long view) {
        erased.add(view);
    }
}
