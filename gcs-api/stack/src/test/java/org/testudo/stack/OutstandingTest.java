package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.MemberId;
import org.testudo.api.TestudoException;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.wire.MalformedException;

/** Submissions go at once while little is under way, and together when much is. */
class OutstandingTest {
    private static final Origin BOB = Origin.of(new MemberId("bob"), TestKeys.statementKey(new MemberId("bob")), 7);

    private final List<List<byte[]>> sent = new ArrayList<>();
    private int largest;
    private boolean running = true;
    private final Outstanding outstanding = new Outstanding(BOB, new Outstanding.Limits(1_000, 4), this::handOver);

    private boolean handOver(byte[] body) {
        largest = Math.max(largest, body.length);
        try {
            return running && sent.add(Bundle.decode(body));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void submissionWaitsForNothingWhileLittleIsUnderWay() {
        outstanding.submit(bytes(1, 10));
        outstanding.submit(bytes(2, 10));

        assertThat(sent).hasSize(2);
    }

    @Test
    void whatComesWhileRequestsAreUnderWayGoesTogetherWhenOneIsDelivered() {
        for (int i = 0; i < 10; i++) outstanding.submit(bytes(i, 10));
        assertThat(sent).hasSize(2);

        deliver(bytes(0, 10));

        assertThat(sent).hasSize(3);
        assertThat(sent.get(2)).extracting(each -> (int) each[0]).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void fullRequestGoesWithoutWaitingUpToTheBoundOfRequests() {
        for (int i = 0; i < 60; i++) outstanding.submit(bytes(i, Bundle.FULL / 8));

        assertThat(sent).hasSize(4);
        assertThat(sent.get(2)).hasSize(8);
        assertThat(sent.get(3)).hasSize(8);
    }

    /** AB-19: what is under way has room in the ordering's pool, wherever that is. */
    @Test
    void requestsUnderWayAreBoundedInBytesToo() {
        Outstanding large = new Outstanding(BOB, new Outstanding.Limits(100, 50), this::handOver);
        int mebibyte = 1 << 20;
        for (int i = 0; i < 10; i++) large.submit(bytes(i, mebibyte - 8));
        assertThat(sent).hasSize(3);

        large.delivered(delivery(bytes(0, mebibyte - 8)));
        assertThat(sent).hasSize(4);
        large.passed(3);
        assertThat(sent).hasSize(7);
    }

    @Test
    void onePayloadGoesHoweverLargeItIs() {
        outstanding.submit(bytes(1, 5 << 20));

        assertThat(sent).hasSize(1);
    }

    @Test
    void largePayloadGoesAlone() {
        for (int i = 0; i < 3; i++) outstanding.submit(bytes(i, 10));
        outstanding.submit(bytes(3, 1 << 20));

        assertThat(sent).hasSize(4);
        assertThat(sent.get(2)).hasSize(1);
        assertThat(sent.get(3)).hasSize(1);
    }

    /** The ordering does not take a longer one where payloads are smaller than it, and nobody would hear of it. */
    @Test
    void bodyOfSeveralPayloadsIsNeverLongerThanItMayBe() {
        for (int length = Bundle.FULL - 16; length < Bundle.FULL; length++) {
            Outstanding busy = new Outstanding(BOB, new Outstanding.Limits(10, 4), this::handOver);
            for (int i = 0; i < 2; i++) busy.submit(bytes(i, 1));
            busy.submit(bytes(2, Bundle.FULL - 5));
            busy.submit(bytes(3, length));
        }

        assertThat(largest).isBetween(Bundle.MOST_BYTES - 8, Bundle.MOST_BYTES);
    }

    @Test
    void shortPayloadsGoTogetherUpToTheirNumber() {
        Outstanding many = new Outstanding(BOB, new Outstanding.Limits(4_096, 4), this::handOver);
        for (int i = 0; i < 2 + 3 * Bundle.MOST; i++) many.submit(bytes(i, 1));

        assertThat(sent).extracting(List::size).containsExactly(1, 1, Bundle.MOST, Bundle.MOST);
    }

    @Test
    void eachSubmissionCompletesAtItsOwnDelivery() {
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) all.add(outstanding.submit(bytes(i, 10)));

        for (int i = 0; i < 5; i++) {
            assertThat(all.get(i)).isNotDone();
            deliver(bytes(i, 10));
            assertThat(all.get(i)).isCompleted();
        }
        assertThat(outstanding.size()).isZero();
    }

    @Test
    void submissionOfAnotherMemberOrStartCompletesNothing() {
        CompletableFuture<Delivery> mine = outstanding.submit(bytes(1, 10));

        outstanding.delivered(new Delivery(BOB.principal(), 6, 1, bytes(1, 10), 1, 0, 0, Instant.EPOCH));

        assertThat(mine).isNotDone();
    }

    @Test
    void refusesPastTheBoundAndAgainTakesWhatThereIsRoomFor() {
        Outstanding small = new Outstanding(BOB, new Outstanding.Limits(2, 1), this::handOver);
        small.submit(bytes(1, 10));
        small.submit(bytes(2, 10));

        assertThatThrownBy(() -> small.submit(bytes(3, 10))).hasMessageContaining("2 submissions of 20 bytes");
        small.delivered(delivery(bytes(1, 10)));

        small.submit(bytes(3, 10));
    }

    @Test
    void refusesBytesPastTheirBound() {
        byte[] large = bytes(1, 1 << 20);
        for (long taken = 0; taken < Outstanding.MOST_BYTES; taken += large.length) outstanding.submit(large);

        assertThatThrownBy(() -> outstanding.submit(bytes(2, 1))).hasMessageContaining("16777216 bytes");
    }

    @Test
    void everySubmissionFailsAtTheStopWhetherOrNotItHasGone() {
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) all.add(outstanding.submit(bytes(i, 10)));

        running = false;
        deliver(bytes(0, 10));
        outstanding.stop("over");

        assertThat(all.get(0)).isCompleted();
        assertThat(all.subList(1, 5)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThatThrownBy(() -> outstanding.submit(bytes(6, 10)))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("over");
    }

    /** GM-19: what is ordered of a stripped member is delivered to nobody, so nobody must wait for it. */
    @Test
    void whileThisMemberIsStrippedSubmissionsFailAndSayWhy() {
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) all.add(outstanding.submit(bytes(i, 10)));

        outstanding.suspend("to be excluded");

        assertThat(all)
                .allSatisfy(each -> assertThat(each)
                        .failsWithin(Duration.ZERO)
                        .withThrowableThat()
                        .withMessageContaining("to be excluded"));
        assertThatThrownBy(() -> outstanding.submit(bytes(6, 10)))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("to be excluded");
        assertThat(outstanding.size()).isZero();

        outstanding.resume();
        CompletableFuture<Delivery> again = outstanding.submit(bytes(7, 10));
        deliver(bytes(0, 10)); // of before, from a pool
        deliver(bytes(7, 10));
        assertThat(again).isCompleted();
    }

    /** AB-8: what was ordered while this member was away is known by the number of its requests alone. */
    @Test
    void whatWasPassedByFailsAndMakesRoom() {
        List<CompletableFuture<Delivery>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) all.add(outstanding.submit(bytes(i, 10)));

        outstanding.passed(2);

        assertThat(all.get(0)).isCompletedExceptionally();
        assertThat(all.get(1)).isCompletedExceptionally();
        assertThat(all.subList(2, 5)).noneMatch(CompletableFuture::isDone);
        assertThat(sent).hasSize(3);
        assertThat(sent.get(2)).hasSize(3);
        deliver(bytes(2, 10));
        assertThat(all.get(2)).isCompleted();
    }

