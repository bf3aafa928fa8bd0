package org.testudo.sicp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Global;
import org.jgroups.ObjectMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.TestudoException;
import org.testudo.kernel.view.Exclusion;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.stack.CoreHeader;
import org.testudo.stack.Ids;
import org.testudo.stack.StackLayer;

/** SICP as the transport of real JGroups channels (SICP-2, SICP-3, SICP-7). */
@Timeout(60)
class SICPTest {
    private static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TestGroup group;

    @BeforeEach
    void makeKeys() throws IOException {
        group = new TestGroup(folder, NAMES.toArray(String[]::new));
    }

    @AfterEach
    void stopMembers() {
        group.close();
    }

    @Test
    void fourMembersExchangeMessagesThatNameTheirSenders() throws Exception {
        Map<String, TestGroup.Member> members = startAll();

        for (TestGroup.Member from : members.values()) {
            for (TestGroup.Member to : members.values()) {
                for (int i = 0; i < 50; i++) from.probe().send(to.channel().getAddress(), "" + i);
            }
        }

        List<String> inOrder = IntStream.range(0, 50).mapToObj(String::valueOf).toList();
        for (TestGroup.Member at : members.values()) {
            await().atMost(SOON).until(() -> at.probe().got.size() == 200);
            for (TestGroup.Member from : members.values()) {
                if (from == at) continue;
                assertThat(at.probe().got)
                        .filteredOn(got -> got.from().equals(from.channel().getAddress()))
                        .extracting(PROBE.Got::text)
                        .isEqualTo(inOrder);
            }
        }
    }

    @Test
    void messageToAllReachesAllAndItsSender() throws Exception {
        Map<String, TestGroup.Member> members = startAll();

        members.get("alice").probe().send(null, "hail");

        for (TestGroup.Member at : members.values()) {
            await().atMost(SOON).until(() -> at.probe().got.size() == 1);
        }
    }

    @Test
    void addressesAreComputedFromGroupAndName() throws Exception {
        TestGroup.Member alice = group.start("alice");

        Address expected = alice.sicp().addressOf(TestGroup.id("alice"));
        assertThat(alice.channel().getAddress())
                .isEqualTo(expected)
                .isNotEqualTo(alice.sicp().addressOf(TestGroup.id("bob")));
        assertThat(MemberAddress.of("payments", TestGroup.id("alice"))).isEqualTo(expected);
        assertThat(MemberAddress.of("auctions", TestGroup.id("alice"))).isNotEqualTo(expected);
        assertThat(alice.channel().getAddressAsString()).isEqualTo("alice");
    }

    @Test
    void excludedMemberIsCutOffAtOnceAndStaysOut() throws Exception {
        Map<String, TestGroup.Member> members = startAll();
        awaitConnected(members);
        TestGroup.Member alice = members.get("alice");
        TestGroup.Member carol = members.get("carol");

        for (String each : List.of("alice", "bob", "dave")) {
            members.get(each).sicp().installed(viewWithout("carol", members.get(each)));
        }

        await().atMost(SOON).until(() -> carol.sicp().peers().stream().noneMatch(it -> it.connected()));
        carol.probe().send(null, "still here");
        alice.probe().send(carol.channel().getAddress(), "go away");
        alice.probe().send(members.get("bob").channel().getAddress(), "hello");
        await().atMost(SOON).until(() -> members.get("bob").probe().got.size() == 1);
        await().atMost(SOON).until(() -> alice.sicp().getRefusedConnections() > 0);
        assertThat(alice.probe().got).isEmpty();
        assertThat(carol.probe().got)
                .extracting(PROBE.Got::from)
                .containsOnly(carol.channel().getAddress());
        assertThat(alice.sicp().peers().get(1).excluded()).isTrue();
        assertThat(carol.sicp().refusals()).anyMatch(it -> it.contains("excluded"));
    }

