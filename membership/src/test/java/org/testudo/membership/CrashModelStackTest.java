package org.testudo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.abcast.ABCAST;
import org.testudo.api.FaultModel;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.sicp.SICP;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;
import org.testudo.stack.LANES;

/** AB-3: three members of the model {@code crash} over TLS; two go on when the leader is gone. */
@Timeout(120)
class CrashModelStackTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol");
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, JChannel> channels = new LinkedHashMap<>();
    private final Map<String, List<String>> received = new LinkedHashMap<>();

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
    void twoOfThreeGoOnInOneOrderWhenTheLeaderIsGone() throws Exception {
        List<Thread> starts = new ArrayList<>();
        for (String name : NAMES) {
            JChannel channel = channel(name);
            Thread start = new Thread(() -> connect(channel), "connect " + name);
            starts.add(start);
            start.start();
        }
        for (Thread each : starts) each.join();
        for (String name : NAMES) send(name, "hello of " + name);
        for (String name : NAMES)
            await().atMost(SOON).until(() -> received.get(name).size() == 3);

        channels.get("alice").getProtocolStack().getTransport().stop(); // no farewell: its connections are gone
        for (int i = 0; i < 5; i++)
            for (String name : List.of("bob", "carol")) send(name, "later " + i + " of " + name);

        for (String name : List.of("bob", "carol")) {
            await().atMost(SOON).until(() -> received.get(name).size() == 13);
        }
        assertThat(received.get("carol")).isEqualTo(received.get("bob"));
        assertThat(received.get("bob").subList(0, 3)).isEqualTo(received.get("alice"));
    }

    private static void connect(JChannel channel) {
        try {
            channel.connect("payments");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(String name, String text) throws Exception {
        channels.get(name).send(new BytesMessage(null, text.getBytes(StandardCharsets.UTF_8)));
    }

    private JChannel channel(String name) throws Exception {
        JChannel channel = new JChannel(new SICP(config(name), folder), new ABCAST(), new MEMBERSHIP(), new LANES());
        List<String> texts = new CopyOnWriteArrayList<>();
        received.put(name, texts);
        channel.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                texts.add(new String(
                        message.getArray(), message.getOffset(), message.getLength(), StandardCharsets.UTF_8));
            }
        });
        channels.put(name, channel);
        return channel;
    }

    private GroupConfig config(String self) {
        GroupConfigBuilder builder = GroupConfig.named("payments")
                .model(FaultModel.CRASH)
                .tolerating(1)
                .self(self);
        ports.forEach((name, port) -> builder.member(name, "127.0.0.1:" + port, "", file(name + ".pem")));
        return builder.credentials(file(self + ".p12"), file(KeyFolder.AUTHORITY_CERTIFICATE), file("passphrase"))
                .build();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
