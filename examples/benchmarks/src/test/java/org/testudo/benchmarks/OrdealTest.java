package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is judged of measures: limits on the right side, the worst run, and rates and growth by hand. */
class OrdealTest {
    @Test
    void aGapIsAcceptedUpToItsLimitAndARatioFromItOn() {
        assertThat(Ordeal.LEADER_KILLED.accepts(outcome(1_000))).isTrue();
        assertThat(Ordeal.LEADER_KILLED.accepts(outcome(1_000.01))).isFalse();
        assertThat(Ordeal.SLOW_LEADER.accepts(outcome(0.7))).isTrue();
        assertThat(Ordeal.SLOW_LEADER.accepts(outcome(0.69))).isFalse();
        assertThat(Ordeal.MEMBER_FLOODS.accepts(outcome(0.69))).isFalse();
        assertThat(Ordeal.MEMBER_FLOODS.accepts(outcome(Double.NaN))).isFalse();
        assertThat(Ordeal.LARGE_PAYLOADS.accepts(outcome(50))).isTrue();
    }

    @Test
    void aRunThatFailedIsNeverAcceptedAndTheWorst() {
        Ordeal.Outcome failed = new Ordeal.Outcome(1, Map.of(), "another order");

        assertThat(Ordeal.SLOW_LEADER.accepts(failed)).isFalse();
        assertThat(Ordeal.SLOW_LEADER.worst(List.of(failed, outcome(0.1)))).isSameAs(failed);
        assertThat(Ordeal.SLOW_LEADER.worst(List.of(outcome(0.9), outcome(0.8))).value())
                .isEqualTo(0.8);
        assertThat(Ordeal.LEADER_KILLED
                        .worst(List.of(outcome(900), outcome(200)))
                        .value())
                .isEqualTo(900);
    }

    @Test
    void theRateIsThatOfTheChosenOriginsAtTheMemberThatWasDeliveredTheFewest() throws Exception {
        List<JsonNode> begin = List.of(look(0, 10, 20), look(5, 10, 20));
        List<JsonNode> end = List.of(look(2_000_000_000L, 110, 1_020), look(1_000_000_005L, 40, 2_000));

        assertThat(Trial.rate(begin, end, it -> it == 0)).isEqualTo(30);
        assertThat(Trial.rate(begin, end, it -> it == 1)).isEqualTo(500);
    }

    @Test
    void growthIsThatOfTheMemberThatGrowsTheMostFromTheSecondMinuteOn() {
        List<double[]> minutes = List.of(new double[] {10, 10}, new double[] {100, 50}, new double[] {90, 55});

        assertThat(HeapCommand.growthPercent(minutes)).isCloseTo(10, within(1e-9));
        assertThat(HeapCommand.median(new double[] {9, 1, 5, 3})).isEqualTo(4);
    }

    @Test
    void cpuGrowthIsByThatOfTheGroup() {
        assertThat(AbcastCommand.growth(Map.of(4, 10.0, 7, 99.0, 10, 25.0))).isEqualTo(1);
        assertThat(AbcastCommand.growth(Map.of(4, 10.0, 10, 50.0))).isEqualTo(2);
    }

    @Test
    void sendersGrowWithTheGroup() {
        Senders senders = new Senders(100, 16);

        assertThat(senders.growing(4, 4)).isEqualTo(100);
        assertThat(senders.growing(7, 4)).isEqualTo(175);
        assertThat(new Senders(5, 1).growing(7, 4)).isEqualTo(9);
        assertThat(senders.options(250)).containsExactly("--senders", "250", "--outstanding", "16");
    }

    private static Ordeal.Outcome outcome(double value) {
        return new Ordeal.Outcome(value, Map.of(), "");
    }

    private static JsonNode look(long nanos, long... origins) throws Exception {
        ObjectMapper json = new ObjectMapper();
        return json.readTree(json.writeValueAsString(Map.of("nanos", nanos, "origins", origins)));
    }
}
