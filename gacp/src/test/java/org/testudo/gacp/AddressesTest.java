package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.StateMachine;
import org.testudo.config.ClientAccessConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.gacp.client.GroupClient;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;
import org.testudo.stack.Groups;

/** Members and clients meet by addresses of every kind, and where members listen elsewhere than where they are dialled. */
@Timeout(120)
class AddressesTest {
    /** A member, the host that others dial, and the host where it listens; empty where it is dialled. */
    private record Place(String name, String dialled, String listens) {}

    private static final List<Place> PLACES = List.of(
            new Place("alice", "[::1]", "[::]"),
            new Place("bob", "localhost", "0.0.0.0"),
            new Place("carol", "127.0.0.1", ""),
            new Place("dave", "[0:0:0:0:0:0:0:1]", ""));

    /** Answers with what it is told. */
    private static final class Echo implements StateMachine {
        @Override
        public byte[] apply(Delivery operation) {
            return operation.payload();
        }

        @Override
        public byte[] digest() {
            return new byte[0];
        }
    }

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Group> members = new ArrayList<>();

    @AfterEach
    void stop() {
        members.forEach(Group::close);
        threads.shutdownNow();
    }

    @Test
    void groupServesClientsOverAddressesOfEveryKind() throws Exception {
        assumeVersion6();
        makeKeys();
        List<Integer> ports = FreePorts.find(2 * PLACES.size());
        List<CompletableFuture<Group>> opening = new ArrayList<>();
        for (Place each : PLACES) {
            GroupConfig config = config(each.name(), ports);
            opening.add(CompletableFuture.supplyAsync(
                    () -> Groups.open(config, new Echo(), new org.testudo.api.GroupListener() {}), threads));
        }
        for (CompletableFuture<Group> each : opening) members.add(each.get(60, TimeUnit.SECONDS));

        try (GroupClient client = GroupClient.open(config("shop", ports), Path.of(""), "shop")) {
            assertThat(client.call("hail".getBytes(StandardCharsets.UTF_8)))
                    .asString()
                    .isEqualTo("hail");
            for (Place each : PLACES) {
                assertThat(client.status(new MemberId(each.name()), java.time.Duration.ofSeconds(20))
                                .get(30, TimeUnit.SECONDS))
                        .contains("\"self\":\"" + each.name() + "\"");
            }
        }
    }

    private static void assumeVersion6() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            assertThat(socket.isBound()).isTrue();
        } catch (IOException e) {
            Assumptions.abort("this machine has no IPv6");
        }
    }

    private void makeKeys() throws IOException {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.fromFile(Files.writeString(folder.resolve("secret"), "swordfish\n"));
        Authority authority = keys.found("payments", secret);
        for (Place each : PLACES) keys.issue(authority, new Principal(Principal.Kind.MEMBER, each.name()), secret);
        keys.issue(authority, new Principal(Principal.Kind.CLIENT, "shop"), secret);
    }

    private GroupConfig config(String who, List<Integer> ports) {
        GroupConfigBuilder group = GroupConfig.named("payments").tolerating(1);
        for (int i = 0; i < PLACES.size(); i++) {
            Place place = PLACES.get(i);
            int port = ports.get(2 * i);
            int clientPort = ports.get(2 * i + 1);
            group.member(
                    place.name(),
                    place.dialled() + ":" + port,
                    place.dialled() + ":" + clientPort,
                    folder.resolve(place.name() + ".pem").toString());
            if (!who.equals(place.name())) continue;
            group.self(who);
            if (place.listens().isEmpty()) continue;
            group.bind(place.listens() + ":" + port);
            group.clientAccess(new ClientAccessConfig(place.listens() + ":" + clientPort, 100, 32));
        }
        return group.credentials(
                        folder.resolve(who + ".p12").toString(),
                        folder.resolve(KeyFolder.AUTHORITY_CERTIFICATE).toString(),
                        folder.resolve("secret").toString())
                .build();
    }
}
