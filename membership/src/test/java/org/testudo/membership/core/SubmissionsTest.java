package org.testudo.membership.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.membership.core.Founders.command;
import static org.testudo.membership.core.Founders.origin;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.notice.RevocationBrought;
import org.testudo.kernel.statement.RevocationList;

/** SICP-11: what is brought again and again is submitted once at a time, and again if nothing came of it. */
class SubmissionsTest {
    private final MembershipState state = Founders.four().stateInViewOne();
    private final Submissions submissions = new Submissions();
    private final Command.Revoke crl = new Command.Revoke(new RevocationList(1, List.of()), new byte[] {1});

    private boolean wanted(long seconds) {
        return submissions
                .wanted(new RevocationBrought(crl), state, Duration.ofSeconds(seconds))
                .isPresent();
    }

    @Test
    void onceAtATimeAndAgainWhenTheOrderingMayHaveRefusedIt() {
        assertThat(wanted(0)).isTrue();
        assertThat(wanted(Asked.LOST.toSeconds() - 1)).isFalse();
        assertThat(wanted(Asked.LOST.toSeconds())).isTrue();
        assertThat(wanted(Asked.LOST.toSeconds() + 1)).isFalse();
    }

    @Test
    void againOnceItWasDelivered() {
        assertThat(wanted(0)).isTrue();
        submissions.delivered(command(origin("alice"), crl));

        assertThat(wanted(1)).isTrue();
    }
}