    /** Else what was full when it was tried is not when it is asked after, and its caller fails for want of a reason. */
    @Test
    void whoWaitsForRoomTakesItInTheSameStep() throws InterruptedException {
        Outstanding small = new Outstanding(BOB, new Outstanding.Limits(2, 2), this::handOver);
        small.submit(bytes(1, 10));
        small.submit(bytes(2, 10));
        List<CompletableFuture<Delivery>> taken = new CopyOnWriteArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            byte[] payload = bytes(3 + i, 10);
            senders.add(new Thread(() -> submit(small, payload).ifPresent(taken::add)));
        }
        senders.forEach(Thread::start);
        await().until(() -> senders.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
        assertThat(small.submit(bytes(9, 10), Duration.ZERO)).isEmpty();

        small.delivered(delivery(bytes(1, 10)));

        await().until(() -> taken.size() == 1);
        assertThat(small.size()).isEqualTo(2);
        small.stop("this member has left");
        for (Thread each : senders) each.join();
        assertThat(taken).hasSize(1);
        assertThat(taken.get(0)).isCompletedExceptionally();
    }

    private static Optional<CompletableFuture<Delivery>> submit(Outstanding to, byte[] payload) {
        try {
            return to.submit(payload, Duration.ofMinutes(1));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } catch (TestudoException e) {
            return Optional.empty(); // it has left
        }
    }

    private void deliver(byte[] payload) {
        outstanding.delivered(delivery(payload));
    }

    private static Delivery delivery(byte[] payload) {
        return new Delivery(BOB.principal(), BOB.incarnation(), 1, payload, 1, 0, 0, Instant.EPOCH);
    }

    private static byte[] bytes(int first, int length) {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) first;
        return bytes;
    }
}
