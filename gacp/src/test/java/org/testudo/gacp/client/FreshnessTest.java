package org.testudo.gacp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.gacp.client.PaperGroup.bytes;
import static org.testudo.gacp.client.PaperGroup.member;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testudo.gacp.core.Confirmation;
import org.testudo.kernel.view.ViewRecord;

/** CA-8: a view counts as the present one while the word of a quorum over this client's nonce is fresh. */
class FreshnessTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final PaperGroup group = new PaperGroup();
    private final ViewChain chain = group.chain();
    private final Freshness freshness = new Freshness(chain, Duration.ofHours(1));
    private final ViewRecord first = group.first();
    private final byte[] nonce = bytes("0123456789abcdef");

    @BeforeEach
    void makeNonce() {
        freshness.renew(nonce, 0);
    }

    @Test
    void aQuorumMakesTheViewTrusted() {
        confirm(first, 0, 1);
        assertThat(freshness.trusted(1)).isFalse();

        confirm(first, 2);
        assertThat(freshness.trusted(1)).isTrue();
    }

    @Test
    void oneMemberIsCountedOnce() {
        confirm(first, 0, 0, 0, 0, 1);

        assertThat(freshness.trusted(1)).isFalse();
    }

    @Test
    void aWordOverAnotherNonceIsOldAndCountsForNothing() {
        for (int seat : PaperGroup.ALL)
            freshness.offer(member(seat), group.confirm(first, seat, bytes("another nonce of")));

        assertThat(freshness.trusted(1)).isFalse();
    }

    @Test
    void aForgedWordIsDroppedAndCheckedOnce() {
        confirm(first, 0, 1);
        freshness.offer(member(2), group.confirm(first, 3, nonce));

        assertThat(freshness.trusted(1)).isFalse();
        int verified = group.verified;
        assertThat(freshness.trusted(1)).isFalse();
        assertThat(group.verified).isEqualTo(verified);
    }

    @Test
    void aWordForAnotherRecordOfTheViewIsNone() {
        ViewRecord other = group.with(first, 1, group.after(first).seats());
        confirm(first, 0, 1);
        Confirmation wrong = group.confirm(first, 2, nonce);
        freshness.offer(member(2), new Confirmation(1, other.digest(), nonce, wrong.signature()));

        assertThat(freshness.trusted(1)).isFalse();
    }

    @Test
    void trustEndsWithThePeriodAndIsRenewedByAQuorum() {
        confirm(first, 0, 1, 2);
        assertThat(freshness.trusted(HOUR - 1)).isTrue();
        assertThat(freshness.trusted(HOUR)).isFalse();

        freshness.renew(bytes("another nonce of"), HOUR);
        confirm(first, 0, 1, 2);
        assertThat(freshness.trusted(HOUR)).isFalse();

        for (int seat : new int[] {0, 1, 2})
            freshness.offer(member(seat), group.confirm(first, seat, bytes("another nonce of")));
        assertThat(freshness.trusted(2 * HOUR - 1)).isTrue();
    }

    @Test
    void earlierTrustRunsOnWhileANewNonceIsOnItsWay() {
        confirm(first, 0, 1, 2);
        assertThat(freshness.trusted(1)).isTrue();

        freshness.renew(bytes("another nonce of"), HOUR / 2);

        assertThat(freshness.trusted(HOUR - 1)).isTrue();
        assertThat(freshness.trusted(HOUR)).isFalse();
    }

    @Test
    void anotherViewNeedsAQuorumOfItsOwn() {
        confirm(first, 0, 1, 2);
        assertThat(freshness.trusted(1)).isTrue();
        ViewRecord second = group.after(first);
        chain.extend(group.certificate(first, second, 0, 1, 2));
        assertThat(freshness.trusted(1)).isFalse();

        confirm(second, 0, 1, 2);

        assertThat(freshness.trusted(1)).isTrue();
    }

    @Test
    void wordsForAViewThatIsNotYetProvedWaitForItsCertificate() {
        ViewRecord second = group.after(first);
        confirm(second, 0, 1, 2);
        assertThat(freshness.trusted(1)).isFalse();

        chain.extend(group.certificate(first, second, 0, 1, 2));

        assertThat(freshness.trusted(1)).isTrue();
    }

    private void confirm(ViewRecord view, int... seats) {
        for (int seat : seats) freshness.offer(member(seat), group.confirm(view, seat, nonce));
    }
}
