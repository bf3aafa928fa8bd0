package org.testudo.attackdetector.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.command.Alert;

/** AD-11: at most so many a minute, convicting ones first. */
class AlertFolderTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AlertFolder folder = new AlertFolder(Duration.ofSeconds(60), 20);

    @Test
    void alertsThatSayTheSameAreReportedOncePerWindow() {
        assertThat(judge("1:1", false, 0)).isEqualTo(AlertFolder.Fate.REPORT);
        assertThat(judge("1:1", false, 59)).isEqualTo(AlertFolder.Fate.FOLD);
        assertThat(judge("1:1", false, 60)).isEqualTo(AlertFolder.Fate.REPORT);
        assertThat(judge("1:1", false, 119)).isEqualTo(AlertFolder.Fate.FOLD);
    }

    @Test
    void alertsThatDifferInWhatDecidesAreNotFolded() {
        Alert attempt = alert("1:1", Alert.Outcome.ATTEMPTED, Alert.Role.VICTIM);
        Alert success = alert("1:1", Alert.Outcome.SUCCEEDED, Alert.Role.VICTIM);
        Alert actor = alert("1:1", Alert.Outcome.SUCCEEDED, Alert.Role.ACTOR);

        for (Alert each : new Alert[] {attempt, success, actor}) {
            assertThat(folder.judge(each, false, 0)).isEqualTo(AlertFolder.Fate.REPORT);
        }
    }

    @Test
    void floodOfAttemptsDoesNotDrownTheSuccessThatItHides() {
        int reported = 0;
        for (int i = 0; i < 1000; i++) if (judge("1:" + i, false, 0) == AlertFolder.Fate.REPORT) reported++;

        assertThat(reported).isEqualTo(15);
        assertThat(judge("2:1", true, 0)).isEqualTo(AlertFolder.Fate.REPORT);
        assertThat(judge("1:5000", false, 0)).isEqualTo(AlertFolder.Fate.LIMIT);
    }

    @Test
    void noMoreThanTheLimitIsReportedInAMinuteAfterTheFirstBurst() {
        for (int i = 0; i < 1000; i++) judge("1:" + i, i % 2 == 0, 0);
        int reported = 0;
        for (int i = 0; i < 1200; i++) {
            if (folder.judge(alert("2:" + i), true, 1 + i * SECOND / 20) == AlertFolder.Fate.REPORT) reported++;
        }

        assertThat(reported).isBetween(18, 20);
    }

    @Test
    void limitedAlertIsReportedOnceThereIsRoomAgain() {
        for (int i = 0; i < 15; i++) judge("1:" + i, false, 0);
        assertThat(judge("2:1", false, 0)).isEqualTo(AlertFolder.Fate.LIMIT);

        assertThat(judge("2:1", false, 4)).isEqualTo(AlertFolder.Fate.REPORT);
    }

    @Test
    void kindsThatAreRememberedAreBounded() {
        AlertFolder generous = new AlertFolder(Duration.ofDays(1), 10_000);
        for (int i = 0; i <= AlertFolder.MOST_KINDS; i++) {
            assertThat(generous.judge(alert("1:" + i), false, 0)).isEqualTo(AlertFolder.Fate.REPORT);
        }

        assertThat(generous.judge(alert("1:1"), false, 0)).isEqualTo(AlertFolder.Fate.FOLD);
        assertThat(generous.judge(alert("1:0"), false, 0)).isEqualTo(AlertFolder.Fate.REPORT);
    }

    private AlertFolder.Fate judge(String rule, boolean convicting, long second) {
        return folder.judge(alert(rule), convicting, second * SECOND);
    }

    private static Alert alert(String rule) {
        return alert(rule, Alert.Outcome.ATTEMPTED, Alert.Role.VICTIM);
    }

    private static Alert alert(String rule, Alert.Outcome outcome, Alert.Role role) {
        return new Alert("suricata", rule, "category", "text", Alert.Severity.HIGH, outcome, role);
    }
}
