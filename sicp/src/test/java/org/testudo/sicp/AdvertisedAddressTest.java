package org.testudo.sicp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.Event;
import org.jgroups.stack.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;

/** What others dial is not where a member listens when an address is translated on the way, as behind a container's host. */
@Timeout(60)
class AdvertisedAddressTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final Map<String, Forwarder> forwarders = new LinkedHashMap<>();
    private TestGroup group;

    @AfterEach
    void stopMembers() throws IOException {
        if (group != null) group.close();
        for (Forwarder each : forwarders.values()) each.close();
    }

    @Test
    void membersBehindTranslatedAddressesExchangeMessages() throws Exception {
        Map<String, Integer> dialled = translated();

        List<TestGroup.Member> members = new ArrayList<>();
        for (String name : NAMES) members.add(group.start(group.config(name, dialled)));
        for (TestGroup.Member each : members) each.probe().send(null, "hail");

        for (TestGroup.Member each : members) {
            await().atMost(SOON).until(() -> each.probe().got.size() == NAMES.size());
        }
        int through = forwarders.values().stream().mapToInt(Forwarder::taken).sum();
        assertThat(through).as("connections that were dialled").isGreaterThanOrEqualTo(6);
    }

    @Test
    void advertisedAddressIsToldAndTheOtherIsBound() throws Exception {
        Map<String, Integer> dialled = translated();

        TestGroup.Member alice = group.start(group.config("alice", dialled));

        Object told = alice.channel()
                .down(new Event(Event.GET_PHYSICAL_ADDRESS, alice.channel().getAddress()));
        assertThat(told).isEqualTo(new IpAddress("127.0.0.1", dialled.get("alice")));
        assertThat(alice.sicp().getBindPort()).isEqualTo(group.port("alice"));
        assertThatThrownBy(() -> new ServerSocket(group.port("alice"), 1, InetAddress.getLoopbackAddress()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void addressOfAnotherHostCannotBeListenedOnWithoutBind() throws Exception {
        group = new TestGroup(folder, NAMES.toArray(String[]::new));
        GroupConfig config = GroupConfig.named(TestGroup.NAME)
                .self("alice")
                .member(
                        "alice",
                        "198.51.100.1:7800",
                        folder.resolve("alice.pem").toString())
                .credentials(
                        folder.resolve("alice.p12").toString(),
                        group.keys.authorityCertificate().toString(),
                        folder.resolve("passphrase").toString())
                .build();

        assertThatThrownBy(() -> group.start(config))
                .hasRootCauseInstanceOf(java.net.BindException.class)
                .hasStackTraceContaining(TestudoException.class.getName() + ": group.bind: alice at 198.51.100.1:7800")
                .hasStackTraceContaining("or set group.bind to an address of this host");
    }

    private Map<String, Integer> translated() throws IOException {
        group = new TestGroup(folder, NAMES.toArray(String[]::new));
        Map<String, Integer> dialled = new LinkedHashMap<>();
        for (String name : NAMES) {
            forwarders.put(name, new Forwarder(group.port(name)));
            dialled.put(name, forwarders.get(name).port());
        }
        return dialled;
    }
}
