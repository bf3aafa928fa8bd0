package org.testudo.abcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.stack.StackLayer;

/** The ordering as a layer that a configuration file can name. */
class AbcastLayerTest {
    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(StackLayer.class)).anySatisfy(each -> {
            assertThat(each).isInstanceOf(AbcastLayer.class);
            assertThat(each.name()).isEqualTo("ABCAST");
        });
    }

    @Test
    void takesItsSettingsFromTheConfiguration() {
        OrderingConfig config = new OrderingConfig(
                "abcast",
                32,
                100,
                1000,
                16,
                1 << 20,
                300,
                Duration.ofMillis(700),
                Duration.ofMillis(90),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                50,
                Duration.ofSeconds(4),
                JournalKind.FILE,
                "/var/lib/testudo/alice");

        assertThat(new ABCAST().configure(config).config()).isEqualTo(config);
        assertThat(new ABCAST().config()).isEqualTo(OrderingConfig.defaults());
    }
}
