package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.Receiver;
import org.jgroups.blocks.ReplicatedHashMap;
import org.jgroups.blocks.atomic.CounterService;
import org.jgroups.blocks.atomic.SyncCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.stack.STATE;

/** JGroups' ReplicatedHashMap and CounterService, and its flag RSVP, on plain channels of plain XML (GM-25). */
@Timeout(180)
class BuildingBlocksTest {
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

    private Map<String, ReplicatedHashMap<String, Object>> maps(String... names) throws Exception {
        Map<String, ReplicatedHashMap<String, Object>> maps = new LinkedHashMap<>();
        for (String name : names) maps.put(name, map(name));
        return maps;
    }

    private ReplicatedHashMap<String, Object> map(String name) throws Exception {
        ReplicatedHashMap<String, Object> map = new ReplicatedHashMap<>(group.application(name).channel);
        map.setBlockingUpdates(true);
        map.setTimeout(60_000);
        return map;
    }

    /** Writers at each member, one key for all: the last in the order has written it everywhere. */
    @Test
    void mapIsTheSameAtAllMembersAlsoWhenAllWriteOneKey() throws Exception {
        Map<String, ReplicatedHashMap<String, Object>> maps = maps("alice", "bob", "carol", "dave");
        group.connect();

        List<CompletableFuture<Void>> writers = new ArrayList<>();
        maps.forEach((name, map) -> writers.add(CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 25; i++) {
                map.put("shared", name + i);
                map.put(name + i, List.of(i, name));
            }
        })));
        for (CompletableFuture<Void> each : writers) each.get(60, TimeUnit.SECONDS);
        maps.get("bob").putAll(Map.of("x", 1, "y", 2L));
        maps.get("carol").remove("alice0");
        maps.get("dave").putIfAbsent("bob1", "not this");

        Map<String, Object> expected = Map.copyOf(maps.get("dave"));
        for (ReplicatedHashMap<String, Object> each : maps.values()) {
            await().atMost(SOON).until(() -> Map.copyOf(each).equals(expected));
        }
        assertThat(expected).hasSize(102).containsEntry("y", 2L).containsEntry("bob1", List.of(1, "bob"));
    }

    /** With checkpoints its state is a share of them, and a late member is given it. */
    @Test
    void lateMemberHasTheMapOfTheOthersFromTheirCheckpoint() throws Exception {
        group.ordering = " checkpoint_interval=\"8\" formation_wait=\"500ms\"";
        group.above = "<org.testudo.stack.STATE/>";
        Map<String, ReplicatedHashMap<String, Object>> maps = maps("alice", "bob", "carol");
        group.connect();
        for (int i = 0; i < 40; i++) maps.get("alice").put("key" + i % 7, i);
        maps.get("bob").remove("key0");

        ReplicatedHashMap<String, Object> dave = map("dave");
        JChannel channel = group.of("dave").channel;
        channel.connect("chat");
        dave.start(60_000);

        assertThat(Map.copyOf(dave)).isEqualTo(Map.copyOf(maps.get("alice"))).hasSize(6);
        STATE state = channel.getProtocolStack().findProtocol(STATE.class);
        assertThat(state.getTaken()).isPositive();
        for (int i = 0; i < 20; i++) dave.put("more" + i, i);
        await().atMost(SOON).until(() -> Map.copyOf(maps.get("carol")).equals(Map.copyOf(dave)));
        await().atMost(SOON).until(() -> state.getWritten() > 4);
    }

    /** Its value lives at the first member of the view. */
    @Test
    void countersCountAlsoAfterTheirMemberIsGone() throws Exception {
        group.above = "<COUNTER timeout=\"60000\"/>";
        group.lanes = " counter_names=\"1\"";
        for (String name : ChannelGroup.NAMES) group.application(name);
        group.connect();
        Map<String, SyncCounter> counters = new LinkedHashMap<>();
        for (String name : ChannelGroup.NAMES) {
            CounterService service = new CounterService(group.of(name).channel);
            counters.put(name, service.getOrCreateSyncCounter("c", 0));
        }

        CounterService ofBob = new CounterService(group.of("bob").channel);
        assertThatThrownBy(() -> ofBob.getOrCreateSyncCounter("one too many", 0))
                .hasStackTraceContaining("1 is the most of counter_names");

        List<CompletableFuture<Void>> counting = new ArrayList<>();
        for (SyncCounter each : counters.values()) {
            counting.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) each.incrementAndGet();
            }));
        }
        for (CompletableFuture<Void> each : counting) each.get(60, TimeUnit.SECONDS);
        for (SyncCounter each : counters.values()) assertThat(each.get()).isEqualTo(200);

        Address first = group.of("alice").channel.getView().getMembers().get(0);
        String gone = ChannelGroup.NAMES.stream()
                .filter(name -> group.of(name).channel.getAddress().equals(first))
                .findFirst()
                .orElseThrow();
        group.of(gone).channel.disconnect();
        counters.remove(gone);
        for (String name : counters.keySet()) {
            await().atMost(SOON).until(() -> group.of(name).channel.getView().size() == 3);
        }
        for (SyncCounter each : counters.values()) each.incrementAndGet();
        assertThat(counters.values().iterator().next().get()).isEqualTo(203);
    }

    @Test
    void sendWithRsvpReturnsWhenTheMessageIsReceived() throws Exception {
        group.start();
        JChannel alice = group.of("alice").channel;
        Address bob = group.of("bob").channel.getAddress();

        for (int i = 0; i < 20; i++) {
            alice.send(new ObjectMessage(null, "all " + i).setFlag(Message.Flag.RSVP));
            assertThat(heard("alice")).contains("all " + i);
            alice.send(new ObjectMessage(bob, "one " + i).setFlag(Message.Flag.RSVP));
            assertThat(heard("bob")).contains("one " + i);
        }
        alice.send(new ObjectMessage(null, "soon").setFlag(Message.Flag.RSVP_NB));
        await().atMost(SOON).until(() -> heard("bob").contains("soon"));
    }

    private List<Object> heard(String name) {
        return group.of(name).heard().stream()
                .map(ChannelGroup.Application.Heard::content)
                .toList();
    }

    @Test
    void rsvpFailsInTimeWhereNobodyReceivesAndAtOnceWhereItWouldWaitForItself() throws Exception {
        group.lanes = " send_timeout=\"1500\"";
        group.start();
        JChannel alice = group.of("alice").channel;
        Address bob = group.of("bob").channel.getAddress();
        CountDownLatch hold = new CountDownLatch(1);
        CompletableFuture<Throwable> inOrder = new CompletableFuture<>();
        group.of("bob").also = new Receiver() {
            @Override
            public void receive(Message message) {
                try {
                    if (message.dest() != null) hold.await();
                    else group.of("bob").channel.send(new ObjectMessage(null, "x").setFlag(Message.Flag.RSVP));
                } catch (Exception e) {
                    inOrder.complete(e);
                }
            }
        };

        assertThatThrownBy(() -> alice.send(new ObjectMessage(bob, "held").setFlag(Message.Flag.RSVP)))
                .hasStackTraceContaining("bob has not received it in 1500 ms; it may yet");
        alice.send(null, "go");
        assertThat(inOrder.get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining("with the flag RSVP is sent by the thread that delivers");
        hold.countDown();

        for (String name : List.of("carol", "dave")) {
            group.of(name).channel.getProtocolStack().getTransport().stop(); // without a goodbye
        }
        assertThatThrownBy(() -> alice.send(new ObjectMessage(null, "none").setFlag(Message.Flag.RSVP)))
                .hasStackTraceContaining("has no place in the order after 1500 ms");
    }

    @Test
    void protocolRsvpIsRefusedWithTheRemedy() {
        group.above = "<RSVP/>";
        assertThatThrownBy(() -> group.application("alice"))
                .hasStackTraceContaining("RSVP: take it out of the stack; LANES honours the flag RSVP itself");
    }
}
