package org.testudo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.simulator.Simulation.ms;
import static org.testudo.simulator.Simulation.seconds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.AbstractCore;
import org.testudo.kernel.core.TimerId;
import org.testudo.kernel.statement.Authentic;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.MessageCodec;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;
import org.testudo.simulator.attack.Flood;

/** Members that count aloud, one number each millisecond; and what arrives where. */
class NetworkTest {
    private static final TimerId NEXT = new TimerId("next");
    private static final int SENT = 200;

    private static final class Counter extends AbstractCore<Long> {
        private final Map<String, List<Long>> heard = new LinkedHashMap<>();
        private final List<String> gaps = new ArrayList<>();
        private long next;

        @Override
        protected void onInstalled(ViewRecord view) {
            arm(NEXT, ms(1));
        }

        @Override
        protected void onTimerFired(TimerId timer) {
            multicast(next++);
            if (next < SENT) arm(NEXT, ms(1));
        }

        @Override
        protected void onReceived(Authentic<Long> message) {
            heard.computeIfAbsent(message.sender().name(), key -> new ArrayList<>())
                    .add(message.message());
        }

        @Override
        protected void onGap(org.testudo.api.MemberId from) {
            gaps.add(from.name());
        }
    }

    static class Numbers implements MessageCodec<Long> {
        @Override
        public void write(Long message, WireWriter out) {
            out.writeLong(message);
        }

        @Override
        public Long read(WireReader in) throws MalformedException {
            return in.readCount();
        }

        @Override
        public Optional<StatementHeader> header(Long message) {
            return Optional.empty();
        }

        @Override
        public List<Claim> claims(Long message) {
            return List.of();
        }

        @Override
        public Lane lane(Long message) {
            return Lane.CONTROL;
        }
    }

    private static Simulation simulation(UnaryOperator<NetworkPlan> network) {
        return Simulation.of(context -> List.of(new Layer<>(new Counter(), new Numbers())))
                .network(n -> network.apply(n.exactly()))
                .until(ms(1000));
    }

    /** Everything that can go wrong on the way, at once. */
    static Simulation rough() {
        return simulation(n -> n.loss(0.1)
                .duplicate(0.1)
                .gaps(0.1)
                .partitionNowAndThen()
                .pauses()
                .reorder());
    }

    private static Counter counter(Result result, int member) {
        return (Counter) result.last().member(member).core(0);
    }

    private static List<Long> heard(Result result, int at, String from) {
        return counter(result, at).heard.getOrDefault(from, List.of());
    }

    @Test
    void aGoodNetworkBringsEverythingInOrderAlsoToOneself() {
        Result result = simulation(n -> n.delay(ms(1), ms(30))).run();

        assertThat(heard(result, 1, "m0")).hasSize(SENT).isSorted();
        assertThat(heard(result, 1, "m1")).hasSize(SENT).isSorted();
    }

    /** Each number is 8 bytes and goes to three others: at 1,200 bytes a second 50 have left in a second, however many wait. */
    @Test
    void whatIsSentFasterThanTheRateComesLaterAndInOrder() {
        List<Integer> heardBySecond = new ArrayList<>();
        Simulation simulation =
                simulation(n -> n.delay(ms(1), ms(1)).rate(1_200).exactly());
        for (int second = 1; second <= 3; second++) {
            simulation.at(
                    seconds(second),
                    run -> heardBySecond.add(
                            ((Counter) run.member(1).core(0)).heard.get("m0").size()));
        }

        Result result = simulation.until(seconds(60)).run();

        for (int second = 1; second <= 3; second++) {
            assertThat(heardBySecond.get(second - 1)).isBetween(50 * second - 2, 50 * second);
        }
        assertThat(heard(result, 1, "m0")).hasSize(SENT).isSorted();
        assertThat(heard(result, 0, "m0")).hasSize(SENT);
    }

    /** Packets lost, doubled, told as gaps, cut off or late in the run of the seed. */
    @Test
    void withoutItsDecisionsTheNetworkBringsEverythingOnceAndInOrder() {
        Run run = new Run(rough().plan(), 11, 0, Decisions.of(Optional.of(Set.of())));
        run.execute();

        for (int at = 0; at < 4; at++) {
            Counter counter = (Counter) run.member(at).core(0);
            assertThat(counter.heard).hasSize(4);
            assertThat(counter.heard.values())
                    .allSatisfy(numbers -> assertThat(numbers).hasSize(SENT).isSorted());
            assertThat(counter.gaps).isEmpty();
        }
    }

