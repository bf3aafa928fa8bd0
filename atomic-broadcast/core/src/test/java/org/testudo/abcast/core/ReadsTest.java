package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.ReadAsked;
import org.testudo.kernel.notice.ReadReady;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** From when on a read is answered without a place in the order: AB-30, AB-14. */
class ReadsTest {
    private static final long READ = 7;

    /**
     * The schedule in which Q equal answers are stale: a write is delivered at m0 and m1, which are enough to tell its client;
     * m2 and m3 have sent COMMIT and got none yet. If m1 lies, it, m2 and m3 agree on the state before.
     */
    private static Table writeThatHalfTheGroupHasDelivered(AbcastRules rules) {
        Table table = new Table(AbcastSimulations.settings(), rules);
        table.submit(0, "write");
        table.pass(each -> !(each.content() instanceof Commit));
        table.pass(each -> each.to() < 2);
        assertThat(table.texts(0)).containsExactly("write");
        assertThat(table.texts(1)).containsExactly("write");
        assertThat(table.texts(2)).isEmpty();
        assertThat(table.texts(3)).isEmpty();
        for (int member = 0; member < 4; member++) ask(table, member);
        return table;
    }

    private static void ask(Table table, int member) {
        table.happens(member, new Event.Noticed<>(new ReadAsked(READ)));
    }

    private static List<ReadReady> ready(Table table, int member) {
        return table.notices(member, ReadReady.class);
    }

    @Test
    void memberThatHasSentCommitAnswersOnceItHasDelivered() {
        Table table = writeThatHalfTheGroupHasDelivered(new AbcastRules());

        assertThat(ready(table, 0)).containsExactly(new ReadReady(READ, 0, 1));
        assertThat(ready(table, 1)).containsExactly(new ReadReady(READ, 0, 1));
        assertThat(ready(table, 2)).isEmpty();
        assertThat(ready(table, 3)).isEmpty();

        table.passAll();
        assertThat(ready(table, 2)).containsExactly(new ReadReady(READ, 0, 1));
        assertThat(ready(table, 3)).containsExactly(new ReadReady(READ, 0, 1));
    }

    @Test
    void withoutTheWaitQuorumOfAnswersIsStale() {
        Table table = writeThatHalfTheGroupHasDelivered(new Mutants.ReadBeforeCommitted());

        assertThat(ready(table, 2)).containsExactly(new ReadReady(READ, 0, 0));
        assertThat(ready(table, 3)).containsExactly(new ReadReady(READ, 0, 0));
    }

    @Test
    void whoHasSentNoCommitNeedNotWait() {
        Table table = new Table();
        table.submit(0, "write");
        table.pass(each -> each.to() != 3 || !(each.content() instanceof Prepare || each.content() instanceof Commit));
        ask(table, 3);

        assertThat(table.texts(0)).containsExactly("write");
        assertThat(ready(table, 3)).containsExactly(new ReadReady(READ, 0, 0));
    }

    @Test
    void whatIsCommittedLaterIsNotWaitedFor() {
        Table table = new Table();
        table.submit(0, "first");
        table.pass(each -> !(each.content() instanceof Commit));
        ask(table, 2);
        table.submit(0, "second");
        table.pass(each -> !(each.content() instanceof Commit commit
                && commit.proposal().message().slot() == 2));

        assertThat(table.texts(2)).containsExactly("first");
        assertThat(ready(table, 2)).containsExactly(new ReadReady(READ, 0, 1));
    }

    /** The vote of an epoch that is over may be among those by which the slot was decided elsewhere. */
    @Test
    void commitOfAnEarlierEpochIsWaitedForAsWell() {
        Table table = new Table();
        table.submit(0, "write");
        table.pass(each -> !(each.content() instanceof Commit));
        table.loseAll();
        complain(table);
        assertThat(table.sent(2, Prepare.class)).isEqualTo(8); // to four, in both epochs
        assertThat(table.sent(2, Commit.class)).isEqualTo(4);

        ask(table, 2);
        assertThat(ready(table, 2)).isEmpty();

        table.passAll();
        assertThat(ready(table, 2)).containsExactly(new ReadReady(READ, 0, 1));
    }

    /** Epoch 1 begins and m1 proposes again, but nobody's PREPARE arrives. */
    private static void complain(Table table) {
        table.says(1, new Complaint(0, 0), 0, 1, 2, 3);
        table.says(3, new Complaint(0, 0), 0, 1, 2, 3);
        table.pass(each -> !(each.content() instanceof Prepare || each.content() instanceof Commit));
    }

    private static Table commandAndWriteBehindIt(AbcastRules rules) {
        Table table = new Table(AbcastSimulations.settings(), rules);
        table.submit(0, RequestClass.CONTROL, "command");
        table.submit(0, "write");
        table.pass(each -> !(each.content() instanceof Commit));
        ask(table, 2);
        assertThat(ready(table, 2)).isEmpty();
        table.passAll();
        assertThat(table.texts(2)).containsExactly("command"); // at the barrier
        return table;
    }

    @Test
    void voidSlotIsNotWaitedFor() {
        Table table = commandAndWriteBehindIt(new Mutants.Hasty());
        ViewRecord view = table.view();

        table.install(2, view, view.seats());

        assertThat(ready(table, 2)).containsExactly(new ReadReady(READ, 1, 1));
    }

    @Test
    void nothingIsAnsweredAtTheBarrier() {
        Table table = new Table();
        table.submit(0, RequestClass.CONTROL, "command");
        table.passAll();
        ask(table, 2);
        assertThat(ready(table, 2)).isEmpty();

        table.release(2);
        assertThat(ready(table, 2)).containsExactly(new ReadReady(READ, 0, 1));
    }

    /** m2 would answer in a view that has ended, in which others may have answered before they heard of its end. */
    @Test
    void answerAtTheBarrierIsOneInAViewThatMayHaveEnded() {
        Table table = new Table(AbcastSimulations.settings(), new Mutants.ReadAtBarrier());
        table.submit(0, RequestClass.CONTROL, "command");
        table.passAll();
        ask(table, 2);

        assertThat(ready(table, 2)).containsExactly(new ReadReady(READ, 0, 1));
    }

    @Test
    void whoHoldsNoSeatAnswersNothing() {
        Table table = new Table();
        ViewRecord view = table.view();
        table.submit(0, RequestClass.CONTROL, "command");
        table.passAll();
        List<Optional<Occupant>> seats = new java.util.ArrayList<>(view.seats());
        seats.set(2, Optional.empty());
        table.install(2, view, seats);

        ask(table, 2);

        assertThat(ready(table, 2)).isEmpty();
    }

    @Test
    void readsThatWaitAreBounded() {
        Table table = writeThatHalfTheGroupHasDelivered(new AbcastRules());
        for (long id = 100; id < 100 + 2L * Reads.MOST; id++) {
            table.happens(2, new Event.Noticed<>(new ReadAsked(id)));
        }

        table.passAll();
        assertThat(ready(table, 2)).hasSize(Reads.MOST);
    }
}
