package org.testudo.attackdetector.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line is done when f+1 members have its report and those of the lines before (AD-5). */
class OutboxTest {
    @TempDir
    Path directory;

    private final Outbox outbox = new Outbox(3, 2);
    private final Outbox.Cursor alice = new Outbox.Cursor();
    private final Outbox.Cursor bob = new Outbox.Cursor();
    private final Outbox.Cursor carol = new Outbox.Cursor();
    private Tail tail;

    @BeforeEach
    void openTail() throws IOException {
        tail = Tail.open(Files.writeString(directory.resolve("eve.json"), ""), 0, 1024);
    }

    @AfterEach
    void closeTail() throws IOException {
        tail.close();
    }

    @Test
    void lineIsDoneWhenOneCorrectMemberHasItsReport() throws Exception {
        outbox.add(report(1), line(10));
        answer(alice, true);
        assertThat(tail.done()).isZero();
        answer(bob, true);
        assertThat(tail.done()).isEqualTo(10);
    }

    @Test
    void lineWaitsForThoseBeforeIt() throws Exception {
        outbox.pass(line(5));
        assertThat(tail.done()).isEqualTo(5);
        outbox.add(report(1), line(10));
        outbox.pass(line(20));
        outbox.add(report(2), line(30));
        assertThat(tail.done()).isEqualTo(5);

        answer(alice, true);
        answer(alice, true);
        answer(bob, true);
        assertThat(tail.done()).isEqualTo(20);
        answer(bob, true);
        assertThat(tail.done()).isEqualTo(30);
    }

    @Test
    void reportThatACorrectMemberRefusedIsHopelessAndHoldsNothingUp() throws Exception {
        outbox.add(report(1), line(10));
        answer(alice, false);
        assertThat(outbox.hopeless()).isZero();
        answer(bob, false);

        assertThat(outbox.hopeless()).isEqualTo(1);
        assertThat(tail.done()).isEqualTo(10);
    }

    @Test
    void oneMemberThatRefusesChangesNothing() throws Exception {
        outbox.add(report(1), line(10));
        answer(carol, false);
        answer(alice, true);
        answer(bob, true);

        assertThat(outbox.hopeless()).isZero();
        assertThat(tail.done()).isEqualTo(10);
    }

    @Test
    void memberThatLagsPastTheBoundSkipsWhatOthersHave() throws Exception {
        for (int i = 1; i <= 5; i++) {
            outbox.add(report(i), line(10L * i));
            answer(alice, true);
            answer(bob, true);
        }

        assertThat(outbox.skipped(carol)).isEqualTo(2);
        assertThat(outbox.waiting(carol)).isEqualTo(3);
        assertThat(outbox.next(carol, 0).orElseThrow().report.message().number())
                .isEqualTo(3);
        assertThat(outbox.skipped(carol)).isEqualTo(2);
    }

    @Test
    void reportThatIsDroppedMeanwhileIsNoLongerWantedAndTheNextNotSkipped() throws Exception {
        outbox.add(report(1), line(10));
        Outbox.Item first = outbox.next(carol, 0).orElseThrow();
        answer(alice, true);
        answer(bob, true);
        for (int i = 2; i <= 4; i++) {
            outbox.add(report(i), line(10L * i));
            answer(alice, true);
            answer(bob, true);
        }
        assertThat(outbox.wanted(carol)).isFalse();
        outbox.answered(carol, first, true);

        assertThat(outbox.next(carol, 0).orElseThrow().report.message().number())
                .isEqualTo(2);
    }

    @Test
    void readerWaitsWhileNobodyTakesReports() throws Exception {
        for (int i = 1; i <= 3; i++) outbox.add(report(i), line(10L * i));
        List<Boolean> added = new ArrayList<>();
        Thread reader = new Thread(() -> {
            try {
                added.add(outbox.add(report(4), line(40)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        reader.start();
        while (reader.getState() != Thread.State.WAITING) Thread.onSpinWait();
        assertThat(added).isEmpty();

        answer(alice, true);
        answer(bob, true);
        reader.join(10_000);
        assertThat(added).containsExactly(true);
    }

    @Test
    void whatEveryMemberHasIsForgotten() throws Exception {
        outbox.add(report(1), line(10));
        outbox.add(report(2), line(20));
        for (Outbox.Cursor each : List.of(alice, bob, carol)) answer(each, true);
        outbox.forget(List.of(alice, bob, carol));
        for (int i = 3; i <= 4; i++) outbox.add(report(i), line(10L * i));

        assertThat(outbox.waiting(carol)).isEqualTo(3);
        assertThat(outbox.skipped(carol)).isZero();
    }

    @Test
    void closedOutboxTakesNothingAndWakesThoseWhoWait() throws Exception {
        outbox.close();

        assertThat(outbox.add(report(1), line(10))).isFalse();
        outbox.pass(line(10));
        assertThat(tail.done()).isZero();
        assertThat(outbox.next(alice, 60_000)).isEqualTo(Optional.empty());
        assertThat(outbox.wanted(alice)).as("nothing is repeated either").isFalse();
    }

    private void answer(Outbox.Cursor cursor, boolean taken) throws InterruptedException {
        outbox.answered(cursor, outbox.next(cursor, 0).orElseThrow(), taken);
    }

    private Line line(long end) {
        return new Line(new byte[0], false, tail, end);
    }

    private static org.testudo.kernel.statement.Signed<org.testudo.kernel.order.Request> report(long number) {
        return Members.report(number);
    }
}
