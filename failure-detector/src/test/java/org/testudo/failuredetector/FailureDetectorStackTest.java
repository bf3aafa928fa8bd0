package org.testudo.failuredetector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jgroups.JChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.FaultModel;
import org.testudo.api.Principal;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.CredentialsConfig;
import org.testudo.config.FailureDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.MemberConfig;
import org.testudo.config.OrderingConfig;
import org.testudo.sicp.SICP;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;
import org.testudo.stack.StackLayer;

/** The detector in real stacks over the secure transport. */
@Timeout(90)
class FailureDetectorStackTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, FAILURE_DETECTOR> detectors = new LinkedHashMap<>();
    private final Map<String, JChannel> channels = new LinkedHashMap<>();

    @BeforeEach
    void makeKeys() throws IOException {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Authority authority = keys.found("payments", secret);
        Files.writeString(folder.resolve("passphrase"), "swordfish\n");
        for (String name : NAMES) {
            keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
            ports.put(name, FreePorts.find());
        }
    }

    @AfterEach
    void stop() {
        channels.values().forEach(JChannel::close);
    }

    @Test
    void memberThatIsLateIsSuspectedUntilItComesAndOneThatStopsFromThenOn() throws Exception {
        for (String name : NAMES.subList(0, 3)) start(name);
        await().atMost(SOON).until(() -> suspects().stream().allMatch("[dave]"::equals));

        start("dave");
        await().atMost(SOON).until(() -> suspects().stream().allMatch("[]"::equals));

        channels.remove("carol").close();
        detectors.remove("carol");
        await().atMost(SOON).until(() -> suspects().stream().allMatch("[carol]"::equals));
        assertThat(detectors.get("alice").getSuspicions()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void layerIsFoundByNameAndSetUpAsTheConfigurationSays() {
        StackLayer layer = ServiceLoader.load(StackLayer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("FAILURE_DETECTOR"))
                .findFirst()
                .orElseThrow();

        FAILURE_DETECTOR detector = (FAILURE_DETECTOR) layer.create(config("alice"));
        assertThat(List.of(detector.interval, detector.floor, detector.ceiling)).containsExactly(100L, 1000L, 5000L);
    }

    private List<String> suspects() {
        return detectors.values().stream().map(FAILURE_DETECTOR::getSuspects).toList();
    }

    private void start(String name) throws Exception {
        GroupConfig config = config(name);
        FAILURE_DETECTOR detector = new FAILURE_DETECTOR().configure(config.failureDetector());
        JChannel channel = new JChannel(new SICP(config, folder), detector);
        channels.put(name, channel);
        detectors.put(name, detector);
        channel.connect("payments");
    }

    private GroupConfig config(String self) {
        List<MemberConfig> members = new ArrayList<>();
        ports.forEach((name, port) -> members.add(new MemberConfig(name, "127.0.0.1:" + port, "", name + ".pem")));
        return new GroupConfig(
                "payments",
                self,
                "",
                FaultModel.BYZANTINE,
                1,
                members,
                List.of(),
                new CredentialsConfig(self + ".p12", KeyFolder.AUTHORITY_CERTIFICATE, "passphrase"),
                OrderingConfig.defaults(),
                new FailureDetectorConfig(Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(5)),
                AttackDetectorConfig.defaults(),
                List.of(),
                List.of(),
                ClientAccessConfig.defaults());
    }
}
