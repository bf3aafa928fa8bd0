package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.blocks.ResponseMode;
import org.jgroups.blocks.RpcDispatcher;
import org.jgroups.util.Rsp;
import org.jgroups.util.RspList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.stack.EqualAnswers;
import org.testudo.stack.LANES;
import org.testudo.stack.RemoteFailure;

/** JGroups' RpcDispatcher, unchanged, on plain channels of plain XML (GM-25). */
@Timeout(180)
class RpcChannelTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final RequestOptions SYNC = RequestOptions.SYNC().timeout(60_000);

    @TempDir
    private Path folder;

    private ChannelGroup group;
    private final Map<String, Server> servers = new LinkedHashMap<>();

    /** What each member offers; the sum is the same at all that have executed the same. */
    public static final class Server {
        private final JChannel channel;
        private final RpcDispatcher dispatcher;
        private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        private long sum;
        volatile boolean lies;

        Server(JChannel channel) {
            this.channel = channel;
            dispatcher = new RpcDispatcher(channel, this);
        }

        public long add(int number) {
            sum += number;
            return lies ? -1 : sum;
        }

        public String whoAreYou() {
            return channel.getName();
        }

        public Map<String, List<Integer>> collect(List<Integer> numbers) {
            return Map.of(channel.getName(), numbers);
        }

        public void fail(String how) throws Exception {
            if (how.equals("known")) throw new IllegalStateException("as asked");
            throw new java.util.zip.DataFormatException("as asked");
        }

        public Object notCarried() {
            return new java.util.Date();
        }

        public Object returnsFailure() {
            return new IllegalStateException("returned");
        }

        /** Called at one member; calls all, itself included, and waits for them. */
        public int askAll() throws Exception {
            return dispatcher
                    .callRemoteMethods(null, "whoAreYou", null, null, SYNC)
                    .getResults()
                    .size();
        }

        /** Called at one member; calls the one that called, and waits for it. */
        public String askBack(Address caller) throws Exception {
            return dispatcher.callRemoteMethod(caller, "whoAreYou", null, null, SYNC);
        }

        /** Called at all: would wait for itself. */
        public String askAllFromTheOrder() {
            return ask(SYNC);
        }

        /** Called at all: each would wait for the others, which do the same. */
        public String askOthersFromTheOrder() {
            return ask(RequestOptions.SYNC()
                    .transientFlags(Message.TransientFlag.DONT_LOOPBACK)
                    .timeout(60_000));
        }

        private String ask(RequestOptions how) {
            try {
                dispatcher.callRemoteMethods(null, "whoAreYou", null, null, how);
                return "answered";
            } catch (Exception e) {
                seen.add(e);
                return "refused";
            }
        }

        /** Called at all: does not wait. */
        public void askLater() throws Exception {
            dispatcher
                    .<String>callRemoteMethodsWithFuture(null, new MethodCall("whoAreYou", null, null), SYNC)
                    .thenAccept(all -> seen.add(all.getResults().size()));
        }
    }

    @BeforeEach
    void formGroup() throws Exception {
        group = new ChannelGroup(folder);
        group.lanes = " calls_to_one=\"whoAreYou,askAll,askBack,fail,notCarried,returnsFailure\"";
        for (String name : ChannelGroup.NAMES) {
            JChannel channel = group.application(name).channel;
            servers.put(name, new Server(channel));
        }
        group.connect();
    }

    @AfterEach
    void stop() {
        group.close();
    }

    private RpcDispatcher alice() {
        return servers.get("alice").dispatcher;
    }

    private Address address(String name) {
        return group.of(name).channel.getAddress();
    }

    @Test
    void callsOfAllAreExecutedInOneOrderAndAnsweredByAll() throws Exception {
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (String name : ChannelGroup.NAMES) {
            callers.add(CompletableFuture.runAsync(() -> addTen(name)));
        }
        for (CompletableFuture<Void> each : callers) each.get(60, TimeUnit.SECONDS);

        RspList<Long> sums = alice().callRemoteMethods(null, "add", new Object[] {0}, new Class<?>[] {int.class}, SYNC);
        assertThat(sums.getResults()).containsExactly(40L, 40L, 40L, 40L);
        RspList<Map<String, List<Integer>>> collected = alice().callRemoteMethods(
                        null, "collect", new Object[] {List.of(1, 2)}, new Class<?>[] {List.class}, SYNC);
        assertThat(collected.getValue(address("dave"))).isEqualTo(Map.of("dave", List.of(1, 2)));
        RspList<String> first = alice().callRemoteMethods(
                        null,
                        "whoAreYou",
                        null,
                        null,
                        RequestOptions.SYNC().mode(ResponseMode.GET_FIRST).timeout(60_000));
        assertThat(ChannelGroup.NAMES).contains(first.getFirst());
        RspList<String> others = alice().callRemoteMethods(
                        null,
                        "whoAreYou",
                        null,
                        null,
                        RequestOptions.SYNC()
                                .transientFlags(Message.TransientFlag.DONT_LOOPBACK)
                                .timeout(60_000));
        assertThat(others.getResults()).containsExactlyInAnyOrder("bob", "carol", "dave");
    }

    private void addTen(String name) {
        try {
            for (int i = 0; i < 10; i++) {
                RspList<Long> sums = servers.get(name)
                        .dispatcher
                        .callRemoteMethods(null, "add", new Object[] {1}, new Class<?>[] {int.class}, SYNC);
                assertThat(sums.getResults()).hasSize(4).containsOnly(sums.getFirst());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void callsOfOneAreAnsweredAlsoWhenTheyCallOnThemselves() throws Exception {
        assertThat(alice().<String>callRemoteMethod(address("bob"), "whoAreYou", null, null, SYNC))
                .isEqualTo("bob");
        assertThat(alice().<String>callRemoteMethod(address("alice"), "whoAreYou", null, null, SYNC))
                .isEqualTo("alice");
        assertThat(alice().<Integer>callRemoteMethod(address("bob"), "askAll", null, null, SYNC))
                .isEqualTo(4);
        MethodCall back = new MethodCall("askBack", new Object[] {address("alice")}, new Class<?>[] {Address.class});
        assertThat(alice().<String>callRemoteMethod(address("bob"), back, SYNC)).isEqualTo("alice");
        RspList<String> two = alice().callRemoteMethods(
                        List.of(address("carol"), address("dave")),
                        "whoAreYou",
                        null,
                        null,
                        RequestOptions.SYNC().anycasting(true).timeout(60_000));
        assertThat(two.getResults()).containsExactlyInAnyOrder("carol", "dave");
    }

    @Test
    void failuresAndAnswersThatAreNotCarriedReachTheCaller() throws Exception {
        Class<?>[] text = {String.class};
        assertThatThrownBy(() -> alice().callRemoteMethod(address("bob"), "fail", new Object[] {"known"}, text, SYNC))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("as asked");
        assertThatThrownBy(() -> alice().callRemoteMethod(address("bob"), "fail", new Object[] {"other"}, text, SYNC))
                .isExactlyInstanceOf(RemoteFailure.class)
                .hasMessage("java.util.zip.DataFormatException: as asked");
        assertThatThrownBy(() -> alice().callRemoteMethod(address("bob"), "notCarried", null, null, SYNC))
                .hasMessageContaining("the answer of bob: send: a java.util.Date is not carried");
        assertThatThrownBy(() -> alice().callRemoteMethod(address("bob"), "returnsFailure", null, null, SYNC))
                .hasMessageContaining("the answer of bob: an exception is returned; throw it");
        RspList<Object> all = alice().callRemoteMethods(null, "notCarried", null, null, SYNC);
        assertThat(all.values()).hasSize(4).allMatch(Rsp::hasException);
    }

    /** GM-25: what only some have executed makes them differ, and the method cannot see how it was called. */
    @Test
    void callOfOneThatIsNotConfiguredIsRefusedAtBothEnds() throws Exception {
        Class<?>[] number = {int.class};
        assertThatThrownBy(() -> alice().callRemoteMethod(address("bob"), "add", new Object[] {5}, number, SYNC))
                .hasStackTraceContaining("a call of add to one member is refused");

        assertThat(servers.get("bob").sum).isZero();
    }

    @Test
    void callThatTheOrderWouldWaitForIsRefusedAndAFutureIsNot() throws Exception {
        RspList<String> answers = alice().callRemoteMethods(null, "askAllFromTheOrder", null, null, SYNC);

        assertThat(answers.getResults()).containsExactly("refused", "refused", "refused", "refused");
        assertThat(alice().callRemoteMethods(null, "askOthersFromTheOrder", null, null, SYNC)
                        .getResults())
                .containsExactly("refused", "refused", "refused", "refused");
        assertThat(servers.get("bob").seen.get(0).toString())
                .contains("is made by the thread that delivers what is for all");

        alice().callRemoteMethods(null, "askLater", null, null, SYNC);
        for (Server each : servers.values()) await().atMost(SOON).until(() -> each.seen.contains(4));
    }

    @Test
    void oneLiarIsNotBelievedByWhoWaitsForEqualAnswers() throws Exception {
        servers.get("bob").lies = true;

        RequestOptions options =
                RequestOptions.SYNC().timeout(60_000).rspFilter(EqualAnswers.of(group.of("alice").channel));
        RspList<Long> sums =
                alice().callRemoteMethods(null, "add", new Object[] {7}, new Class<?>[] {int.class}, options);

        assertThat(sums.getFirst()).isEqualTo(7);
        assertThat(sums.getResults()).containsExactly(7L);
    }

    /** Whoever is asked and answers for another, or twice, or without being asked, changes nothing. */
    @Test
    void answersOfWhoWasNotAskedAreDropped() throws Exception {
        LANES lanes = group.of("alice").channel.getProtocolStack().findProtocol(LANES.class);
        JChannel dave = group.of("dave").channel;
        for (int i = 0; i < 10; i++) {
            dave.send(new ObjectMessage(address("alice"), "forged")
                    .putHeader((short) 200, new RequestCorrelator.Header((byte) 1, 1 + i, (short) 200)));
        }
        dave.send(new ObjectMessage(null, "forged")
                .putHeader((short) 200, new RequestCorrelator.Header((byte) 1, 1, (short) 200)));

        await().atMost(SOON).until(() -> lanes.getCallsRefused() == 11);
        assertThat(alice().<String>callRemoteMethod(address("bob"), "whoAreYou", null, null, SYNC))
                .isEqualTo("bob");
    }

    /** More than the window of answers, while the caller takes none. */
    @Test
    void manyCallsAtOnceAreAllAnswered() throws Exception {
        List<CompletableFuture<RspList<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            calls.add(alice().callRemoteMethodsWithFuture(null, new MethodCall("whoAreYou", null, null), SYNC));
        }
        for (CompletableFuture<RspList<String>> each : calls) {
            assertThat(each.get(60, TimeUnit.SECONDS).getResults()).hasSize(4);
        }
    }
}
