package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.notice.Owed;
import org.testudo.kernel.notice.Paid;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.Occupant;

/** FD-2: who owes the others a word in the ordering, and what pays. */
class DebtsTest {
    private static final int MUTE = 3;

    private final Table table = new Table();

    private List<String> owedTo(int member) {
        return table.notices(member, Owed.class).stream()
                .map(it -> it.member().name() + ": " + it.what())
                .toList();
    }

    private List<String> paidTo(int member) {
        return table.notices(member, Paid.class).stream()
                .map(it -> it.member().name())
                .toList();
    }

    /** All run, and talk; but what is chosen is lost. */
    private void talkWithout(Predicate<Table.Letter> lost, long millis) {
        for (long passed = 0; passed < millis; passed += 5) {
            table.wait(Duration.ofMillis(5), 0, 1, 2, MUTE);
            table.pass(lost.negate());
            table.lose(lost);
        }
    }

    private static boolean ofTheMute(Table.Letter letter) {
        return letter.from() == MUTE;
    }

    @Test
    void nobodyOwesAnythingWhileNothingIsUnderWay() {
        talkWithout(DebtsTest::ofTheMute, 380); // then an empty batch is due

        assertThat(owedTo(0)).isEmpty();
        assertThat(owedTo(1)).isEmpty();

        talkWithout(DebtsTest::ofTheMute, 400);
        assertThat(owedTo(0)).containsExactly("m3: where it stands");
    }

    @Test
    void whoSaysNothingWhileSlotsAreUnderWayOwesAWord() {
        for (int i = 0; i < 20; i++) {
            table.submit(0, "operation " + i);
            talkWithout(DebtsTest::ofTheMute, 100);
        }

        assertThat(owedTo(0)).singleElement().asString().startsWith("m3: ");
        assertThat(owedTo(1)).singleElement().asString().startsWith("m3: ");
        assertThat(paidTo(0)).isEmpty();
        assertThat(table.notices(0, Owed.class).get(0).within()).isEqualTo(Calm.LONGEST);
    }

    @Test
    void leaderThatIsMuteOwesWhatItIsToPropose() {
        table.submit(1, "operation");
        for (int i = 0; i < 70; i++) {
            table.wait(Duration.ofMillis(5), 1);
            table.pass(each -> each.from() == 2 && each.to() == 1);
        }

        assertThat(owedTo(1)).contains("m0: a proposal");
    }

    /** Anything else may be another member's doing: here the leader shows a correct member nothing. */
    @Test
    void whereAMemberStandsIsAWord() {
        Predicate<Table.Letter> withheld =
                letter -> letter.from() == 0 && letter.to() == MUTE && !(letter.content() instanceof Status);
        for (int i = 0; i < 20; i++) {
            table.submit(0, "operation " + i);
            talkWithout(
                    letter -> withheld.test(letter) || ofTheMute(letter) && !(letter.content() instanceof Status), 300);
        }

        assertThat(paidTo(0)).hasSize(owedTo(0).size());
    }

    @Test
    void whoSpeaksAgainHasPaid() {
        table.submit(0, "one");
        talkWithout(DebtsTest::ofTheMute, 20);
        for (int i = 0; i < 20; i++) {
            table.submit(0, "operation " + i);
            talkWithout(DebtsTest::ofTheMute, 50);
        }
        assertThat(paidTo(0)).isEmpty();

        talkWithout(letter -> false, 1_100);

        assertThat(paidTo(0)).containsExactly("m3");
        assertThat(paidTo(1)).containsExactly("m3");
    }

    /** A drop at the bound of a lane was something that had come. */
    @Test
    void whatWasDroppedWasAWord() {
        for (int i = 0; i < 20; i++) {
            table.submit(0, "operation " + i);
            talkWithout(DebtsTest::ofTheMute, 50);
        }

        table.happens(0, new Event.Gap<>(Table.member(MUTE)));

        assertThat(paidTo(0)).containsExactly("m3");
    }

    /** FD-6: the debt is its occupant's, whatever view is in force. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void debtIsOfTheStartThatSits(long incarnation) {
        for (int i = 0; i < 20; i++) {
            table.submit(0, "operation " + i);
            talkWithout(DebtsTest::ofTheMute, 50);
        }
        table.submit(0, RequestClass.CONTROL, "command");
        talkWithout(DebtsTest::ofTheMute, 60);
        List<Optional<Occupant>> seats = new ArrayList<>(table.view().seats());
        seats.set(MUTE, seats.get(MUTE).map(it -> startedAgain(it, incarnation)));

        table.install(0, table.view(), seats);
        table.submit(0, "on and on");
        talkWithout(letter -> true, 600);

        long saidOfTheMute =
                owedTo(0).stream().filter(it -> it.startsWith("m3")).count();
        assertThat(saidOfTheMute).isEqualTo(incarnation);
    }

    private static Occupant startedAgain(Occupant it, long incarnation) {
        return new Occupant(
                it.member(), incarnation, it.certificate(), it.statementKey(), it.viewKey(), it.sensors(), true);
    }
}
