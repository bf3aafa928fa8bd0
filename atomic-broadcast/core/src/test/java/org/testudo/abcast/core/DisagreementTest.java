package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.core.EntryId;
import org.testudo.kernel.core.EntryRole;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.OperationDiffers;
import org.testudo.kernel.notice.OperationNotFound;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;

/** AB-7: who can end the search for the first operation that differs. Seven members, two of which may lie; the last one asks. */
class DisagreementTest {
    private static final int ASKS = 6;
    private static final int DIFFERING = 3;
    private static final int LAST_SLOT = 4;

    private final List<Notice> said = new ArrayList<>();
    private final ResultLog own = new ResultLog();
    private final ResultLog theirs = new ResultLog();
    private Disagreement disagreement;
    private Duration elapsed = Duration.ofSeconds(1);

    @BeforeEach
    void seek() {
        Quorum quorum = Quorum.of(7, FaultModel.BYZANTINE);
        Genesis genesis = Table.genesis(quorum);
        Self self = new Self(Table.origin(ASKS), genesis, List.of());
        Ordering ordering = new Ordering(self, AbcastSimulations.settings(), new AbcastRules(), new Saying());
        ordering.install(genesis.firstView(genesis.life("table")));
        disagreement = new Disagreement(ordering, own, new Budget(ordering));
        for (int slot = 1; slot <= LAST_SLOT; slot++) {
            theirs.executed(executed(slot, 1));
            own.executed(executed(slot, slot == DIFFERING ? 2 : 1));
        }
        disagreement.seek(0, LAST_SLOT);
    }

    private static Executed executed(long slot, int result) {
        Request request = new Request(Table.origin(0), slot, RequestClass.APPLICATION, new byte[] {1});
        return new Executed(slot, List.of(new Executed.Answer(request, new byte[] {(byte) result}, false)));
    }

    private void tells(int member) {
        disagreement.onResults(Table.member(member), theirs.from(1));
    }

    private void hasForgotten(int member) {
        disagreement.onResults(Table.member(member), new Results(LAST_SLOT, List.of(List.of(0L))));
    }

    /** Two liars and one that has started again: as many as would be believed, but three are left that remember. */
    @Test
    void liarsAndOneThatHasStartedAgainDoNotEndTheSearch() {
        hasForgotten(0);
        hasForgotten(1);
        hasForgotten(2);
        assertThat(said).isEmpty();

        tells(3);
        tells(4);
        assertThat(said).isEmpty();
        tells(5);

        assertThat(said)
                .singleElement()
                .isInstanceOfSatisfying(
                        OperationDiffers.class, it -> assertThat(it.slot()).isEqualTo(DIFFERING));
    }

    @Test
    void searchEndsWhenTooFewAreLeftToBeBelieved() {
        for (int member = 0; member < 3; member++) hasForgotten(member);
        hasForgotten(0); // the word of one counts once
        assertThat(disagreement.seeks()).isTrue();

        hasForgotten(3);

        assertThat(said)
                .singleElement()
                .isInstanceOfSatisfying(
                        OperationNotFound.class, it -> assertThat(it.why()).contains("forgotten slot 1"));
    }

    /** Two liars say nothing, and three have forgotten: the one that remembers is not believed alone. */
    @Test
    void searchThatLeadsNowhereEnds() {
        for (int member = 0; member < 3; member++) hasForgotten(member);
        tells(3);

        for (int i = 0; i < Disagreement.MOST_ASKS; i++) pulse();
        assertThat(said).isEmpty();
        pulse();

        assertThat(said)
                .singleElement()
                .isInstanceOfSatisfying(
                        OperationNotFound.class, it -> assertThat(it.why()).contains("too few have said"));
        pulse();
        assertThat(said).hasSize(1);
    }

    /** Each slot that is settled is a new begin. */
    @Test
    void searchThatGoesOnHasAsManyQuestionsAgain() {
        for (int i = 0; i < Disagreement.MOST_ASKS - 1; i++) pulse();
        for (int member = 3; member < 6; member++) disagreement.onResults(Table.member(member), firstOnly());

        for (int i = 0; i < Disagreement.MOST_ASKS - 1; i++) pulse();

        assertThat(disagreement.seeks()).isTrue();
    }

    private Results firstOnly() {
        return new Results(1, List.of(theirs.from(1).slots().get(0)));
    }

    private void pulse() {
        elapsed = elapsed.plusSeconds(1);
        disagreement.pulse();
    }

    private final class Saying implements Outlet {
        @Override
        public Tick now() {
            return new Tick(elapsed, Instant.EPOCH);
        }

        @Override
        public void send(MemberId to, AbcastMessage message) {}

        @Override
        public void multicast(AbcastMessage message) {}

        @Override
        public void deliver(SlotDelivery delivery) {}

        @Override
        public EntryId persist(byte[] entry, EntryRole role) {
            return new EntryId(0);
        }

        @Override
        public void announce(Notice notice) {
            said.add(notice);
        }
    }
}
