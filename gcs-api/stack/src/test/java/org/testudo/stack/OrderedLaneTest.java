package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.MemberId;
import org.testudo.api.ViewChange;
import org.testudo.kernel.notice.QueryDue;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;

/** Slots and views reach the application in their one order, whatever order they take on their way up. */
class OrderedLaneTest {
    private static final Origin BOB = Origin.of(new MemberId("bob"), TestKeys.statementKey(new MemberId("bob")), 1);

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch done = new CountDownLatch(1);
    private final OrderedLane lane = new OrderedLane(
            "test",
            new Application(Optional.empty(), new Diary(), 100),
            new Outstanding(BOB, new Outstanding.Limits(1, 1), body -> true),
            (slot, answers, taken) -> taken.run(),
            failure -> seen.add("failed"));

    private final class Diary implements GroupListener {
        @Override
        public void onView(ViewChange change) {
            seen.add("view " + change.view().id());
        }

        @Override
        public void onDelivery(Delivery delivery) {
            seen.add("slot " + delivery.slot());
            if (delivery.slot() == 9) done.countDown();
        }
    }

    private void install(ViewRecord view) {
        lane.installed(view.firstSlot(), new ViewChange(view.view(), Optional.empty(), List.of()));
    }

    @AfterEach
    void stop() {
        lane.stop();
    }

    /** MEMBERSHIP installs a view while the last slot of the view before is still on its way through the layers above. */
    @Test
    void viewComesAfterTheLastSlotOfTheViewBefore() throws InterruptedException {
        ViewRecord zero = Views.first();
        ViewRecord one = Views.after(zero, 3);
        lane.open();

        install(zero);
        deliver(1);
        install(one);
        lane.inPlace(() -> seen.add("shown 1"));
        deliver(2);
        deliver(3);
        deliver(9);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("view 0", "slot 1", "slot 2", "view 1", "shown 1", "slot 3", "slot 9");
    }

    @Test
    void viewComesBeforeALaterSlotWhenItsOwnPlaceIsSkipped() throws InterruptedException {
        lane.open();

        install(Views.after(Views.first(), 5));
        deliver(9);

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("view 1", "slot 9");
    }

    @Test
    void nothingReachesTheApplicationBeforeTheLaneIsOpen() throws InterruptedException {
        deliver(1);
        deliver(9);
        assertThat(lane.waitingSlots()).isEqualTo(2);
        assertThat(seen).isEmpty();

        lane.open();

        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("slot 1", "slot 9");
    }

    /** AB-30: clients ask at little cost, so that what is ordered must not wait for all of it. */
    @Test
    void slotsWaitForFewQuestionsAndEachQuestionForItsSlot() throws InterruptedException {
        int few = OrderedLane.MOST_ANSWERS;
        CountDownLatch answered = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            lane.ask(new QueryDue(i, BOB.principal(), new byte[0], i == 0 ? 9 : 0), done -> {
                seen.add("answer " + done.id());
                answered.countDown();
            });
        }
        deliver(1);
        deliver(9);

        lane.open();

        assertThat(answered.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(seen.subList(0, 2 * few + 2).stream().filter(each -> each.startsWith("slot")))
                .containsExactly("slot 1", "slot 9");
        assertThat(seen.indexOf("slot 1")).isEqualTo(few);
        assertThat(seen.indexOf("answer 0")).isGreaterThan(seen.indexOf("slot 9"));
    }

    @Test
    void nothingReachesTheApplicationAfterTheStop() {
        lane.open();
        lane.stop();

        deliver(9);
        lane.open();

        assertThat(seen).isEmpty();
    }

    private void deliver(long slot) {
        lane.delivered(Views.slot(
                slot, 0, new Request(BOB, slot, RequestClass.APPLICATION, Bundle.encode(List.of(new byte[1])))));
    }
}
