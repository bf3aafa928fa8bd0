package org.testudo.sicp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.config.CredentialsConfig;

/** SICP-12: what is said ahead, in a time that the test makes. */
class ExpiryTest {
    private static final MemberId ALICE = new MemberId("alice");
    private static final Instant END = Instant.parse("2030-01-01T00:00:00Z");

    private final Expiry expiry = new Expiry(CredentialsConfig.EXPIRY_NOTICE);

    private Iterable<Long> said(Instant end, Duration before) {
        return said(expiry, end, before);
    }

    private static Iterable<Long> said(Expiry expiry, Instant end, Duration before) {
        return expiry.look(Map.of(ALICE, end), end.minus(before)).stream()
                .map(CertificateExpires::days)
                .toList();
    }

    @Test
    void isSaidOnceAtEachDistanceAndWhenItHasHappened() {
        assertThat(said(END, Duration.ofDays(31))).isEmpty();
        assertThat(said(END, Duration.ofDays(30))).containsExactly(30L);
        assertThat(said(END, Duration.ofDays(29))).isEmpty();
        assertThat(said(END, Duration.ofDays(7))).containsExactly(7L);
        assertThat(said(END, Duration.ofHours(25))).isEmpty();
        assertThat(said(END, Duration.ofHours(23))).containsExactly(0L);
        assertThat(said(END, Duration.ofSeconds(1))).isEmpty();
        assertThat(said(END, Duration.ofSeconds(-1))).containsExactly(-1L);
        assertThat(said(END, Duration.ofDays(-9))).isEmpty();
    }

    @Test
    void startLateSaysTheNearestDistanceOnly() {
        assertThat(said(END, Duration.ofDays(2))).containsExactly(2L);
        assertThat(said(END, Duration.ofDays(2))).isEmpty();
    }

    @Test
    void distancesAreAsConfigured() {
        Expiry early = new Expiry(List.of(Duration.ofDays(90)));

        assertThat(said(early, END, Duration.ofDays(91))).isEmpty();
        assertThat(said(early, END, Duration.ofDays(90))).containsExactly(90L);
        assertThat(said(early, END, Duration.ofDays(1))).isEmpty();
        assertThat(said(early, END, Duration.ofSeconds(-1))).containsExactly(-1L);
    }

    @Test
    void renewedCertificateBeginsAnew() {
        said(END, Duration.ofHours(1));

        assertThat(said(END.plus(Duration.ofDays(365)), Duration.ofDays(300))).isEmpty();
        assertThat(said(END.plus(Duration.ofDays(365)), Duration.ofDays(30))).containsExactly(30L);
    }

    @Test
    void clockThatIsSetBackSaysNothingTwice() {
        said(END, Duration.ofDays(7));

        assertThat(said(END, Duration.ofDays(40))).isEmpty();
        assertThat(said(END, Duration.ofDays(6))).isEmpty();
    }
}
