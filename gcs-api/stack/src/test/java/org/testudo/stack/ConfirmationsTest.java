package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.stack.pair.core.PairStream;

/** Waiting until one's own message is received, and keeping what may not wait. */
class ConfirmationsTest {
    private static final MemberId BOB = new MemberId("bob");
    private static final MemberId CAROL = new MemberId("carol");

    private final Confirmations confirmations = new Confirmations();

    private CompletableFuture<Void> told(MemberId to, boolean awaited) {
        return confirmations.told(to, PairStream.MESSAGES, awaited, () -> true);
    }

    @Test
    void messageIsConfirmedWhenAllBeforeItAre() {
        told(BOB, false);
        CompletableFuture<Void> second = told(BOB, true);
        CompletableFuture<Void> third = told(BOB, true);
        CompletableFuture<Void> other = told(CAROL, true);

        confirmations.settled(BOB, PairStream.MESSAGES, 1);
        confirmations.settled(BOB, PairStream.ANSWERS, 5);
        assertThat(second).isNotDone();
        confirmations.settled(BOB, PairStream.MESSAGES, 1);
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
        assertThat(other).isNotDone();
    }

    @Test
    void whatIsLostSaysSoAndWhatComesAfterItCounts() {
        CompletableFuture<Void> first = told(BOB, true);
        CompletableFuture<Void> second = told(BOB, true);

        confirmations.lost(BOB, PairStream.MESSAGES, 2, "it has left");
        CompletableFuture<Void> third = told(BOB, true);
        confirmations.settled(BOB, PairStream.MESSAGES, 1);

        for (CompletableFuture<Void> each : List.of(first, second)) {
            assertThatThrownBy(each::get).hasMessageContaining("nobody knows whether bob has it: it has left");
        }
        assertThat(third).isCompleted();
    }

    @Test
    void whatNobodyTakesIsNotCountedAndWhoWaitsHearsOfTheStop() {
        assertThat(confirmations.told(BOB, PairStream.MESSAGES, true, () -> false))
                .isNull();
        CompletableFuture<Void> first = told(BOB, true);
        confirmations.settled(BOB, PairStream.MESSAGES, 1);
        CompletableFuture<Void> second = told(BOB, true);
        confirmations.stop();

        assertThat(first).isCompleted();
        assertThatThrownBy(second::get).hasMessageContaining("has stopped");
    }

    @Test
    void backlogIsBoundedInMessagesAndBytesAndGoesInItsOrder() {
        Backlog backlog = new Backlog();
        for (int i = 0; i < Backlog.MOST_MESSAGES; i++)
            assertThat(backlog.add(new byte[] {(byte) i})).isTrue();
        assertThat(backlog.add(new byte[1])).isFalse();

        List<Byte> sent = new ArrayList<>();
        backlog.flush(body -> sent.size() < 3 && sent.add(body[0]));
        assertThat(sent).containsExactly((byte) 0, (byte) 1, (byte) 2);
        assertThat(backlog.add(new byte[1])).isTrue();
        assertThat(backlog.clear()).isEqualTo(Backlog.MOST_MESSAGES - 2);
        assertThat(backlog.add(new byte[(int) Backlog.MOST_BYTES])).isTrue();
        assertThat(backlog.add(new byte[1])).isFalse();
    }

    @Test
    void numbersOfCallsBeginSomewhereElseInEachProcess() {
        RequestIds.begin();

        assertThat(RequestIds.next()).isGreaterThan(1L << 24);
    }
}
