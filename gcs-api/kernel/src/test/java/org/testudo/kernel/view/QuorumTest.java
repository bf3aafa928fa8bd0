package org.testudo.kernel.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testudo.api.FaultModel;

/** G-4. */
class QuorumTest {
    @ParameterizedTest
    @CsvSource({
        "BYZANTINE, 1, 0, 1", "BYZANTINE, 2, 0, 2", "BYZANTINE, 3, 0, 2", "BYZANTINE, 4, 1, 3", "BYZANTINE, 5, 1, 4",
        "BYZANTINE, 6, 1, 4", "BYZANTINE, 7, 2, 5", "BYZANTINE, 8, 2, 6", "BYZANTINE, 10, 3, 7", "BYZANTINE, 13, 4, 9",
        "BYZANTINE, 100, 33, 67", "CRASH, 1, 0, 1", "CRASH, 2, 0, 2", "CRASH, 3, 1, 2", "CRASH, 4, 1, 3",
        "CRASH, 5, 2, 3", "CRASH, 7, 3, 4"
    })
    void defaultsFollowFromTheNumberOfSeats(FaultModel model, int seats, int maxFaulty, int intersecting) {
        Quorum quorum = Quorum.of(seats, model);

        assertThat(quorum.maxFaulty()).isEqualTo(maxFaulty);
        assertThat(quorum.intersecting()).isEqualTo(intersecting);
        assertThat(quorum.oneCorrect()).isEqualTo(maxFaulty + 1);
        assertThat(quorum.correctMajority()).isEqualTo(2 * maxFaulty + 1);
        assertThat(quorum.believable()).isEqualTo(model == FaultModel.CRASH ? 1 : maxFaulty + 1);
    }

    /** GM-3: who follows no views asks as many as any size that the roster allows, as far as the first size has correct ones. */
    @ParameterizedTest
    @CsvSource({"4, 1, 4, 2", "4, 1, 6, 2", "4, 1, 7, 3", "4, 1, 20, 3", "7, 2, 9, 3", "7, 2, 10, 4", "7, 1, 7, 3"})
    void whoFollowsNoViewsIsSafeAfterAResize(int seats, int maxFaulty, int roster, int ever) {
        assertThat(new Quorum(seats, maxFaulty, FaultModel.BYZANTINE).oneCorrectEver(roster))
                .isEqualTo(ever);
    }

    /** Any two of the size share a correct member, and the correct alone can form one. */
    @Test
    void everyQuorumThatIsAcceptedIntersectsAndIsAvailable() {
        for (FaultModel model : FaultModel.values()) {
            int faultyThatLie = model == FaultModel.BYZANTINE ? 1 : 0;
            for (int f = 0; f <= 5; f++) {
                for (int n = Quorum.leastSeats(f, model); n <= 20; n++) {
                    int q = new Quorum(n, f, model).intersecting();

                    assertThat(2 * q - n).isGreaterThan(f * faultyThatLie);
                    assertThat(q).isLessThanOrEqualTo(n - f);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"BYZANTINE, 3, 1", "BYZANTINE, 6, 2", "BYZANTINE, 0, 0", "CRASH, 2, 1", "CRASH, 4, 2"})
    void tooFewSeatsAreRefused(FaultModel model, int seats, int maxFaulty) {
        assertThatThrownBy(() -> new Quorum(seats, maxFaulty, model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs at least " + Quorum.leastSeats(maxFaulty, model) + ", found " + seats);
    }

    @Test
    void aNegativeNumberOfFaultyMembersIsRefused() {
        assertThatThrownBy(() -> new Quorum(4, -1, FaultModel.BYZANTINE)).isInstanceOf(IllegalArgumentException.class);
    }
}
