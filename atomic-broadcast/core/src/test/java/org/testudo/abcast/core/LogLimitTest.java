package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.notice.Refused;

/** Until there are checkpoints the log is kept whole; its limit is a clear stop, not a loss: AB-24, AB-31. */
class LogLimitTest {
    private static AbcastSettings settings(long limit) {
        return AbcastSimulations.settings(limit, 100);
    }

    @Test
    void atTheLimitTheOrderingStopsAndSaysSo() {
        Table table = new Table(settings(20_000), new AbcastRules());
        for (int i = 0; i < 40; i++) {
            table.submit(1, "request " + i);
            table.passAll();
        }
        int delivered = table.texts(0).size();
        assertThat(delivered).isBetween(5, 39);

        table.talk(Duration.ofSeconds(3), 0, 1, 2, 3);

        for (int i = 0; i < 4; i++) {
            assertThat(table.texts(i)).hasSize(delivered);
            assertThat(table.notices(i, Refused.class))
                    .singleElement()
                    .satisfies(it -> assertThat(it.describe()).contains("20000", "ordering.log-limit"));
        }
        assertThat(table.underWay(Complaint.class)).isEmpty();
    }

    @Test
    void stragglerIsServedFromAFullLog() {
        Table table = new Table(settings(20_000), new AbcastRules());
        for (int i = 0; i < 40; i++) {
            table.submit(1, "request " + i);
            table.pass(each -> each.to() != 3 && each.from() != 3);
        }
        table.loseAll();
        assertThat(table.texts(3)).isEmpty();

        table.talk(Duration.ofSeconds(3), 0, 1, 2, 3);

        assertThat(table.texts(3)).isEqualTo(table.texts(0)).isNotEmpty();
    }

    @Test
    void settingsFollowTheConfiguration() {
        OrderingConfig config = OrderingConfig.defaults();

        AbcastSettings settings = AbcastSettings.of(config);

        assertThat(settings.window()).isEqualTo(config.window());
        assertThat(settings.logLimit()).isEqualTo(config.logLimit());
        assertThat(settings.timeout()).isEqualTo(config.timeout());
        assertThat(settings.controlTimeout()).isEqualTo(config.controlTimeout());
    }
}