    @Test
    void eachStartIsALaterIncarnationAlsoOnOneChannel() throws Exception {
        TestGroup.Member alice = group.start("alice");
        long first = alice.sicp().context().origin().incarnation();

        alice.channel().disconnect();
        alice.channel().connect(TestGroup.NAME);
        long second = alice.sicp().context().origin().incarnation();
        alice.channel().close();
        long third = group.start("alice").sicp().context().origin().incarnation();

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), group.port("alice")));

            assertThatThrownBy(() -> group.start("alice"))
                    .isInstanceOf(TestudoException.class)
                    .hasMessageContainingAll("group.bind", "alice at 127.0.0.1:" + group.port("alice"), "in use");
        }

        assertThat(group.start("alice").channel().isConnected()).isTrue();
    }

    @Test
    void portIsFreeAgainAfterClosing() throws Exception {
        group.start("alice").channel().close();

        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), group.port("alice"));
            assertThatThrownBy(() -> socket.connect(address)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void cardThatDoesNotBelongToTheStoreIsNamed() throws Exception {
        Files.delete(group.keys.card("alice"));
        group.authority
                .issue(new org.testudo.api.Principal(org.testudo.api.Principal.Kind.MEMBER, "alice"))
                .card()
                .save(group.keys.card("alice"));

        assertThatThrownBy(() -> group.start("alice"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContainingAll("group.members alice key", "alice.pem", "alice.p12");
    }

    @Test
    void onlyMessagesOfCoresAreSent() throws Exception {
        TestGroup.Member alice = group.start("alice");
        Address bob = alice.sicp().addressOf(TestGroup.id("bob"));
        Address alicesOwn = alice.channel().getAddress();

        assertRefused(alice, new BytesMessage(bob, new byte[1]));
        assertRefused(alice, new ObjectMessage(bob, "object"));
        assertRefused(alice, new BytesMessage(bob, new byte[1]).putHeader(Ids.GACP, new CoreHeader()));
        assertRefused(alice, PROBE.message(bob, "x").setSrc(bob));
        assertRefused(alice, PROBE.message(bob, "x").putHeader(Ids.GACP, new CoreHeader()));
        assertRefused(alice, PROBE.message(bob, "x".repeat((17 << 20) + 1)));
        alice.sicp().down(PROBE.message(bob, "x").setSrc(alicesOwn));
    }

    private static void assertRefused(TestGroup.Member member, org.jgroups.Message message) {
        assertThatThrownBy(() -> member.sicp().down(message)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void stockEntryPointsAndDiagnosticsAreClosed() throws Exception {
        TestGroup.Member alice = group.start("alice");

        assertThatThrownBy(() -> alice.sicp().receive(null, new byte[10], 0, 10))
                .isInstanceOf(UnsupportedOperationException.class);
        alice.sicp().enableDiagnostics();
        assertThat(alice.sicp().getDiagnosticsHandler().isRunning()).isFalse();
        assertThat(System.getProperty(Global.DESERIALIZATION_FILTER)).isEqualTo("!*");
    }

    @Test
    void contextHoldsWhatTheLayersAreBuiltFrom() throws Exception {
        TestGroup.Member alice = group.start("alice");

        assertThat(alice.sicp().context().self()).isEqualTo(TestGroup.id("alice"));
        assertThat(alice.sicp().context().firstView().occupants()).hasSize(4);
        assertThat(alice.sicp().context().firstViewKeys()).hasSize(16);
        assertThat(alice.sicp().context().genesis().digest())
                .isEqualTo(new SICP(group.config("bob"), folder)
                        .context()
                        .genesis()
                        .digest());
    }

    @Test
    void layerIsFoundByName() {
        assertThat(ServiceLoader.load(StackLayer.class).stream()
                        .map(each -> each.get().name()))
                .contains("SICP");
    }

    private Map<String, TestGroup.Member> startAll() throws Exception {
        Map<String, TestGroup.Member> members = new LinkedHashMap<>();
        for (String name : NAMES) members.put(name, group.start(name));
        return members;
    }

    private static void awaitConnected(Map<String, TestGroup.Member> members) {
        await().atMost(SOON)
                .until(() -> members.values().stream()
                        .allMatch(each -> each.sicp().peers().stream().allMatch(it -> it.connected())));
    }

    private static ViewRecord viewWithout(String name, TestGroup.Member member) {
        ViewRecord first = member.sicp().context().firstView();
        List<Exclusion> exclusions = new ArrayList<>(List.of(new Exclusion(TestGroup.id(name), 1, "test")));
        return new ViewRecord(
                1,
                first.life(),
                2,
                0,
                first.historyChain(),
                first.digest(),
                first.quorum(),
                first.versions(),
                first.agreedTime(),
                first.seats(),
                first.standbys(),
                exclusions,
                first.charter(),
                "test");
    }
}
