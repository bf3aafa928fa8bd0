package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.jgroups.JChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.JournalKind;
import org.testudo.config.OrderingConfig;
import org.testudo.stack.StackConfig;
import org.testudo.stack.StackXml;

/** One schema behind all doors: what is printed as plain JGroups XML says what the configuration said (ARCHITECTURE 8). */
class PrintedStackTest {
    @TempDir
    private Path folder;

    @Test
    void printedStackDescribesTheConfigurationThatItWasPrintedFrom() throws Exception {
        new ChannelGroup(folder).close();
        GroupConfigBuilder builder = GroupConfig.named("chat")
                .self("alice")
                .bind("0.0.0.0:7999")
                .tolerating(1)
                .attackDetector(new AttackDetectorConfig(true, ""))
                .sensor("suricata-alice", "alice", file("suricata-alice.pem"))
                .operator("olga", file("olga.pem"))
                .credentials(file("alice.p12"), file("group-ca.pem"), file("passphrase"));
        for (int i = 0; i < 4; i++) {
            String name = ChannelGroup.NAMES.get(i);
            builder.member(name, i == 2 ? "[::1]:7802" : "127.0.0.1:780" + i, file(name + ".pem"));
        }
        builder.standby("eve", "10.0.0.5:7800", "10.0.0.5:7900", file("eve.pem"));
        builder.ordering(waiting(OrderingConfig.defaults()));
        GroupConfig config = builder.build();

        try (JChannel channel = ChannelGroup.channel(StackXml.of(config))) {
            assertThat(StackConfig.of(channel.getProtocolStack(), "chat", "alice"))
                    .isEqualTo(config);
        }
    }

    private OrderingConfig waiting(OrderingConfig it) {
        return new OrderingConfig(
                it.protocol(),
                it.window(),
                it.maxBatch(),
                it.maxPayload(),
                it.poolPerOrigin(),
                it.logLimit(),
                it.checkpointInterval(),
                it.timeout(),
                it.controlTimeout(),
                it.skew(),
                it.idle(),
                it.sessions(),
                Duration.ofSeconds(3),
                JournalKind.FILE,
                file("journal"));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
