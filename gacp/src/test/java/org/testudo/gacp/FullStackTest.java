package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.StateMachine;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.gacp.client.ClientCounter;
import org.testudo.gacp.client.GroupClient;
import org.testudo.gacp.client.OperationFailedException;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.statement.Digest;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;
import org.testudo.stack.StackAssembly;

/** Clients of four members with the whole default stack: keys on disk, real ports, ordering, views. */
@Timeout(120)
class FullStackTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Group> members = new LinkedHashMap<>();
    private final Map<String, Journal> journals = new LinkedHashMap<>();
    private final List<Integer> ports = new ArrayList<>();

    /** Remembers each operation; answers with their number. */
    private static final class Journal implements StateMachine {
        private final List<String> operations = new ArrayList<>();

        @Override
        public synchronized byte[] apply(Delivery operation) {
            String text = new String(operation.payload(), StandardCharsets.UTF_8);
            if (text.startsWith("fail")) throw new IllegalArgumentException("cannot " + text);
            operations.add(text);
            return bytes(operations.size() + " " + text);
        }

        /** How many operations there are. */
        @Override
        public synchronized byte[] query(Principal client, byte[] question) {
            String text = new String(question, StandardCharsets.UTF_8);
            if (text.startsWith("fail")) throw new IllegalArgumentException("no question: " + text);
            return bytes(client.name() + " sees " + operations.size());
        }

        @Override
        public synchronized byte[] digest() {
            return Digest.of(bytes(String.join(",", operations))).toBytes();
        }

        synchronized List<String> operations() {
            return List.copyOf(operations);
        }
    }

    @BeforeEach
    void start() throws Exception {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        java.nio.file.Files.writeString(folder.resolve("secret"), "swordfish\n");
        Authority authority = keys.found("payments", secret);
        for (String name : NAMES) keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
        keys.issue(authority, new Principal(Principal.Kind.CLIENT, "client-1"), secret);
        ports.addAll(FreePorts.find(8));
        Map<String, CompletableFuture<Group>> opening = new LinkedHashMap<>();
        for (String name : NAMES) {
            Journal journal = new Journal();
            journals.put(name, journal);
            opening.put(
                    name,
                    CompletableFuture.supplyAsync(
                            () -> StackAssembly.of(config(name)).with(journal).open(), threads));
        }
        for (String name : NAMES) members.put(name, opening.get(name).get(60, TimeUnit.SECONDS));
    }

    @AfterEach
    void stop() {
        members.values().forEach(Group::close);
        threads.shutdownNow();
    }

    private GroupConfig config(String self) {
        GroupConfigBuilder builder = GroupConfig.named("payments").tolerating(1).self(NAMES.contains(self) ? self : "");
        for (int i = 0; i < 4; i++) {
            String name = NAMES.get(i);
            String card = folder.resolve(name + ".pem").toString();
            builder.member(name, "127.0.0.1:" + ports.get(i), "127.0.0.1:" + ports.get(4 + i), card);
        }
        return builder.credentials(
                        folder.resolve(self + ".p12").toString(),
                        folder.resolve(KeyFolder.AUTHORITY_CERTIFICATE).toString(),
                        folder.resolve("secret").toString())
                .build();
    }

    private GroupClient open() {
        return GroupClient.open(config("client-1"), Path.of(""), "client-1");
    }

    /** SICP-11, SICP-7: handed to one member, a CRL is in force at all of them. */
    @Test
    void revokedClientIsCutOffByAllMembersAndARevokedMemberIsExcluded() throws Exception {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Authority authority = keys.authority(secret);
        keys.issue(authority, new Principal(Principal.Kind.CLIENT, "client-2"), secret);
        try (GroupClient client = open();
                GroupClient other = GroupClient.open(config("client-2"), Path.of(""), "client-2")) {
            assertThat(client.call(bytes("a"))).isEqualTo(bytes("1 a"));
            assertThat(other.call(bytes("b"))).isEqualTo(bytes("2 b"));

            handIn(keys.revoke(authority, List.of("client-1", "dave"), false), "client-2");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> members.get("bob").view().excluded().equals(List.of(new MemberId("dave"))));
            assertThatThrownBy(() -> client.call(bytes("c"), Duration.ofSeconds(3)))
                    .isInstanceOf(TestudoException.class);
            assertThat(other.call(bytes("d"))).isEqualTo(bytes("3 d"));
            assertThat(members.get("alice").view().members()).doesNotContain(new MemberId("dave"));
        }
    }

    private void handIn(CrlFile crl, String client) {
        GroupConfig config = config(client);
        Credentials credentials = Credentials.load(config, Path.of(""), new Principal(Principal.Kind.CLIENT, client));
        try (ReportClient alice =
                ReportClient.forCommands(config, new MemberId("alice"), credentials, Duration.ofSeconds(10))) {
            assertThat(alice.submit(crl.command()).taken()).isTrue();
        }
    }

    @Test
    void operationsAreExecutedOnceByAllMembersAlsoWhenOneOfThemStops() throws Exception {
        try (GroupClient client = open()) {
            assertThat(client.call(bytes("a"))).isEqualTo(bytes("1 a"));
            assertThatThrownBy(() -> client.call(bytes("fail x"))).isInstanceOf(OperationFailedException.class);
            List<CompletableFuture<byte[]>> answers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                answers.add(client.invoke(bytes("op" + i)));
                if (i == 100) members.get("alice").close();
            }

            for (int i = 0; i < 200; i++) {
                assertThat(answers.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(bytes((i + 2) + " op" + i));
            }
            assertThat(client.counters().get(ClientCounter.CONTRADICTIONS)).isZero();
            assertThat(client.view().id()).isPositive();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> NAMES.stream()
                            .skip(1)
                            .allMatch(name -> journals.get(name).operations().size() == 201));
            assertThat(journals.get("bob").operations())
                    .isEqualTo(journals.get("dave").operations());
        }
    }

    /** AB-12, AB-30: no slot is spent on it, and it sees what was answered before. */
    @Test
    void queriesAreAnsweredWithoutTheOrderAndSeeAllThatWasAnsweredBefore() throws Exception {
        try (GroupClient client = open()) {
            for (int i = 1; i <= 50; i++) {
                client.call(bytes("op" + i));
                String seen =
                        new String(client.query(bytes("how many?")).get(10, TimeUnit.SECONDS), StandardCharsets.UTF_8);
                // One that members answered too slowly was asked in the order, where it is one more operation.
                long ordered = client.counters().get(ClientCounter.QUERIES_ORDERED);
                assertThat(seen).isIn("client-1 sees " + (i + ordered), (i + ordered) + " how many?");
            }
            assertThat(client.counters().get(ClientCounter.QUERIES)).isPositive();
            assertThatThrownBy(() -> client.query(bytes("fail")).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(OperationFailedException.class)
                    .hasMessageContaining("no question: fail");
        }
    }

    @Test
    void theStatusIsJsonOfTheMembersView() throws Exception {
        try (GroupClient client = open()) {
            client.call(bytes("a"));

            String json =
                    client.status(new MemberId("bob"), Duration.ofSeconds(10)).get(10, TimeUnit.SECONDS);

            assertThat(json).startsWith("{\"group\":\"payments\",\"self\":\"bob\",\"state\":\"in service\"");
            assertThat(json).contains("\"members\":[\"alice\",\"bob\",\"carol\",\"dave\"]");
        }
    }

    @Test
    void aClientPortInUseIsAClearErrorAndNothingIsLeftRunning() throws IOException {
        members.get("dave").close();
        try (ServerSocket taken = new ServerSocket(ports.get(7))) {
            assertThat(taken.isBound()).isTrue();

            assertThatThrownBy(() ->
                            StackAssembly.of(config("dave")).with(new Journal()).open())
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContaining("client-access.listen: 127.0.0.1:" + ports.get(7) + " cannot be bound");
        }
        try (ServerSocket free = new ServerSocket(ports.get(3))) {
            assertThat(free.isBound()).isTrue();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
