package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.gacp.server.TinyGroup.ALICE;
import static org.testudo.gacp.server.TinyGroup.BOB;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.Principal;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.notice.SensorReported;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.sicp.credentials.Credentials;

/** AD-5, AD-12 at the client port: whose report is handed on, and what the sensor is told. */
@Timeout(120)
class ReportsTest {
    private final TinyGroup group =
            new TinyGroup(AccessLimits.of(100, 32, 1 << 20).withReportsPerSecond(5));
    private final TinyMember alice = group.member(ALICE);
    private final ReportClient toAlice = client(group.sensor);

    private ReportClient client(Credentials sensor) {
        return new ReportClient(group.config(), ALICE, sensor, Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        toAlice.close();
        group.close();
    }

    @Test
    void aReportIsHandedToTheAttackDetectorAndItsAnswerToTheSensor() {
        assertThat(toAlice.submit(group.report(1))).isEqualTo(new ReportClient.Outcome(true, true, false, ""));
        assertThat(alice.notices).contains(new SensorReported(group.report(1)));
    }

    @Test
    void whatTheAttackDetectorRefusesIsRefusedWithItsReason() {
        assertThat(toAlice.submit(group.report(13)))
                .isEqualTo(new ReportClient.Outcome(true, false, false, "thirteen is refused"));
    }

    @Test
    void aReportThatNobodyJudgesInTimeIsToBeRepeated() {
        alice.judges = false;

        ReportClient.Outcome outcome = toAlice.submit(group.report(1));

        assertThat(outcome.taken()).isFalse();
        assertThat(outcome.retry()).isTrue();
        assertThat(outcome.reason()).contains("did not judge");
    }

    @Test
    void aSensorDoesNotReportInTheNameOfAnother() {
        try (ReportClient other = client(group.authority.issue(new Principal(Principal.Kind.SENSOR, "zeek")))) {
            ReportClient.Outcome outcome = other.submit(group.report(1));

            assertThat(outcome.taken()).isFalse();
            assertThat(outcome.reason()).contains("this connection is of sensor:zeek");
        }
        assertThat(alice.notices).noneMatch(SensorReported.class::isInstance);
    }

    @Test
    void aReportWithAWrongSignatureOrOfAnotherClassIsRefused() {
        Signed<Request> good = group.report(1);
        Signed<Request> swapped = group.report(2).message().signed(Lives.only(group.life), good.signature());
        Request operation = new Request(
                new Origin(group.sensor.principal(), group.sensor.statementKey(), 7),
                1,
                RequestClass.APPLICATION,
                new byte[1]);

        assertThat(toAlice.submit(swapped).reason()).contains("signature");
        assertThat(toAlice.submit(operation.signed(Lives.only(group.life), good.signature()))
                        .reason())
                .contains("class control");
        assertThat(alice.notices).noneMatch(SensorReported.class::isInstance);
    }

    @Test
    void anOversizedReportIsRefused() {
        Request large = new Request(
                new Origin(group.sensor.principal(), group.sensor.statementKey(), 7),
                1,
                RequestClass.CONTROL,
                new byte[AccessLimits.MAX_REPORT]);

        assertThat(toAlice.submit(large.signed(
                                Lives.only(group.life), group.report(1).signature()))
                        .reason())
                .contains("longer than 64 KiB");
    }

    @Test
    void aFloodOfReportsIsToldToSlowDown() {
        List<ReportClient.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 50; i++) outcomes.add(toAlice.submit(group.report(1)));

        assertThat(outcomes).filteredOn(ReportClient.Outcome::taken).hasSizeGreaterThanOrEqualTo(5);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.taken())
                .isNotEmpty()
                .allMatch(ReportClient.Outcome::retry)
                .allMatch(outcome -> outcome.reason().contains("send fewer"));
    }

    @Test
    void aMemberThatIsAwayIsNotReached() {
        alice.close();

        ReportClient.Outcome outcome = toAlice.submit(group.report(1));

        assertThat(outcome.reached()).isFalse();
        assertThat(outcome.retry()).isTrue();
    }

    @Test
    void onlySensorsReport() {
        assertThatThrownBy(() -> client(group.client("client-1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client:client-1 is no sensor");
        assertThatThrownBy(() -> client(group.authority.issue(Principal.of(BOB))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
