package org.testudo.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.benchmarks.Verdict.Testimony;

/** A run counts only if every member was delivered all that was sent, in one order. */
class VerdictTest {
    private static final Testimony ALICE = new Testimony("alice", 5, "aa", "");

    @Test
    void equalAndCompleteDeliveriesPass() {
        assertThat(verdict(new Testimony("bob", 5, "aa", ""), 5)).isEmpty();
    }

    @Test
    void aMemberThatWasDeliveredLessFailsTheRun() {
        assertThat(verdict(new Testimony("bob", 4, "aa", ""), 5)).isEqualTo("bob was delivered 4 of 5");
    }

    @Test
    void aLossAtEveryMemberFailsTheRun() {
        assertThat(verdict(new Testimony("bob", 5, "aa", ""), 6)).isEqualTo("alice was delivered 5 of 6");
    }

    @Test
    void anotherOrderFailsTheRun() {
        assertThat(verdict(new Testimony("bob", 5, "ab", ""), 5))
                .isEqualTo("bob was delivered another order than alice");
    }

    @Test
    void aFaultThatAMemberFoundFailsTheRun() {
        assertThat(verdict(new Testimony("bob", 5, "aa", "payload 3 after 1"), 5))
                .isEqualTo("bob: payload 3 after 1");
    }

    @Test
    void aRunInWhichNothingWasSentFails() {
        assertThat(Verdict.of(List.of(new Testimony("alice", 0, "", "")), 0)).isEqualTo("nothing was sent");
    }

    @Test
    void percentilesAreNearestRanks() {
        assertThat(Sample.percentile(new long[] {1, 2, 3, 4}, 50)).isEqualTo(2);
        assertThat(Sample.percentile(new long[] {1, 2, 3, 4}, 99)).isEqualTo(4);
        assertThat(Sample.percentile(new long[0], 99)).isZero();
    }

    private static String verdict(Testimony bob, long sent) {
        return Verdict.of(List.of(ALICE, bob), sent);
    }
}