    @Test
    void messagesMayOvertakeEachOther() {
        Result result = simulation(n -> n.delay(ms(1), ms(30)).reorder()).run();

        List<Long> heard = heard(result, 1, "m0");
        assertThat(heard).hasSize(SENT);
        assertThat(heard).isNotEqualTo(heard.stream().sorted().toList());
    }

    @Test
    void messagesAreLostAndDoubledAsOftenAsAsked() {
        Result lossy = simulation(n -> n.loss(0.5)).run();
        Result doubling = simulation(n -> n.duplicate(0.5)).run();

        assertThat(heard(lossy, 1, "m0").size()).isBetween(70, 130);
        assertThat(heard(doubling, 1, "m0").size()).isBetween(270, 330);
    }

    /** HOST-4. */
    @Test
    void aReceiverIsToldOfAGap() {
        Result result = simulation(n -> n.gaps(0.5)).run();

        long gaps = counter(result, 1).gaps.stream().filter("m0"::equals).count();
        assertThat(heard(result, 1, "m0").size() + gaps).isEqualTo(SENT);
        assertThat(gaps).isBetween(70L, 130L);
    }

    @Test
    void nothingIsLostAfterTheCalm() {
        Result result = simulation(n -> n.delay(ms(1), ms(1)).loss(1))
                .calmAfter(ms(101))
                .run();

        assertThat(heard(result, 1, "m0")).first().isEqualTo(100L);
        assertThat(heard(result, 1, "m0")).hasSize(100);
    }

    @Test
    void aPartitionSeparatesItsGroupsAndHeals() {
        Result result = simulation(n -> n.delay(ms(1), ms(1)))
                .partition(ms(0), ms(101), List.of(List.of(0, 1), List.of(2)))
                .run();

        assertThat(heard(result, 1, "m0")).hasSize(SENT);
        assertThat(heard(result, 2, "m0")).first().isEqualTo(100L);
        assertThat(heard(result, 3, "m2")).first().isEqualTo(100L);
    }

    @Test
    void partitionsNowAndThenComeAndGoUntilTheCalm() {
        Result result = simulation(n -> n.delay(ms(1), ms(2)).partitionNowAndThen())
                .calmAfter(ms(150))
                .run();

        int least = SENT;
        for (int from = 1; from < 4; from++)
            least = Math.min(least, heard(result, 0, "m" + from).size());
        assertThat(least).isBetween(50, SENT - 1);
        assertThat(heard(result, 0, "m1")).contains((long) SENT - 1);
    }

    @Test
    void aLinkDropsWhatItsFilterSays() {
        Result result = simulation(n -> n)
                .drop((now, from, to, layer, message) -> to == 2 && message.equals(7L))
                .run();

        assertThat(heard(result, 1, "m0")).contains(7L);
        assertThat(heard(result, 2, "m0")).doesNotContain(7L).hasSize(SENT - 1);
    }

    @Test
    void aMemberThatStandsStillHearsLaterWhatItMissed() {
        List<Integer> sizes = new ArrayList<>();

        for (int seed = 0; seed < 5; seed++) {
            Result result = simulation(n -> n.delay(ms(1), ms(2)).pauses())
                    .calmAfter(ms(190))
                    .seed(seed)
                    .run();
            sizes.add(heard(result, 1, "m0").size());
        }

        assertThat(sizes).containsOnly(SENT);
    }

    @Test
    void aSeedDrawsWhichFaultsAreOn() {
        List<Integer> arrived = new ArrayList<>();

        Simulation.of(context -> List.of(new Layer<>(new Counter(), new Numbers())))
                .network(n -> n.loss(0.5))
                .until(ms(1000))
                .seeds(20)
                .each(run -> arrived.add(
                        ((Counter) run.member(1).core(0)).heard.get("m0").size()))
                .run();

        assertThat(arrived).contains(SENT).anyMatch(each -> each < SENT - 20);
    }

    /** The host survives such a codec (HOST-1), but it is a bug all the same. */
    @Test
    void aCodecThatThrowsOnHostileBytesIsAViolation() {
        MessageCodec<Long> fragile = new Numbers() {
            @Override
            public Long read(WireReader in) throws MalformedException {
                return Long.valueOf(Math.addExact(in.readLong(), Long.MAX_VALUE - SENT));
            }

            @Override
            public void write(Long message, WireWriter out) {
                out.writeLong(message - Long.MAX_VALUE + SENT);
            }
        };

        Violation caught = Simulation.of(context -> List.of(new Layer<>(new Counter(), fragile)))
                .byzantine(3, Flood::new)
                .until(ms(100))
                .hunt();

        assertThat(caught.check()).isEqualTo("codec");
    }
}
