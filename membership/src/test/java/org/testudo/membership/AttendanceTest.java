package org.testudo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.testudo.api.FaultModel;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Quorum;

/** What a connect that fails says of who is there. */
class AttendanceTest {
    private static final MemberId ALICE = new MemberId("alice");
    private static final MemberId BOB = new MemberId("bob");
    private static final MemberId CAROL = new MemberId("carol");
    private static final MemberId DAVE = new MemberId("dave");

    private static String with(MemberId... reached) {
        Quorum quorum = new Quorum(4, 1, FaultModel.BYZANTINE);
        return new Attendance(BOB, quorum, List.of(ALICE, BOB, CAROL, DAVE), Set.of(reached)).describe();
    }

    @Test
    void itNamesWhoIsThereAndCountsWhoIsMissing() {
        assertThat(with())
                .isEqualTo(
                        "here: bob; missing: at least 2 of alice, carol, dave; start at least 3 of its 4 members, and"
                                + " see that they reach each other");
        assertThat(with(DAVE)).startsWith("here: bob, dave; missing: at least 1 of alice, carol;");
    }

    @Test
    void enoughMembersThatDoNotAgreeYetAreNotCalledMissing() {
        assertThat(with(ALICE, DAVE))
                .startsWith("here: alice, bob, dave; these are enough")
                .contains("wait longer");
    }

    /** It holds no seat here, so it does not count. */
    @Test
    void whoHoldsNoSeatIsNotThere() {
        assertThat(with(new MemberId("eve"))).startsWith("here: bob; missing: at least 2");
    }
}
