package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.Replayed;
import org.testudo.kernel.notice.RolledBack;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;

/** AB-26: members that go on with their journals, as these tell them. */
class GoingOnTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int GONE = 3;

    private final Table table = new Table();

    @BeforeEach
    void powerIsLost() {
        table.loseAll();
        table.stop(GONE);
    }

    private void goesOn(int member, JournalEntry... entries) {
        table.start(member, 1);
        List<byte[]> journal =
                List.of(entries).stream().map(JournalEntry::encode).toList();
        table.happens(member, new Event.Restored<>(journal));
        assertThat(table.notices(member, Replayed.class)).hasSize(1);
    }

    private static JournalEntry left(long epoch) {
        return new JournalEntry.Left(new EpochChange(0, epoch, 1, Optional.empty(), List.of()));
    }

    /**
     * Two have left the epoch before, the third was only shown the NEW-EPOCH that the last has made, and which no journal holds:
     * Q are there, and without a further epoch none of them could go on.
     */
    @Test
    void thoseWhoAreThereGoOnThoughOneWasOnlyToldOfItsEpoch() {
        goesOn(0, left(GONE));
        goesOn(1, left(GONE));
        goesOn(2, new JournalEntry.Entered(0, GONE));

        table.submit(0, "after the power loss");
        table.talk(LONG, 0, 1, 2);

        for (int each = 0; each < GONE; each++) assertThat(table.texts(each)).containsExactly("after the power loss");
    }

    /** Who has answered is not asked again, and who does not answer more and more seldom. */
    @Test
    void whoHasNotAnsweredIsAskedAndMoreAndMoreSeldom() {
        goesOn(0, left(1));
        table.start(1, 1);

        table.talk(LONG, 0, 1);

        long asked = table.sent(0, Recall.class);
        assertThat(asked).isBetween(2L * 30, 2L * 30 + 20);
        assertThat(table.sent(1, Recalled.class)).isEqualTo(1);
        assertThat(table.notices(0, RolledBack.class)).isEmpty();
    }

    /** Anybody can sign in this member's name, with a key of its own: that is nobody's word. */
    @Test
    void requestUnderAnotherKeyIsNothingThatTheJournalLacks() {
        goesOn(0, left(1));
        long question = table.from(0, Recall.class).get(0).question();

        answers(question, Origin.of(Table.member(0), Table.key(2), 1));
        assertThat(table.notices(0, RolledBack.class)).as("another's key").isEmpty();

        answers(question, Origin.of(Table.member(0), Table.key(0), 2));
        assertThat(table.notices(0, RolledBack.class)).as("another start").isEmpty();

        answers(question, Table.origin(0));
        assertThat(table.notices(0, RolledBack.class)).as("its own").hasSize(1);
    }

    private void answers(long question, Origin origin) {
        Request request = new Request(origin, 1L << 60, RequestClass.APPLICATION, new byte[] {1});
        table.says(2, new Recalled(question, 0, List.of(), List.of(), List.of(), List.of(table.sign(request))), 0);
        table.pass(each -> each.content() instanceof Recalled);
    }
}
