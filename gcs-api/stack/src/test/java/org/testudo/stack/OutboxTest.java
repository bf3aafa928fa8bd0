package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Signature;
import org.testudo.kernel.statement.Signer;
import org.testudo.kernel.statement.Statement;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewCertificate;

class OutboxTest {
    private static final StatementKey KEY = TestKeys.key("alice");
    private static final int VOTE = 0x0107;

    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final Set<Long> erased = ConcurrentHashMap.newKeySet();
    private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
    private final Signer signer = new Signer() {
        @Override
        public Optional<Signature> sign(StatementHeader header, byte[] body) {
            return signAll(List.of(new Statement(header, body))).get(0);
        }

        @Override
        public List<Optional<Signature>> signAll(List<Statement> statements) {
            batches.add(statements.size());
            List<byte[]> bytes = statements.stream().map(Statement::bytes).toList();
            List<Signature> signatures = TestKeys.signatures(KEY, bytes);
            List<Optional<Signature>> all = new ArrayList<>();
            for (int i = 0; i < signatures.size(); i++) {
                long view = ((StatementHeader.ViewBound) statements.get(i).header()).view();
                all.add(erased.contains(view) ? Optional.empty() : Optional.of(signatures.get(i)));
            }
            return all;
        }
    };
    private final CountDownLatch hold = new CountDownLatch(1);
    private final AtomicInteger reliefs = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Outbox outbox = new Outbox("test", signer, reliefs::incrementAndGet, failure::set);

    @AfterEach
    void stop() {
        outbox.stop();
    }

    @Test
    void runsTasksInTheirOrder() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            add(() -> seen.add(number));
        }

        outbox.start();

        await().until(() -> seen.size() == 1_000);
        assertThat(seen).isSorted();
    }

    /** The loop never waits; it is the intake that holds back. */
    @Test
    void saysThatItIsCongestedAtItsBoundUntilHalfIsDone() {
        outbox.start();
        add(this::awaitHold);
        await().until(() -> outbox.depth() == 0);

        for (int i = 0; i < Outbox.BOUND - 1; i++) add(() -> {});
        assertThat(outbox.congested()).isFalse();
        add(() -> {});
        assertThat(outbox.congested()).isTrue();
        hold.countDown();

        await().until(() -> !outbox.congested());
        await().until(() -> reliefs.get() == 1);
    }

    /** In a step of its own. */
    private void add(Runnable task) {
        outbox.add(task);
        outbox.handOver();
    }

    private void post(Supplier<Letter> letter) {
        outbox.send(letter);
        outbox.handOver();
    }

    private void awaitHold() {
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StatementHeader header(long view, int type) {
        return new StatementHeader.ViewBound(new GroupLife(Digest.ZERO, Digest.ZERO), view, 0, 1, type);
    }

    /** A letter that, once sent, notes its name and the size of its batch, or that it bears no signature. */
    private Letter letter(String name, long view, int type, int bytes) {
        Statement statement = new Statement(header(view, type), name.getBytes(StandardCharsets.UTF_8));
        return new Letter(Optional.of(statement), bytes, signature -> {
            boolean valid = new TestKeys.CountingVerifier().verify(KEY, statement.bytes(), signature.orElseThrow());
            sent.add(name + (valid ? " in " + signature.get().count() : " forged"));
        });
    }

    private void send(String name, long view) {
        post(() -> letter(name, view, VOTE, 100));
    }

    private void finish() {
        CountDownLatch done = new CountDownLatch(1);
        add(done::countDown);
        hold.countDown();
        await().until(() -> done.getCount() == 0);
    }

    @Test
    void lettersThatWaitTogetherAreSignedTogetherAndSentInTheirOrder() {
        add(this::awaitHold);
        send("a", 1);
        post(() -> new Letter(Optional.empty(), 5, signature -> sent.add("plain " + signature.isPresent())));
        send("b", 1);
        send("c", 2);
        outbox.start();

        finish();

        assertThat(sent).containsExactly("a in 3", "plain false", "b in 3", "c in 3");
        assertThat(batches).containsExactly(3);
    }

    /** The thread is free and would take the first at once. */
    @Test
    void lettersOfOneStepAreSignedTogether() {
        outbox.start();

        outbox.send(() -> letter("header", 1, VOTE, 100));
        outbox.send(() -> letter("vote", 1, VOTE, 100));
        outbox.handOver();
        await().until(() -> sent.size() == 2);

        assertThat(sent).containsExactly("header in 2", "vote in 2");
    }

    @Test
    void letterThatWaitsAloneIsSignedAlone() {
        outbox.start();

        send("a", 1);
        await().until(() -> sent.size() == 1);
        send("b", 1);
        await().until(() -> sent.size() == 2);

        assertThat(sent).containsExactly("a in 1", "b in 1");
    }

    /** GM-11: what was asked for before the key is retired is signed with it; nothing is that was asked for after. */
    @Test
    void taskSeparatesBatchesAndTheErasedKeySignsNothingAfterIt() {
        add(this::awaitHold);
        send("a", 1);
        send("b", 1);
        add(() -> erased.add(1L));
        send("late", 1);
        send("c", 2);
        outbox.start();

        finish();

        assertThat(sent).containsExactly("a in 2", "b in 2", "c in 2");
        assertThat(batches).containsExactly(2, 2);
    }

    @Test
    void batchesAreBoundedInLettersAndBytes() {
        add(this::awaitHold);
        for (int i = 0; i < Mailing.MOST_LETTERS + 6; i++) send("letter", 1);
        add(() -> {});
        for (int i = 0; i < 3; i++) post(() -> letter("long", 1, VOTE, Mailing.MOST_BYTES));
        outbox.start();

        finish();

        assertThat(batches).containsExactly(Mailing.MOST_LETTERS, 6, 1, 1, 1);
        assertThat(sent).hasSize(Mailing.MOST_LETTERS + 9).noneMatch(it -> it.contains("forged"));
    }

    /** Clients see the signatures of a view certificate; hashes of other messages are none of their business. */
    @Test
    void signatureOfAViewCertificateHasABatchOfItsOwn() {
        add(this::awaitHold);
        send("a", 1);
        post(() -> letter("view", 1, ViewCertificate.STATEMENT_TYPE, 100));
        send("b", 1);
        outbox.start();

        finish();

        assertThat(sent).containsExactly("a in 2", "view in 1", "b in 2");
    }

    @Test
    void taskThatFailsIsTold() {
        outbox.start();

        add(() -> {
            throw new IllegalStateException("test");
        });

        await().until(() -> failure.get() != null);
        assertThat(failure.get()).hasMessage("test");
    }
}
