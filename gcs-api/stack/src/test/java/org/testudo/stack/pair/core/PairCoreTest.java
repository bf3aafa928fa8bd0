package org.testudo.stack.pair.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Views;
import org.testudo.stack.pair.core.PairMessage.Parcel;
import org.testudo.stack.pair.core.PairMessage.Receipt;
import org.testudo.stack.pair.core.PairNetwork.Member;
import org.testudo.stack.pair.core.PairNetwork.Packet;

/** Messages from one member to one: in order, once, bounded, and between two starts that hold seats. */
class PairCoreTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    private final ViewRecord view = Views.first();
    private final PairNetwork network = new PairNetwork(view, Views.ALICE, Views.BOB, Views.CAROL);
    private final Member alice = network.members.get(Views.ALICE);
    private final Member bob = network.members.get(Views.BOB);
    private final Member carol = network.members.get(Views.CAROL);

    PairCoreTest() {
        network.deliver();
    }

    @Test
    void messagesArriveInOrderBothWaysAndAreSettledWhenConsumed() {
        for (int i = 0; i < 5; i++) {
            alice.tell(Views.BOB, "a" + i);
            bob.tell(Views.ALICE, "b" + i);
            carol.tell(Views.BOB, "c" + i);
        }
        network.pass(Duration.ofSeconds(1));

        assertThat(bob.heard).filteredOn(it -> it.startsWith("alice")).isEqualTo(numbered("alice a", 5));
        assertThat(bob.heard).filteredOn(it -> it.startsWith("carol")).isEqualTo(numbered("carol c", 5));
        assertThat(alice.heard).isEqualTo(numbered("bob b", 5));
        assertThat(alice.settled()).isEqualTo(5);
        assertThat(alice.timers).isEmpty();
    }

    @Test
    void messageToOneselfArrives() {
        alice.tell(Views.ALICE, "me");
        network.pass(Duration.ofSeconds(1));

        assertThat(alice.heard).containsExactly("alice me");
        assertThat(alice.settled()).isEqualTo(1);
    }

    @Test
    void whatTheApplicationHasNotConsumedKeepsItsRoomAndMoreIsRefused() {
        bob.consumes = false;
        for (int i = 0; i < 10; i++) alice.tell(Views.BOB, "a" + i);
        network.pass(LONG);

        assertThat(bob.heard).isEqualTo(numbered("alice a", 8));
        assertThat(alice.settled()).isZero();
        assertThat(alice.of(PairNotice.Lost.class)).hasSize(2).allMatch(it -> it.messages() == 1);

        bob.consumeAll();
        network.pass(LONG);
        assertThat(alice.settled()).isEqualTo(8);
        alice.tell(Views.BOB, "more");
        network.pass(LONG);
        assertThat(bob.heard).hasSize(9).last().isEqualTo("alice more");
    }

    @Test
    void roomIsCountedInBytesTooAndALargeMessageGoesAlone() {
        bob.consumes = false;
        alice.tell(Views.BOB, "x".repeat(5_000));
        alice.tell(Views.BOB, "refused");
        network.pass(LONG);

        assertThat(bob.heard).hasSize(1);
        assertThat(alice.of(PairNotice.Lost.class)).hasSize(1);
        bob.consumeAll();
        network.pass(LONG);
        assertThat(alice.of(PairNotice.Settled.class))
                .containsExactly(new PairNotice.Settled(Views.BOB, PairStream.MESSAGES, 1, 5_000));
    }

    @Test
    void whatIsConsumedOutOfOrderIsSettledInOrder() {
        bob.consumes = false;
        for (int i = 0; i < 3; i++) alice.tell(Views.BOB, "a" + i);
        network.pass(LONG);
        List<PairNotice.Arrived> arrived = bob.of(PairNotice.Arrived.class);

        bob.consume(arrived.get(2));
        bob.consume(arrived.get(1));
        network.pass(LONG);
        assertThat(alice.settled()).isZero();

        bob.consume(arrived.get(0));
        network.pass(LONG);
        assertThat(alice.settled()).isEqualTo(3);
    }

    @Test
    void patienceDoublesTowardsAPeerThatIsSilentAndOneMessageIsEnough() {
        network.lost = packet -> packet.to().equals(Views.BOB);
        for (int i = 0; i < 8; i++) alice.tell(Views.BOB, "a" + i);
        network.deliver();
        List<Packet> again = new ArrayList<>();
        network.lost = packet -> again.add(packet);

        network.pass(Duration.ofSeconds(24)); // after 0.5, 1.5, 3.5, 7.5, 15.5, 23.5

        assertThat(again).hasSize(6).allMatch(it -> ((Parcel) it.message()).sequence() == 1);

        network.lost = packet -> false;
        network.pass(Duration.ofSeconds(9));
        assertThat(bob.heard).isEqualTo(numbered("alice a", 8));
    }

    /** Loss, duplication and reordering: nothing missing, nothing twice, everything in order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void everythingArrivesOnceAndInOrderOverABadNetwork(int seed) {
        Random random = new Random(seed);
        int next = 0;
        for (int step = 0; step < 5_000; step++) {
            if (next < 100 && next - alice.settled() < 8 && random.nextInt(3) == 0) {
                alice.tell(Views.BOB, "a" + next);
                bob.tell(Views.ALICE, "b" + next++);
            }
            int fate = random.nextInt(10);
            if (network.sent.isEmpty() || fate == 0) network.fireNext(network.now.plus(LONG));
            else if (fate == 1) network.sent.remove(random.nextInt(network.sent.size()));
            else if (fate == 2) network.deliver(network.sent.get(random.nextInt(network.sent.size())));
            else network.deliver(network.sent.remove(random.nextInt(Math.min(3, network.sent.size()))));
        }
        network.pass(LONG);

        assertThat(next).isEqualTo(100);
        assertThat(alice.settled()).isEqualTo(100);
        assertThat(bob.heard).isEqualTo(numbered("alice a", 100));
        int told = 100 - bob.of(PairNotice.Lost.class).size();
        assertThat(alice.heard).hasSize(told).doesNotHaveDuplicates();
    }

    /** GM-23: nothing of an older start reaches the new one, and the sender hears how much may be lost. */
    @Test
    void restartOfOneSideForgetsThePairAndBeginsAnew() {
        bob.consumes = false;
        for (int i = 0; i < 3; i++) alice.tell(Views.BOB, "old" + i);
        bob.tell(Views.ALICE, "old");
        List<Packet> late = List.copyOf(network.sent);
        network.deliver();

        ViewRecord next = Views.restarted(view, Views.BOB);
        network.install(next, alice, carol);
        Member again = network.start(next, Views.BOB);
        late.forEach(network::deliver);
        network.pass(LONG);

        assertThat(alice.of(PairNotice.Lost.class))
                .extracting(PairNotice.Lost::messages)
                .containsExactly(3);
        assertThat(again.heard).isEmpty();
        assertThat(alice.heard).containsExactly("bob old");
        alice.tell(Views.BOB, "new");
        again.tell(Views.ALICE, "new");
        network.pass(LONG);
        assertThat(again.heard).containsExactly("alice new");
        assertThat(alice.heard).containsExactly("bob old", "bob new");
        assertThat(alice.settled()).isEqualTo(1);
    }

    /** jgroups-stack.md 3.4: who is in the view first sends to who is not, and it is not lost. */
    @Test
    void whatANewStartSendsBeforeItsViewIsKnownArrivesOnceItIs() {
        ViewRecord next = Views.restarted(view, Views.BOB);
        Member again = network.start(next, Views.BOB);
        again.tell(Views.ALICE, "early");
        network.pass(Duration.ofMillis(100));
        assertThat(alice.heard).isEmpty();

        network.install(next, alice);
        network.deliver();

        assertThat(alice.heard).containsExactly("bob early");
    }

    @Test
    void nothingGoesToOrComesFromWhoHoldsNoSeat() {
        alice.tell(Views.BOB, "kept");
        ViewRecord next = Views.without(view, Views.BOB);
        network.install(next, alice, carol);
        network.sent.clear();
        alice.tell(Views.BOB, "too late");
        bob.tell(Views.ALICE, "from outside");
        network.pass(LONG);

        assertThat(alice.of(PairNotice.Lost.class))
                .extracting(PairNotice.Lost::messages)
                .containsExactly(1, 1);
        assertThat(alice.heard).isEmpty();
        assertThat(alice.timers).isEmpty();
    }

    @Test
    void whoLosesItsOwnSeatForgetsAllPairs() {
        alice.tell(Views.BOB, "kept");
        alice.tell(Views.CAROL, "kept");

        network.install(Views.without(view, Views.ALICE), alice);

        assertThat(alice.of(PairNotice.Lost.class)).hasSize(2);
        assertThat(alice.timers).isEmpty();
    }

    @Test
    void floodingPeerFillsItsOwnWindowOnly() {
        bob.consumes = false;
        for (int i = 1; i <= 10_000; i++) bob.receive(Views.ALICE, parcel(i, 1));
        carol.tell(Views.BOB, "heard all the same");
        network.pass(Duration.ofMillis(100));

        assertThat(bob.of(PairNotice.Arrived.class))
                .filteredOn(it -> it.from().equals(Views.ALICE))
                .hasSize(8);
        assertThat(bob.heard).contains("carol heard all the same");
        assertThat(network.sent).isEmpty();
    }

    /** Each parcel that is not taken costs at most one receipt in a while. */
    @Test
    void repeatedAndEarlyParcelsAreAnsweredTogether() {
        bob.receive(Views.ALICE, parcel(1, 1));
        network.pass(LONG);
        for (int i = 0; i < 1_000; i++) {
            bob.receive(Views.ALICE, parcel(1, 1));
            bob.receive(Views.ALICE, parcel(Long.MAX_VALUE, 1));
        }
        List<Packet> answers = new ArrayList<>();
        network.lost = packet -> answers.add(packet);
        network.pass(LONG);

        assertThat(bob.heard).hasSize(1);
        assertThat(answers).extracting(Packet::message).containsExactly(new Receipt(PairStream.MESSAGES, 1, 1, 1, 1));
    }

    /** Who handles a message may wait for an answer of its sender: that must not need the room, or the turn, of messages. */
    @Test
    void answersPassMessagesThatAreNotConsumedAndHaveAWindowOfTheirOwn() {
        bob.consumes = false;
        for (int i = 0; i < 8; i++) alice.tell(Views.BOB, "a" + i);
        for (int i = 0; i < 8; i++) alice.answer(Views.BOB, "answer" + i);
        network.pass(LONG);
        assertThat(bob.heard).hasSize(16).endsWith("alice answer7");

        bob.of(PairNotice.Arrived.class).stream()
                .filter(it -> it.stream() == PairStream.ANSWERS)
                .forEach(bob::consume);
        network.pass(LONG);

        assertThat(alice.of(PairNotice.Settled.class)).isNotEmpty().allMatch(it -> it.stream() == PairStream.ANSWERS);
        assertThat(alice.settled()).isEqualTo(8);
        alice.answer(Views.BOB, "one more");
        alice.tell(Views.BOB, "no room");
        network.pass(LONG);
        assertThat(bob.heard).hasSize(17).last().isEqualTo("alice one more");
        assertThat(alice.of(PairNotice.Lost.class))
                .singleElement()
                .satisfies(it -> assertThat(it.stream()).isEqualTo(PairStream.MESSAGES));
    }

    /** What a peer gains by receipts of one stream for another: nothing. */
    @Test
    void receiptsOfOneStreamSettleNothingOfTheOther() {
        network.lost = packet -> true;
        for (int i = 0; i < 4; i++) alice.tell(Views.BOB, "a" + i);

        alice.receive(Views.BOB, new Receipt(PairStream.ANSWERS, 1, 1, 4, 4));

        assertThat(alice.settled()).isZero();
        assertThat(alice.of(PairNotice.Ignored.class)).hasSize(1);
    }

    @Test
    void receiptsForWhatWasNotSentOrOfOtherStartsChangeNothing() {
        network.lost = packet -> true;
        for (int i = 0; i < 4; i++) alice.tell(Views.BOB, "a" + i);

        alice.receive(Views.BOB, new Receipt(PairStream.MESSAGES, 1, 1, 5, 5));
        alice.receive(Views.BOB, new Receipt(PairStream.MESSAGES, 1, 1, 2, 3));
        alice.receive(Views.BOB, new Receipt(PairStream.MESSAGES, 2, 1, 4, 4));
        alice.receive(Views.BOB, new Receipt(PairStream.MESSAGES, 1, 2, 4, 4));
        alice.receive(Views.DAVE, new Receipt(PairStream.MESSAGES, 1, 1, 0, 0));
        assertThat(alice.settled()).isZero();
        assertThat(alice.of(PairNotice.Ignored.class)).hasSize(4);

        alice.receive(Views.BOB, new Receipt(PairStream.MESSAGES, 1, 1, 4, 3));
        alice.receive(Views.BOB, new Receipt(PairStream.MESSAGES, 1, 1, 1, 1));
        assertThat(alice.settled()).isEqualTo(3);
    }

    /** What a peer gains by many receipts: nothing is sent again but what one probe has asked for. */
    @Test
    void receiptsAloneCauseNoRepetition() {
        for (int i = 0; i < 8; i++) alice.tell(Views.BOB, "a" + i);
        network.sent.clear();

        for (int i = 0; i < 1_000; i++) alice.receive(Views.BOB, new Receipt(PairStream.MESSAGES, 1, 1, 0, 0));
        assertThat(network.sent).isEmpty();
    }

    @Test
    void parcelsOfOtherStartsAreIgnored() {
        bob.receive(Views.ALICE, new Parcel(PairStream.MESSAGES, 0, 2, 1, 1, new byte[1]));
        bob.receive(Views.ALICE, new Parcel(PairStream.MESSAGES, 0, 1, 2, 1, new byte[1]));
        bob.receive(Views.ALICE, parcel(0, 1));

        assertThat(bob.heard).isEmpty();
        assertThat(bob.of(PairNotice.Ignored.class)).hasSize(3);
    }

    @Test
    void withoutAWindowNothingIsSentOrTaken() {
        PairCore core = new PairCore(view.occupant(Views.ALICE).orElseThrow().origin(), PairSettings.window(0, 0));
        org.testudo.kernel.core.Tick now = new org.testudo.kernel.core.Tick(Duration.ZERO, java.time.Instant.EPOCH);

        assertThat(core.on(now, new org.testudo.kernel.core.Event.Installed<>(view)))
                .isEmpty();
    }

    private static Parcel parcel(long sequence, int size) {
        return new Parcel(PairStream.MESSAGES, 0, 1, 1, sequence, new byte[size]);
    }

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
