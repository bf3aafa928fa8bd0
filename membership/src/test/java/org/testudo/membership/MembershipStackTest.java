package org.testudo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import java.util.concurrent.atomic.AtomicReference;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.abcast.ABCAST;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;
import org.testudo.kernel.notice.Refused;
import org.testudo.sicp.SICP;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.FreePorts;
import org.testudo.stack.LANES;
import org.testudo.stack.StackLayer;

/** GM-8: membership in real stacks, as JGroups and its applications see it. */
@Timeout(120)
class MembershipStackTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private Path folder;

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();

    /** One member with what its application was shown. */
    private record Member(JChannel channel, ACCUSER membership, List<View> shown, List<Thread> by) {
        View last() {
            synchronized (shown) {
                return shown.isEmpty() ? null : shown.get(shown.size() - 1);
            }
        }
    }

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
        members.values().forEach(member -> member.channel.close());
    }

    @Test
    void connectReturnsWhenAQuorumIsThereAndEveryViewIsShownInOrder() throws Exception {
        connect("alice", "bob", "carol");

        for (Member member : members.values()) {
            assertThat(member.channel.isConnected()).isTrue();
            assertThat(member.last().getMembers()).hasSize(3);
            assertThat(member.membership.getReason()).isEqualTo("formed by alice, bob, carol");
        }
        assertThat(members.get("bob").by.get(0).getName()).startsWith("connect");

        connect("dave");

        for (Member member : members.values()) {
            await().atMost(SOON).until(() -> member.last().getMembers().size() == 4);
            assertThat(ids(member)).isSorted().doesNotHaveDuplicates();
            assertThat(member.membership.getReason()).isEqualTo("dave active again");
        }
    }

    @Test
    void excludedMemberLeavesTheViewOfAllOthersAndIsToldWhy() throws Exception {
        connect("alice", "bob", "carol", "dave");

        for (String name : NAMES.subList(0, 3)) members.get(name).membership.accuse("dave");

        List<Address> rest = NAMES.subList(0, 3).stream()
                .map(name -> members.get(name).channel.getAddress())
                .toList();
        for (String name : NAMES.subList(0, 3)) {
            Member member = members.get(name);
            await().atMost(SOON).until(() -> member.last().getMembers().equals(rest));
            assertThat(member.membership.getExclusions()).contains("dave", "accused by", "it lies");
        }
        Member dave = members.get("dave");
        await().atMost(SOON).until(() -> dave.membership.notices.stream().anyMatch(Refused.class::isInstance));
        assertThat(dave.last().getMembers()).hasSize(4);
    }

    @Test
    void connectFailsClearlyWithoutAQuorum() throws Exception {
        Member alone = member("alice");
        alone.membership.setJoinTimeout(300);

        assertThatThrownBy(() -> alone.channel.connect("payments"))
                .hasStackTraceContaining("alice: group payments is not in service (waited 300 ms)")
                .hasStackTraceContaining("start at least 3 of its 4 members");
        assertThat(alone.channel.isConnected()).isFalse();
        assertThat(alone.shown).isEmpty();
    }

    /** Each start of a channel is a start of the member with a number of its own, so nothing it said before binds it (GM-23). */
    @Test
    void connectThatFailedMayBeTriedAgain() throws Exception {
        Member alice = member("alice");
        alice.membership.setJoinTimeout(300);
        assertThatThrownBy(() -> alice.channel.connect("payments")).hasStackTraceContaining("not in service");

        alice.membership.setJoinTimeout(0);
        connect("alice", "bob", "carol");

        assertThat(alice.channel.isConnected()).isTrue();
        assertThat(alice.membership.getReason()).isEqualTo("formed by alice, bob, carol");
        assertThat(alice.shown).hasSize(1);
    }

    @Test
    void interruptionEndsAConnectThatWaits() throws Exception {
        Member alone = member("alice");
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread connecting = new Thread(() -> connected(alone), "connect alice");
        connecting.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        connecting.start();
        await().atMost(SOON)
                .until(() -> connecting.getState() == Thread.State.WAITING
                        || connecting.getState() == Thread.State.TIMED_WAITING);

        connecting.interrupt();

        connecting.join();
        assertThat(failure.get()).hasStackTraceContaining("not in service (interrupted)");
        assertThat(alone.channel.isConnected()).isFalse();
    }

    @Test
    void layerIsFoundByName() {
        StackLayer layer = ServiceLoader.load(StackLayer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals("MEMBERSHIP"))
                .findFirst()
                .orElseThrow();

        assertThat(layer.create(config("alice"))).isInstanceOf(MEMBERSHIP.class);
    }

    private static List<Long> ids(Member member) {
        synchronized (member.shown) {
            return member.shown.stream().map(view -> view.getViewId().getId()).toList();
        }
    }

    private void connect(String... names) throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (String name : names) {
            Member member = member(name);
            Thread thread = new Thread(() -> connected(member), "connect " + name);
            threads.add(thread);
            thread.start();
        }
        for (Thread each : threads) each.join();
    }

    private static void connected(Member member) {
        try {
            member.channel.connect("payments");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Member member(String name) throws Exception {
        if (members.containsKey(name)) return members.get(name);
        ACCUSER membership = new ACCUSER();
        JChannel channel = new JChannel(new SICP(config(name), folder), new ABCAST(), membership, new LANES());
        Member member = new Member(channel, membership, new ArrayList<>(), new ArrayList<>());
        channel.setReceiver(new Receiver() {
            @Override
            public void viewAccepted(View view) {
                synchronized (member.shown) {
                    member.shown.add(view);
                    member.by.add(Thread.currentThread());
                }
            }
        });
        members.put(name, member);
        return member;
    }

    private GroupConfig config(String self) {
        GroupConfigBuilder builder = GroupConfig.named("payments").tolerating(1).self(self);
        ports.forEach((name, port) -> builder.member(name, "127.0.0.1:" + port, "", file(name + ".pem")));
        return builder.credentials(file(self + ".p12"), file(KeyFolder.AUTHORITY_CERTIFICATE), file("passphrase"))
                .build();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
