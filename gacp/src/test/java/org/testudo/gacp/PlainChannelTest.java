package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.protocols.FragHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.gacp.ChannelGroup.Application;

/** An existing JGroups application on plain channels of plain XML (ARCHITECTURE 8, GM-8, GM-25). */
@Timeout(180)
class PlainChannelTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private ChannelGroup group;

    @BeforeEach
    void makeKeys() throws Exception {
        group = new ChannelGroup(folder);
    }

    @AfterEach
    void stop() {
        group.close();
    }

    @Test
    void whatAllSendToAllIsReceivedByAllInOneOrderFromWhoSentIt() throws Exception {
        group.start();
        int each = 60; // more than may be undelivered at once

        List<Thread> senders = new ArrayList<>();
        for (String name : ChannelGroup.NAMES) {
            Thread sender = new Thread(() -> sendAll(name, each), "send " + name);
            senders.add(sender);
            sender.start();
        }
        for (Thread sender : senders) sender.join();

        for (Application it : group.applications.values()) {
            await().atMost(SOON).until(() -> it.heard().size() == 4 * each);
        }
        List<Application.Heard> order = group.of("alice").heard();
        for (Application it : group.applications.values()) {
            assertThat(it.heard()).isEqualTo(order);
            assertThat(it.shown().get(0)).isInstanceOf(org.jgroups.View.class);
            assertThat(it.channel.getView().getMembers()).hasSize(4);
        }
        for (String name : ChannelGroup.NAMES) {
            List<Object> own = order.stream()
                    .filter(it -> it.from().equals(group.of(name).channel.getAddress()))
                    .map(Application.Heard::content)
                    .toList();
            assertThat(own).hasSize(each).first().isEqualTo(name + " 0");
            assertThat(own.get(each - 1)).isEqualTo(name + " " + (each - 1));
            assertThat(order).allMatch(Application.Heard::toAll);
            assertThat(group.of("dave").channel.getView().getMembers().toString())
                    .contains(name);
        }
    }

    /** Outside of the order, to one member: each in the order of its sender, oneself included, while others send to all. */
    @Test
    void whatOneSendsToOneIsReceivedByThatOneInTheOrderOfItsSender() throws Exception {
        group.start();
        int each = 200; // more than the window of a pair

        List<Thread> senders = new ArrayList<>();
        for (String from : ChannelGroup.NAMES) {
            for (String to : ChannelGroup.NAMES) {
                Thread sender = new Thread(() -> sendAllTo(from, to, each), from + " to " + to);
                senders.add(sender);
                sender.start();
            }
        }
        sendAll("alice", 20);
        for (Thread sender : senders) sender.join();

        for (Application it : group.applications.values()) {
            await().atMost(SOON).until(() -> it.heard().size() == 4 * each + 20);
            for (String from : ChannelGroup.NAMES) {
                List<Object> told = it.heard().stream()
                        .filter(heard -> !heard.toAll())
                        .filter(heard ->
                                heard.from().equals(group.of(from).channel.getAddress()))
                        .map(Application.Heard::content)
                        .toList();
                String to = it.channel.getName();
                assertThat(told)
                        .isEqualTo(java.util.stream.IntStream.range(0, each)
                                .mapToObj(i -> from + " to " + to + " " + i)
                                .toList());
            }
        }
    }

    @Test
    void receiverThatIsBusyWithOneMessageHoldsUpOnlyItsSender() throws Exception {
        group.start();
        JChannel alice = group.of("alice").channel;
        org.jgroups.Address bob = group.of("bob").channel.getAddress();
        java.util.concurrent.CountDownLatch hold = new java.util.concurrent.CountDownLatch(1);
        group.of("bob").also = new org.jgroups.Receiver() {
            @Override
            public void receive(Message message) {
                if (message.dest() == null || !message.src().equals(alice.getAddress())) return;
                if (message.isFlagSet(Message.Flag.OOB)) return;
                try {
                    hold.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };

        for (int i = 0; i < 63; i++) alice.send(bob, "slow " + i);
        alice.send(new ObjectMessage(bob, "apart").setFlag(Message.Flag.OOB));
        assertThatThrownBy(
                        () -> alice.send(new ObjectMessage(bob, "no room").setFlag(Message.TransientFlag.DONT_BLOCK)))
                .hasStackTraceContaining("64 messages to bob wait to be received");
        group.of("carol").channel.send(bob, "from carol");
        alice.send(null, "to all");

        await().atMost(SOON).until(() -> contents("bob").containsAll(List.of("apart", "from carol", "to all")));
        assertThat(contents("bob")).contains("slow 0").doesNotContain("slow 1");
        hold.countDown();
        alice.send(bob, "room again");
        await().atMost(SOON).until(() -> contents("bob").contains("room again"));
        assertThat(contents("bob")).hasSize(67);
    }

    private List<Object> contents(String name) {
        return group.of(name).heard().stream().map(Application.Heard::content).toList();
    }

    private void sendAllTo(String from, String to, int count) {
        try {
            JChannel channel = group.of(from).channel;
            for (int i = 0; i < count; i++) {
                String text = from + " to " + to + " " + i;
                channel.send(group.of(to).channel.getAddress(), text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void flagsHeadersAndPlainValuesArriveAndNothingElseIsCarried() throws Exception {
        group.start();
        JChannel alice = group.of("alice").channel;
        List<Message> seen = java.util.Collections.synchronizedList(new ArrayList<>());
        group.of("bob").also = new org.jgroups.Receiver() {
            @Override
            public void receive(Message message) {
                seen.add(message);
            }
        };

        alice.send(null, "a text");
        alice.send(new BytesMessage(null, "quiet".getBytes(StandardCharsets.UTF_8))
                .setFlag(Message.Flag.OOB, Message.Flag.NO_TOTAL_ORDER, Message.Flag.NO_RELIABILITY)
                .setFlag(Message.TransientFlag.DONT_LOOPBACK)
                .putHeader((short) 200, new RequestCorrelator.Header((byte) 0, 77, (short) 3)));
        alice.send(null, 42);

        await().atMost(SOON).until(() -> seen.size() == 3);
        assertThat(seen).extracting(PlainChannelTest::content).containsExactly("a text", "bytes", 42);
        Message second = seen.get(1);
        assertThat(second.isFlagSet(Message.Flag.OOB)).isTrue();
        assertThat(second.isFlagSet(Message.Flag.NO_TOTAL_ORDER)).isTrue();
        RequestCorrelator.Header header = second.getHeader((short) 200);
        assertThat(header.requestId()).isEqualTo(77);
        await().atMost(SOON).until(() -> group.of("alice").heard().size() == 2);
        assertThat(group.of("alice").heard())
                .extracting(Application.Heard::content)
                .containsExactly("a text", 42);

        assertThatThrownBy(() -> alice.send(null, List.of(new java.util.Date())))
                .hasStackTraceContaining("is not carried, because deserializing");
        assertThatThrownBy(() -> alice.send(null, new byte[1 << 20]))
                .hasStackTraceContaining("of max_payload; split it");
        assertThatThrownBy(() ->
                        alice.send(new BytesMessage(null, new byte[1]).putHeader((short) 55, new FragHeader(1, 0, 1))))
                .hasStackTraceContaining("is not allowed; add 55[");
    }

    @Test
    void theSameChannelsFormTheGroupAgain() throws Exception {
        group.start();
        group.of("alice").channel.send(null, "before");
        for (Application it : group.applications.values())
            await().atMost(SOON).until(() -> it.heard().size() == 1);

        for (String life : List.of("life-2", "life-3")) {
            for (Application it : group.applications.values()) it.channel.disconnect();
            assertThatThrownBy(() -> group.of("alice").channel.send(null, "too late"))
                    .isInstanceOf(IllegalStateException.class);
            group.connect();
            group.of("bob").channel.send(null, life);
            for (Application it : group.applications.values()) {
                await().atMost(SOON)
                        .until(() ->
                                it.heard().get(it.heard().size() - 1).content().equals(life));
            }
        }
        assertThat(group.of("dave").heard())
                .extracting(Application.Heard::content)
                .containsExactly("before", "life-2", "life-3");
        for (Application it : group.applications.values()) it.channel.close();
        await().atMost(SOON).until(() -> threads().isEmpty());
    }

    private static Object content(Message message) {
        return message instanceof BytesMessage ? "bytes" : message.getObject();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(it -> it.startsWith("testudo-"))
                .toList();
    }

    @Test
    void attributesThatAreMissingOrContradictEachOtherGiveClearErrors() throws Exception {
        String good = group.xml("alice");

        assertRefused(good.replace("group=\"chat\"", ""), "alice", "SICP group: is missing");
        assertRefused(good, "eve", "group.self: 'eve' is not one of group.members");
        assertRefused(
                good.replace("max_faulty=\"1\"", "max_faulty=\"2\""),
                "alice",
                "tolerating 2 faulty members needs at least 7");
        assertRefused(good.replace("[127.0.0.1:", "(127.0.0.1:"), "alice", "MEMBERSHIP members: 'alice(127.0.0.1:");
        assertRefused(
                good.replace("keys=\"alice[", "keys=\"alicia["),
                "alice",
                "MEMBERSHIP keys: 'alicia' is not one of members");
        assertRefused(
                good.replace("ABCAST/>", "ABCAST max_payload=\"1000\"/>"),
                "alice",
                "LANES max_payload: 1048576 differs");
        assertRefused(
                good.replace("LANES/>", "LANES headers=\"7[java.lang.String]\"/>"),
                "alice",
                "LANES headers: '7[java.lang.String]'");
        try (JChannel channel = ChannelGroup.channel(good).name("alice")) {
            assertThatThrownBy(() -> channel.connect("other"))
                    .hasStackTraceContaining("is not the group of SICP, 'chat'");
        }
    }

    private static void assertRefused(String xml, String name, String error) throws Exception {
        try (JChannel channel = ChannelGroup.channel(xml).name(name)) {
            assertThatThrownBy(() -> channel.connect("chat")).hasStackTraceContaining(error);
        }
    }

    private void sendAll(String name, int count) {
        try {
            for (int i = 0; i < count; i++)
                group.of(name).channel.send(null, (name + " " + i).getBytes(StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
