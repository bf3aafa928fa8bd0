package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Departed;
import org.testudo.kernel.notice.DepartureDelayed;
import org.testudo.kernel.notice.DepartureWanted;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;

/** GM-18: a member asks to go, and waits for the group's word as long as that makes sense. */
class LeavingTest {
    private static final MemberId ALICE = new MemberId("alice");
    private static final MemberId BOB = new MemberId("bob");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Leaving leaving = new Leaving(ALICE);
    private final List<Notice> wishes = new ArrayList<>();

    /** Asks; the membership answers at once. */
    private Leaving.End leave(boolean forGood, Duration patience, Notice... answers) {
        return leaving.leave(forGood, patience, wish -> {
            wishes.add(wish);
            for (Notice each : answers) leaving.announced(each);
            return true;
        });
    }

    @Test
    void memberIsGoneWhenTheGroupHasAgreed() {
        assertThat(leave(false, LONG, new Departed(false, 4))).isEqualTo(Leaving.End.DEPARTED);
        assertThat(wishes).containsExactly(new DepartureWanted(false));
    }

    @Test
    void whoHasLeftAsksNoSecondTime() {
        leave(true, LONG, new Departed(true, 4));

        assertThat(leave(false, LONG)).isEqualTo(Leaving.End.DEPARTED);
        assertThat(wishes).hasSize(1);
    }

    @Test
    void whoOnlyRestsDoesNotWaitForTheGroupToSpareIt() {
        assertThat(leave(false, LONG, new DepartureDelayed(ALICE, "too few"))).isEqualTo(Leaving.End.DELAYED);
        assertThat(leaving.delay()).contains("too few");
    }

    @Test
    void whoGoesForGoodWaitsForTheGroupToSpareIt() {
        Leaving.End end = leave(true, LONG, new DepartureDelayed(ALICE, "too few"), new Departed(true, 9));

        assertThat(end).isEqualTo(Leaving.End.DEPARTED);
    }

    @Test
    void delayOfAnotherMemberIsNone() {
        assertThat(leave(false, Duration.ZERO, new DepartureDelayed(BOB, "too few")))
                .isEqualTo(Leaving.End.LATE);
        assertThat(leaving.delay()).isEmpty();
    }

    @Test
    void nobodyIsWaitedForWhereNobodyCanAgree() {
        leaving.announced(new ServiceSuspended("hears of 1 of the 3 seats that are needed"));
        assertThat(leave(false, LONG)).isEqualTo(Leaving.End.ALONE);
        assertThat(wishes).isEmpty();

        leaving.announced(new ServiceResumed(3));
        assertThat(leave(false, LONG, new Halted("broken"))).isEqualTo(Leaving.End.ALONE);
    }

    @Test
    void memberThatIsNotRunningHasNobodyToAsk() {
        assertThat(leaving.leave(false, LONG, wish -> false)).isEqualTo(Leaving.End.ALONE);
    }
}
