package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/** What happens between the last slot of a view and the first of the next: AB-10, AB-13 to AB-15, AB-17. */
class ViewChangeTest {
    /** Leaders propose past commands, so that there are slots to become void. */
    private final Table table = new Table(AbcastSimulations.settings(), new Mutants.Hasty());

    private final ViewRecord view = table.view();

    @BeforeEach
    void commandAndOneMoreSlotAreDecided() {
        table.submit(0, RequestClass.CONTROL, "command");
        table.submit(0, "after");
        table.pass(each -> !(each.content() instanceof Commit commit && slot(commit) == 1));
        table.passAll();
    }

    private static long slot(Commit commit) {
        return commit.proposal().message().slot();
    }

    private List<Optional<Occupant>> without(int member) {
        List<Optional<Occupant>> seats = new ArrayList<>(view.seats());
        seats.set(member, Optional.empty());
        return seats;
    }

    @Test
    void nothingIsDeliveredOrAnsweredAtTheBarrier() {
        assertThat(table.texts(2)).containsExactly("command");

        table.says(1, new Status(0, 0, true, 0, List.of()), 2);
        table.wait(Duration.ofSeconds(1), 2);
        table.passAll();

        assertThat(table.from(2, Decided.class)).isEmpty();
        assertThat(table.from(2, Status.class)).isEmpty();
        assertThat(table.texts(2)).containsExactly("command");
    }

    @Test
    void deliveryGoesOnWhenTheCommandChangedNoView() {
        table.release(2);

        assertThat(table.texts(2)).containsExactly("command", "after");
        assertThat(table.last(2).view()).isZero();
    }

    @Test
    void releaseOfAnotherSlotReleasesNothing() {
        table.happens(2, new org.testudo.kernel.core.Event.Unchanged<>(7));

        assertThat(table.texts(2)).containsExactly("command");
    }

    /** AB-13: "Slots above p of that view are void whatever certificate they carry; their requests are pending again." */
    @Test
    void slotsAboveTheLastOneOfAViewAreVoidAndTheirRequestsOrderedInTheNext() {
        for (int i = 0; i < 4; i++) table.install(i, view, view.seats());
        assertThat(table.texts(2)).containsExactly("command");

        table.passAll();
        table.talk(Duration.ofMillis(300), 0, 1, 2, 3);

        for (int i = 0; i < 4; i++) {
            assertThat(table.texts(i)).containsExactly("command", "after");
            assertThat(table.deliveries(i).get(1).view()).isEqualTo(1);
            assertThat(table.deliveries(i).get(1).slot()).isEqualTo(2);
        }
    }

    @Test
    void votesOfTheViewBeforeCountForNothing() {
        for (int i = 0; i < 4; i++) table.install(i, view, view.seats());
        table.loseAll();
        Value value = new Value(2, 0, table.wallClock(), List.of());
        Header old = new Header(0, 0, 2, value.digest());

        table.says(0, value, 2);
        for (int voter : new int[] {0, 1, 3}) table.says(voter, new Commit(table.sign(0, old)), 2);
        table.says(
                0,
                new Decided(table.certificate(QuorumCertificate.Kind.COMMITTED, table.sign(0, old), 0, 1, 3), value),
                2);
        table.passAll();

        assertThat(table.deliveries(2)).hasSize(1);
        assertThat(table.from(2, Prepare.class)).isEmpty();
    }

    /** AB-15: a straggler is answered with what its view still owes it, and with nothing of the next. */
    @Test
    void stragglerOfAClosedViewIsSentTheSlotsOfThatViewOnly() {
        for (int i = 0; i < 3; i++) table.install(i, view, view.seats());
        table.passAll();
        table.talk(Duration.ofMillis(300), 0, 1, 2);
        assertThat(table.texts(1)).contains("after");
        table.loseAll();

        table.says(3, new Status(0, 0, true, 0, List.of()), 1);
        table.passAll();
        table.wait(Duration.ofMillis(200), 1);
        table.says(3, new Status(0, 0, true, 0, List.of()), 1);
        table.pass(each -> each.from() == 3);

        assertThat(table.from(1, Decided.class)).isNotEmpty().allSatisfy(each -> {
            assertThat(each.certificate().header().view()).isZero();
            assertThat(each.certificate().slot()).isEqualTo(1);
        });
    }

    /** GM-14: who has left in good order may be one of the few that can bring a straggler into the next view. */
    @Test
    void whoHasLeftStillServesAStraggler() {
        for (int i : new int[] {0, 1, 3}) table.install(i, view, without(3));
        table.wait(Duration.ofSeconds(1), 3);
        table.loseAll();

        table.says(2, new Status(0, 0, true, 0, List.of()), 3);
        table.pass(each -> each.content() instanceof Status);

        assertThat(table.from(3, Decided.class)).singleElement().satisfies(each -> {
            assertThat(each.certificate().slot()).isEqualTo(1);
            assertThat(each.bodies()).hasSize(1);
        });
    }

    /** AB-10: what one without a seat signs counts no more. */
    @Test
    void whoHoldsNoSeatCountsForNothing() {
        for (int i = 0; i < 3; i++) table.install(i, view, without(3));
        table.loseAll();
        int leader = 0;
        Request request = new Request(Table.origin(1), 1, RequestClass.APPLICATION, new byte[] {1});
        table.says(1, OwnRequest.of(request, table.lives), 2);
        Value value = new Value(2, 0, table.wallClock(), List.of(request.digest()));
        Header header = new Header(1, 0, 2, value.digest());
        table.says(leader, value, 2);
        table.says(leader, header, 2);
        table.says(3, new Prepare(table.sign(leader, header)), 2);
        table.says(1, new Prepare(table.sign(leader, header)), 2);
        table.says(3, new Complaint(1, 0), 2);
        table.says(1, new Complaint(1, 0), 2);
        table.pass(each -> each.to() == 2 && each.from() != 2);

        assertThat(table.from(2, Prepare.class)).isNotEmpty();
        assertThat(table.from(2, Commit.class)).isEmpty();
        assertThat(table.from(2, EpochChange.class)).isEmpty();
    }

    @Test
    void memberWithoutASeatFallsSilent() {
        table.install(3, view, without(3));
        table.loseAll();

        table.submit(3, "hello");
        table.says(0, new Status(1, 0, true, 1, List.of()), 3);
        table.wait(Duration.ofSeconds(1), 3);
        table.passAll();

        assertThat(table.from(3, AbcastMessage.class)).isEmpty();
    }

    /** AB-17: "a member that had already left that epoch complains at once". */
    @Test
    void memberThatHadLeftTheLeaderWithWhichTheNextViewBeginsComplainsAtOnce() {
        Table other = new Table(AbcastSimulations.settings(), new AbcastRules());
        other.submit(0, RequestClass.CONTROL, "command");
        other.pass(each -> each.to() != 2 || !(each.content() instanceof Commit));
        for (int from : new int[] {1, 3}) other.says(from, new Complaint(0, 0), 2);
        other.pass(each -> each.content() instanceof Complaint);
        other.loseAll();
        for (int i : new int[] {0, 1}) other.install(i, view, view.seats());
        assertThat(other.from(1, Complaint.class)).isEmpty();
        other.talk(Duration.ofMillis(400), 0, 1, 2);
        other.loseAll();

        other.install(2, view, view.seats());

        assertThat(other.last(2).birthEpoch()).isZero();
        assertThat(other.from(2, Complaint.class)).isNotEmpty();
    }
}
