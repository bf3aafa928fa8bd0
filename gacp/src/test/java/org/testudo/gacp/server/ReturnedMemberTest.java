package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.GroupListener;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.config.OrderingConfig;
import org.testudo.gacp.client.ClientListener;
import org.testudo.gacp.client.GroupClient;
import org.testudo.gacp.core.SignedReply;
import org.testudo.gacp.proto.MemberMessage;
import org.testudo.kernel.notice.CheckpointStable;
import org.testudo.kernel.notice.StateDiffers;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.view.ViewCertificate;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;
import org.testudo.stack.StackAssembly;

/** AB-8 with the whole default stack, keys on disk and real ports: a member comes back when the others have forgotten the order. */
@Timeout(180)
class ReturnedMemberTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int INTERVAL = 10;
    private static final int BEFORE = 5;
    private static final int AWAY = 60;
    private static final int AFTER = 3 * INTERVAL;

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Group> members = new LinkedHashMap<>();
    private final Map<String, Member> applications = new LinkedHashMap<>();
    private final List<Integer> ports = new ArrayList<>();
    private volatile GroupLife life;

    /** The application of one start of a member: a list, and beside it what this start has executed itself. */
    private static final class Member implements StateMachine, Snapshots, GroupListener {
        private final List<String> operations = new ArrayList<>();
        private final List<Notice> notices = new CopyOnWriteArrayList<>();
        private int executed;

        @Override
        public synchronized byte[] apply(Delivery operation) {
            executed++;
            operations.add(new String(operation.payload(), StandardCharsets.UTF_8));
            return bytes(operations.size() + " " + operations.get(operations.size() - 1));
        }

        @Override
        public synchronized byte[] digest() {
            return Digest.of(bytes(String.join(",", operations))).toBytes();
        }

        @Override
        public synchronized void writeSnapshot(OutputStream out) throws IOException {
            DataOutputStream to = new DataOutputStream(out);
            to.writeInt(operations.size());
            for (String each : operations) to.writeUTF(each);
            to.flush();
        }

        @Override
        public synchronized void readSnapshot(InputStream in) throws IOException {
            DataInputStream from = new DataInputStream(in);
            operations.clear();
            int count = from.readInt();
            for (int i = 0; i < count; i++) operations.add(from.readUTF());
        }

        @Override
        public void onNotice(Notice notice) {
            notices.add(notice);
        }

        <N extends Notice> List<N> notices(Class<N> kind) {
            return notices.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        synchronized List<String> operations() {
            return List.copyOf(operations);
        }

        synchronized int executed() {
            return executed;
        }
    }

    @BeforeEach
    void start() throws Exception {
        KeyFolder keys = new KeyFolder(folder);
        Passphrase secret = Passphrase.of("swordfish".toCharArray());
        Files.writeString(folder.resolve("secret"), "swordfish\n");
        Authority authority = keys.found("payments", secret);
        for (String name : NAMES) keys.issue(authority, new Principal(Principal.Kind.MEMBER, name), secret);
        for (int i = 1; i <= 2; i++) keys.issue(authority, new Principal(Principal.Kind.CLIENT, "client-" + i), secret);
        ports.addAll(FreePorts.find(8));
        Map<String, CompletableFuture<Group>> opening = new LinkedHashMap<>();
        for (String name : NAMES) opening.put(name, CompletableFuture.supplyAsync(() -> open(name), threads));
        for (String name : NAMES) members.put(name, opening.get(name).get(60, TimeUnit.SECONDS));
    }

    private Group open(String name) {
        Member application = new Member();
        synchronized (applications) {
            applications.put(name, application);
        }
        return StackAssembly.of(config(name))
                .with((StateMachine) application)
                .with((GroupListener) application)
                .open();
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
                .ordering(ordering())
                .build();
    }

    private static OrderingConfig ordering() {
        OrderingConfig usual = OrderingConfig.defaults();
        return new OrderingConfig(
                usual.protocol(),
                usual.window(),
                usual.maxBatch(),
                usual.maxPayload(),
                usual.poolPerOrigin(),
                usual.logLimit(),
                INTERVAL,
                usual.timeout(),
                usual.controlTimeout(),
                usual.skew(),
                usual.idle(),
                usual.sessions(),
                usual.formationWait(),
                usual.journal(),
                usual.journalPath());
    }

    private GroupClient client() {
        return GroupClient.open(config("client-1"), Path.of(""), "client-1", new ClientListener() {
            @Override
            public void onCertified(ViewCertificate certificate) {
                life = certificate.record().life();
            }
        });
    }

    private Member application(String name) {
        synchronized (applications) {
            return applications.get(name);
        }
    }

    @Test
    void memberThatWasAwayForLongIsGivenTheStateAndIsAsGoodAsTheOthers() throws Exception {
        try (GroupClient client = client()) {
            call(client, 0, BEFORE);
            byte[] once = request(2, "once");
            SignedReply answer = replies("dave", opening(), once).get(1);
            members.get("dave").close();
            call(client, BEFORE + 1, BEFORE + 1 + AWAY);

            members.put("dave", open("dave"));
            Member dave = application("dave");
            await().atMost(SOON).until(() -> dave.operations().size() == BEFORE + 1 + AWAY);

            assertThat(dave.notices(StateRestored.class)).hasSize(1);
            assertThat(dave.executed()).as("executed by itself").isLessThan(2 * INTERVAL + INTERVAL);
            assertThat(dave.operations()).isEqualTo(application("bob").operations());
            SignedReply again = replies("dave", opening(), once).get(1);
            assertThat(again.reply()).isEqualTo(answer.reply());
            assertThat(again.result().orElseThrow()).isEqualTo(answer.result().orElseThrow());
            assertThat(dave.operations()).containsOnlyOnce("once");

            members.get("alice").close();
            long signedBefore = lastStable("bob");
            call(client, BEFORE + 1 + AWAY, BEFORE + 1 + AWAY + AFTER);
            isOneOfTheThreeThatSign(dave, signedBefore);
        }
    }

    /** All of bob, carol and dave are needed from here on: so what dave signs of its whole state is what the others hold. */
    private void isOneOfTheThreeThatSign(Member dave, long signedBefore) {
        await().atMost(SOON).until(() -> lastStable("bob") > signedBefore + INTERVAL);
        for (String name : List.of("bob", "carol", "dave")) {
            await().atMost(SOON).until(() -> application(name).operations().size() == BEFORE + 1 + AWAY + AFTER);
            assertThat(application(name).notices(StateDiffers.class)).isEmpty();
        }
        assertThat(dave.digest()).isEqualTo(application("bob").digest());
        assertThat(dave.operations()).doesNotHaveDuplicates();
    }

    private long lastStable(String name) {
        return application(name).notices(CheckpointStable.class).stream()
                .mapToLong(CheckpointStable::slot)
                .max()
                .orElse(0);
    }

    /** Each answer tells that all before it were executed once. */
    private static void call(GroupClient client, int from, int to) {
        for (int i = from; i < to; i++) assertThat(client.call(bytes("op" + i))).isEqualTo(bytes((i + 1) + " op" + i));
    }

    private Credentials other() {
        return Credentials.load(config("client-2"), Path.of(""), new Principal(Principal.Kind.CLIENT, "client-2"));
    }

    private byte[] opening() {
        return RawClient.opening(other(), life, 1);
    }

    private byte[] request(long number, String body) {
        return RawClient.request(other(), life, 1, number, RequestClass.APPLICATION, bytes(body));
    }

    /** What one member answers to these requests of another client, in the order of their numbers. */
    private List<SignedReply> replies(String member, byte[]... requests) throws Exception {
        int port = ports.get(4 + NAMES.indexOf(member));
        Credentials asWhom = other();
        try (RawClient raw = RawClient.connect(port, asWhom.authority(), Optional.of(asWhom)).stream(true)) {
            raw.hello(life, 1);
            for (byte[] each : requests) {
                raw.send(each);
                int least = java.util.Arrays.asList(requests).indexOf(each) + 1;
                raw.awaitReplies(least);
            }
            List<SignedReply> replies = new ArrayList<>();
            for (MemberMessage each : raw.received) {
                if (each.hasReply())
                    replies.add(SignedReply.decode(each.getReply().toByteArray()));
            }
            replies.sort(java.util.Comparator.comparing(each -> each.reply().number()));
            return replies;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
