package org.testudo.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an operator must know first, of seven members of which two may be faulty. */
class ToleranceTest {
    private static Tolerance of(
            int vacant, List<MemberId> inactive, List<MemberId> suspected, List<MemberId> condemned) {
        return new Tolerance(2, 7, 5, vacant, inactive, suspected, condemned, List.of());
    }

    private static List<MemberId> members(String... names) {
        return Arrays.stream(names).map(MemberId::new).toList();
    }

    @Test
    void wholeGroupTakesAsManyFaultsAsItWasMadeFor() {
        Tolerance whole = of(0, List.of(), List.of(), List.of());

        assertThat(whole.left()).isEqualTo(2);
        assertThat(whole.safe() && whole.serves()).isTrue();
        assertThat(whole.summary()).isEqualTo("can take 2 more faults");
    }

    @Test
    void eachSeatThatIsAmissCountsOnce() {
        List<MemberId> carol = members("carol");
        Tolerance one = of(0, carol, carol, carol);

        assertThat(one.left()).isEqualTo(1);
        assertThat(one.summary())
                .isEqualTo("can take 1 more fault (inactive: carol; suspected here: carol; to be excluded: carol)");
        assertThat(of(1, carol, List.of(), List.of()).left()).isZero();
        assertThat(of(1, carol, List.of(), List.of()).summary())
                .isEqualTo("can take no further fault (1 seat is vacant; inactive: carol)");
    }

    /** Who is inactive votes still, so the group may serve on with more amiss than it was made for. */
    @Test
    void serviceEndsWithTooFewThatTakePartAndTrustWithTooManyThatAreProvedFaulty() {
        Tolerance thin = of(1, members("carol", "dave"), List.of(), List.of());
        Tolerance mute = of(1, List.of(), members("carol", "dave"), List.of());
        Tolerance lost = of(0, List.of(), List.of(), members("carol", "dave", "erin"));

        assertThat(thin.serves()).isTrue();
        assertThat(thin.summary()).contains("serves on", "mend it now");
        assertThat(mute.serves()).isFalse();
        assertThat(mute.safe()).as("silence makes nothing wrong").isTrue();
        assertThat(mute.summary()).contains("5 of 7 are needed", "1 seat is vacant", "carol, dave");
        assertThat(lost.safe()).isFalse();
        assertThat(lost.summary()).contains("do not rely on answers", "carol, dave, erin");
        assertThat(List.of(thin, mute, lost)).allMatch(each -> each.left() == 0);
    }

    @Test
    void withoutAViewNothingIsKnown() {
        assertThat(Tolerance.unknown().summary()).contains("no view yet");
        assertThat(Tolerance.unknown().serves()).isFalse();
        assertThat(Tolerance.unknown().toMap()).containsEntry("left", 0).containsKeys("safe", "serves", "waiting");
    }
}
