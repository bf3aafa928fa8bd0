package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;

/** AB-7, AB-31: what is remembered of results, and how much of it. */
class ResultLogTest {
    private final ResultLog log = new ResultLog();

    @Test
    void slotsWithoutOperationsHaveTheirPlace() {
        execute(5, 2);
        log.applied(6);
        execute(7, 1);

        Results told = log.from(5);

        assertThat(told.first()).isEqualTo(5);
        assertThat(told.slots()).extracting(List::size).containsExactly(2, 0, 1);
    }

    @Test
    void equalResultsHaveEqualMarksAndAFailureIsNoResult() {
        log.executed(new Executed(
                1, List.of(answer(1, 9, false), answer(2, 9, false), answer(3, 9, true), answer(4, 8, false))));

        List<Long> marks = log.from(1).slots().get(0);

        assertThat(marks.get(1)).isEqualTo(marks.get(0));
        assertThat(marks.get(2)).isNotEqualTo(marks.get(0));
        assertThat(marks.get(3)).isNotEqualTo(marks.get(0));
    }

    @Test
    void oldestSlotsAreForgottenAndThatIsTold() {
        int slots = ResultLog.MOST / 100 + 50;
        for (int slot = 1; slot <= slots; slot++) execute(slot, 100);

        assertThat(log.holds(1)).isFalse();
        assertThat(log.holds(slots)).isTrue();
        assertThat(log.from(1).first()).isEqualTo(slots - ResultLog.MOST / 100 + 1);
    }

    @Test
    void slotsWithoutOperationsAreBoundedToo() {
        for (int slot = 1; slot <= ResultLog.MOST_SLOTS + 1; slot++) log.applied(slot);

        assertThat(log.holds(1)).isFalse();
        assertThat(log.holds(2)).isTrue();
    }

    @Test
    void afterAStateThatWasGivenItBeginsAnew() {
        execute(5, 2);
        execute(9, 1);

        assertThat(log.holds(5)).isFalse();
        assertThat(log.from(5).first()).isEqualTo(9);
    }

    @Test
    void messageTakesSomeSlotsAndAtLeastOne() {
        execute(1, 3_000);
        execute(2, 1_000);
        execute(3, 30);

        assertThat(log.from(1).slots()).hasSize(1);
        assertThat(log.from(2).slots()).hasSize(1);
        assertThat(log.from(3).slots()).hasSize(1);
        assertThat(log.from(4).slots()).isEmpty();
    }

    private void execute(long slot, int operations) {
        log.executed(new Executed(
                slot,
                IntStream.rangeClosed(1, operations)
                        .mapToObj(i -> answer(i, i, false))
                        .toList()));
        log.applied(slot);
    }

    private static Executed.Answer answer(long number, int result, boolean failed) {
        Request request = new Request(Table.origin(1), number, RequestClass.APPLICATION, new byte[0]);
        return new Executed.Answer(request, new byte[] {(byte) result}, failed);
    }
}
