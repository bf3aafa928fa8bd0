package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Signed;

/** How requests reach all, and what is voted for without them: AB-5, AB-18, AB-19. */
class DisseminationTest {
    private final Table table = new Table();

    private static Request request(int member, long number, String text) {
        return new Request(
                Table.origin(member), number, RequestClass.APPLICATION, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void requestGoesFromItsOriginToAllAndIsDeliveredByAll() {
        table.submit(2, "hello");
        assertThat(table.from(2, OwnRequest.class)).hasSize(3);

        table.passAll();

        for (int i = 0; i < 4; i++) assertThat(table.texts(i)).containsExactly("hello");
    }

    @Test
    void memberPreparesOnlyWhatItHoldsEveryBodyOf() {
        table.submit(1, "hello");
        table.pass(each -> each.content() instanceof OwnRequest && each.to() == 0);
        table.pass(each -> each.content() instanceof Header || each.content() instanceof Value);
        assertThat(table.from(1, Prepare.class)).isNotEmpty();
        assertThat(table.from(2, Prepare.class)).isEmpty();

        table.pass(each -> each.content() instanceof OwnRequest);
        assertThat(table.from(2, Prepare.class)).isNotEmpty();
    }

    @Test
    void missingBodyIsAskedOfTheLeaderAndThenOfThoseWhoPrepared() {
        table.submit(1, "hello");
        table.pass(each -> each.content() instanceof OwnRequest && each.to() == 0);
        table.lose(each -> each.content() instanceof OwnRequest);
        table.pass(each -> each.content() instanceof Header || each.content() instanceof Value);

        table.wait(Duration.ofMillis(25), 2);
        table.pass(each -> each.content() instanceof Fetch && each.to() == 0);
        assertThat(table.from(0, Body.class)).isNotEmpty();
        table.lose(each -> each.content() instanceof Body || each.content() instanceof Fetch);

        table.wait(Duration.ofMillis(100), 2);
        table.pass(each -> each.content() instanceof Fetch && each.to() == 1);
        assertThat(table.from(1, Body.class)).isNotEmpty();
        table.pass(each -> each.content() instanceof Body);
        assertThat(table.from(2, Prepare.class)).isNotEmpty();
    }

    /** Its body may be on its way the first time; from then on those who hold it do not wait. */
    @Test
    void originThatWithholdsItsLargeBodiesFromSomebodyDelaysOneSlot() {
        Table wide = new Table(AbcastSettings.of(OrderingConfig.defaults()), new AbcastRules());

        assertThat(untilAllDeliver(wide, 1)).isGreaterThan(Duration.ofMillis(100));
        assertThat(untilAllDeliver(wide, 2)).isLessThan(Duration.ofMillis(80));
        assertThat(untilAllDeliver(wide, 3)).isLessThan(Duration.ofMillis(80));
    }

    /** m1, who takes no other part, sends its request to m0 and m2, but not to m3. */
    private static Duration untilAllDeliver(Table table, long number) {
        Request large = new Request(Table.origin(1), number, RequestClass.APPLICATION, new byte[100 << 10]);
        Instant begun = table.wallClock();
        table.says(1, OwnRequest.of(large, table.lives), 0, 2);
        table.pass(each -> each.from() == 1);
        for (int i = 0; i < 200 && table.deliveries(3).size() < number; i++) table.talk(Duration.ofMillis(5), 0, 2, 3);
        assertThat(table.deliveries(3)).hasSize((int) number);
        return Duration.between(begun, table.wallClock());
    }

    /** A value is believed by its digest: another one under its header is not. */
    @Test
    void valueThatIsNotTheOneOfTheHeaderIsNotPrepared() {
        Value proposed = new Value(1, 0, table.wallClock(), List.of());
        Value other = new Value(1, 0, table.wallClock().plusMillis(1), List.of());

        table.says(0, new Header(0, 0, 1, proposed.digest()), 2);
        table.says(0, other, 2);
        table.passAll();

        assertThat(table.from(2, Prepare.class)).isEmpty();
        table.says(0, proposed, 2);
        table.pass(each -> each.from() == 0);
        assertThat(table.from(2, Prepare.class)).isNotEmpty();
    }

    @Test
    void contactShowsAClientsRequestToAll() {
        Signed<Request> opening = table.sign(SequencesTest.opening(SequencesTest.client("anna", 7)));

        table.happens(3, new Event.Submitted<>(new Payload.Relayed(opening)));
        table.happens(3, new Event.Submitted<>(new Payload.Relayed(opening)));
        assertThat(table.from(3, Relay.class)).hasSize(3);

        table.passAll();
        for (int i = 0; i < 4; i++) {
            assertThat(table.last(i).requests()).containsExactly(opening.message());
        }
    }

    @Test
    void requestOfASessionThatIsNotOpenIsRefused() {
        Request operation = new Request(SequencesTest.client("anna", 7), 2, RequestClass.APPLICATION, new byte[] {1});

        table.happens(3, new Event.Submitted<>(new Payload.Relayed(table.sign(operation))));

        assertThat(table.underWay(Relay.class)).isEmpty();
        assertThat(table.core(3).held()).isZero();
    }

    /** "Each holder shows its head to the leader." */
    @Test
    void headThatWaitsIsShownToTheLeaderByThoseWhoHoldIt() {
        table.submit(1, "hello");
        table.pass(each -> each.content() instanceof OwnRequest && each.to() == 2);
        table.loseAll();

        table.wait(Duration.ofMillis(90), 2);

        assertThat(table.from(2, Relay.class)).hasSize(1);
        table.passAll();
        assertThat(table.texts(2)).containsExactly("hello");
    }

    @Test
    void originRepeatsItsRequestUntilItIsDelivered() {
        table.submit(1, "hello");
        table.loseAll();

        table.wait(Duration.ofMillis(200), 1);
        assertThat(table.from(1, OwnRequest.class)).isNotEmpty();
        table.passAll();
        table.talk(Duration.ofMillis(100), 0, 1, 2, 3);
        table.loseAll();

        table.wait(Duration.ofMillis(2000), 1);
        assertThat(table.from(1, OwnRequest.class)).isEmpty();
        assertThat(table.texts(2)).containsExactly("hello");
    }

    /** A member that signs one number twice reaches nothing: pools keep the first, and the order decides. */
    @Test
    void ofTwoBodiesUnderOneNumberOneIsDeliveredEverywhere() {
        table.says(1, OwnRequest.of(request(1, 1, "one"), table.lives), 0);
        table.says(1, OwnRequest.of(request(1, 1, "two"), table.lives), 2, 3);
        table.passAll();

        table.talk(Duration.ofMillis(300), 0, 1, 2, 3);

        for (int i = 0; i < 4; i++) assertThat(table.texts(i)).containsExactly("one");
    }

    /** AB-19: the next P numbers, whoever is asked. */
    @Test
    void poolTakesTheNextNumbersOfAnOriginAndNoneBeyond() {
        int room = AbcastSimulations.settings().poolPerOrigin();
        for (long number = 2; number <= room + 5; number++) {
            table.says(1, OwnRequest.of(request(1, number, "r" + number), table.lives), 3);
        }
        table.passAll();

        assertThat(table.core(3).held()).isEqualTo(room - 1);
    }
}
