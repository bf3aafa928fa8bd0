package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a member that lacks what the others have delivered comes to it: AB-15, AB-29. */
class ReplayTest {
    private static final int WINDOW = AbcastSimulations.settings().window();
    private static final int LEARNER = 3;

    private final Table table = new Table();

    /** The others deliver so many slots of which the learner hears nothing, and let them grow old. */
    private void othersDeliver(int slots) {
        for (int i = 0; i < slots; i++) {
            table.submit(0, "r" + i);
            table.talk(Duration.ofMillis(30), 0, 1, 2);
        }
        table.talk(Duration.ofSeconds(3), 0, 1, 2);
        table.loseAll();
        assertThat(table.texts(0)).hasSize(slots);
    }

    /** The learner, that has delivered so much, tells all others. */
    private void learnerTells(long delivered) {
        table.says(LEARNER, new Status(0, 0, true, delivered, List.of()), 0, 1, 2);
        table.pass(each -> each.content() instanceof Status);
    }

    private List<Long> slotsFrom(int member) {
        return table.from(member, Decided.class).stream()
                .map(each -> each.certificate().slot())
                .toList();
    }

    @Test
    void slotComesWholeSoThatNothingHasToBeAskedFor() {
        othersDeliver(3);

        learnerTells(0);
        table.pass(each -> each.content() instanceof Decided);

        assertThat(table.texts(LEARNER)).containsExactly("r0", "r1", "r2");
        assertThat(table.from(LEARNER, Fetch.class)).isEmpty();
    }

    @Test
    void whatTheFirstServerKeptBackIsAskedFor() {
        othersDeliver(1);
        learnerTells(0);
        Decided whole = table.underWay(Decided.class).get(0);
        table.lose(each -> each.content() instanceof Decided);

        table.says(1, new Decided(whole.certificate(), whole.value()), LEARNER);
        table.pass(each -> each.content() instanceof Decided);
        assertThat(table.from(LEARNER, Fetch.class)).hasSize(1);

        table.pass(each -> each.content() instanceof Fetch || each.content() instanceof Body);
        assertThat(table.texts(LEARNER)).containsExactly("r0");
    }

    @Test
    void bodyThatTheValueDoesNotNameIsNotKept() {
        othersDeliver(2);
        learnerTells(0);
        List<Decided> whole = table.underWay(Decided.class);
        table.loseAll();
        int before = table.core(LEARNER).held();

        Decided mixed = new Decided(
                whole.get(0).certificate(), whole.get(0).value(), whole.get(1).bodies());
        table.says(1, mixed, LEARNER);
        table.pass(each -> each.content() instanceof Decided);

        assertThat(table.texts(LEARNER)).isEmpty();
        // The slot, its value, and nothing of the other.
        assertThat(table.core(LEARNER).held()).isEqualTo(before + 2);
    }

    @Test
    void eachSlotComesFromOneMemberWhileThereIsProgress() {
        othersDeliver(2 * WINDOW);
        learnerTells(1);
        List<Long> sent = new ArrayList<>();
        for (int server = 0; server < 3; server++) sent.addAll(slotsFrom(server));

        assertThat(sent).hasSize(WINDOW).doesNotHaveDuplicates();
        for (int server = 0; server < 3; server++) assertThat(slotsFrom(server)).isNotEmpty();
    }

    @Test
    void everyMemberServesWhoMakesNoProgress() {
        othersDeliver(2 * WINDOW);
        learnerTells(1);
        table.loseAll();
        learnerTells(1);
        assertThat(table.underWay(Decided.class)).isEmpty();

        table.wait(Duration.ofSeconds(1), 0, 1, 2);
        table.loseAll();
        learnerTells(1);

        for (int server = 0; server < 3; server++) assertThat(slotsFrom(server)).hasSize(WINDOW);
    }

    /** One of the f+1 is correct, so a traitor's turn costs nothing for a while. */
    @Test
    void afterAStandstillEachSlotComesFromOneMoreThanF() {
        othersDeliver(4 * WINDOW);
        learnerTells(1);
        table.wait(Duration.ofSeconds(1), 0, 1, 2);
        table.loseAll();
        learnerTells(1);
        table.loseAll();

        learnerTells(1 + WINDOW);

        List<Long> sent = new ArrayList<>();
        for (int server = 0; server < 3; server++) sent.addAll(slotsFrom(server));
        for (long slot = WINDOW + 2; slot <= 2 * WINDOW + 1; slot++) {
            assertThat(Collections.frequency(sent, slot)).as("slot " + slot).isEqualTo(2);
        }
    }

    /** A member that has just started has nothing to show for what it was sent yet. */
    @Test
    void beginnerIsNotSentTheSameAgainWithEachStatus() {
        othersDeliver(2);
        learnerTells(0);
        assertThat(table.underWay(Decided.class)).isNotEmpty();
        table.loseAll();

        table.wait(Duration.ofMillis(30), 0, 1, 2);
        table.loseAll();
        learnerTells(0);

        assertThat(table.underWay(Decided.class)).isEmpty();
    }

    @Test
    void learnerComesToTheEndThoughOneMemberServesNothing() {
        othersDeliver(6 * WINDOW);
        for (int i = 0; i < 40; i++) {
            table.wait(Duration.ofMillis(30), LEARNER);
            table.lose(each -> each.from() == 1);
            table.pass(each -> each.from() != 1 && (each.from() == LEARNER || each.to() == LEARNER));
        }

        assertThat(table.texts(LEARNER)).hasSize(6 * WINDOW);
    }

    @Test
    void learnerSaysThatItHasDeliveredWithoutWaitingForItsTimer() {
        othersDeliver(2 * WINDOW);
        table.says(0, new Status(0, 0, true, 2L * WINDOW, List.of()), LEARNER);
        learnerTells(0);
        long told = table.sent(LEARNER, Status.class);

        table.pass(each -> each.content() instanceof Decided);

        assertThat(table.texts(LEARNER)).hasSizeGreaterThanOrEqualTo(WINDOW);
        assertThat(table.sent(LEARNER, Status.class)).isGreaterThan(told);
    }

    /** Seed 393 of the joint simulation: whoever claims to be at the end of all slots is sent nothing, and costs nothing. */
    @Test
    void nobodyIsServedBeyondTheLastSlotThereCanBe() {
        othersDeliver(2);

        learnerTells(Long.MAX_VALUE);
        learnerTells(Long.MAX_VALUE);

        assertThat(table.underWay(Decided.class)).isEmpty();
    }

    @Test
    void memberThatLostItsMemoryIsServedFromTheBeginning() {
        othersDeliver(2 * WINDOW);
        learnerTells(2L * WINDOW - 1);
        table.wait(Duration.ofSeconds(1), 0, 1, 2);
        table.loseAll();

        learnerTells(0);

        assertThat(table.underWay(Decided.class)).isNotEmpty();
        assertThat(slotsFrom(0)).contains(1L);
    }
}
