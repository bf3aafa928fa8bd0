package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.Receiver;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.blocks.RpcDispatcher;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.COUNTER;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.MemberId;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.stack.pair.core.PairNotice;
import org.testudo.stack.pair.core.PairStream;

/** What reaches an application on a channel, and what ends it, on top of a core that a test plays (GM-25, HOST-5). */
@Timeout(120)
class ChannelSideTest {
    private static final MemberId SELF = LoopbackTransport.MEMBERS.get(0);
    private static final MemberId BOB = LoopbackTransport.MEMBERS.get(1);
    private static final Origin ALICE = Origin.of(SELF, TestKeys.statementKey(SELF), 1);
    private static final short CALLS = 200;
    private static final short COUNTERS = ClassConfigurator.getProtocolId(COUNTER.class);
    private static final String HEADERS = CALLS + "[" + RequestCorrelator.Header.class.getName() + "]," + COUNTERS + "["
            + COUNTER.CounterHeader.class.getName() + "]";

    private final LANES lanes = new LANES();
    private final ChannelMessage codec = new ChannelMessage(HeaderRules.parse("LANES", HEADERS), 1_000);
    private final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    private long sequence;
    private TestMember alice;

    /** What is called. */
    public static final class Server {
        private final RpcDispatcher dispatcher;
        private volatile Callable<?> inCall = () -> null;

        Server(JChannel channel) {
            dispatcher = new RpcDispatcher(channel, this);
        }

        public Object work() throws Exception {
            return inCall.call();
        }
    }

    @AfterEach
    void close() {
        if (alice != null) alice.close();
    }

    private void start(Consumer<JChannel> application) throws Exception {
        lanes.leave_timeout = 0;
        lanes.headers = HEADERS;
        lanes.calls_to_one = "*";
        alice = TestMember.prepared(
                member -> {
                    member.talk.showsViews = true;
                    application.accept(member.channel);
                },
                lanes);
    }

    private Server serve(Callable<?> inCall) throws Exception {
        Server[] server = new Server[1];
        start(channel -> server[0] = new Server(channel));
        server[0].inCall = inCall;
        return server[0];
    }

    private void receive(Receiver receiver) throws Exception {
        start(channel -> channel.setReceiver(receiver));
    }

    private static Message work() {
        return new ObjectMessage(null, new MethodCall("work", null, null)).putHeader(CALLS, call());
    }

    private static RequestCorrelator.Header call() {
        return new RequestCorrelator.Header(RequestCorrelator.Header.REQ, 0, CALLS);
    }

    private void deliver(Message message) {
        byte[] body = Bundle.encode(List.of(codec.encode(message)));
        Request request = new Request(ALICE, 1, RequestClass.APPLICATION, body);
        alice.talk.tellCore(core -> core.up(Views.slot(1, 0, request)));
    }

    private void arrive(PairStream stream, Message message) {
        PairNotice arrived = new PairNotice.Arrived(BOB, stream, 1, 0, ++sequence, codec.encode(message));
        alice.talk.tellCore(core -> core.note(arrived));
    }

    /** It would wait as long as that member likes, and with it all that is delivered here. */
    @Test
    void callOfOneThatTheOrderWouldWaitForIsRefusedAndAFutureIsNot() throws Exception {
        Address self = LoopbackTransport.address(SELF);
        MethodCall nothing = new MethodCall("hashCode", null, null);
        RequestOptions briefly = RequestOptions.SYNC().timeout(500);
        Server server = serve(() -> null);
        server.inCall = () -> {
            seen.add(outcome(() -> server.dispatcher.callRemoteMethod(self, nothing, briefly)));
            RequestOptions some = RequestOptions.SYNC().timeout(500).anycasting(true);
            seen.add(outcome(() -> server.dispatcher.callRemoteMethods(List.of(self), nothing, some)));
            seen.add(outcome(() -> server.dispatcher.callRemoteMethodWithFuture(self, nothing, briefly) != null));
            seen.add(outcome(() -> {
                server.dispatcher.callRemoteMethod(self, nothing, RequestOptions.ASYNC());
                return true;
            }));
            return null;
        };

        deliver(work());

        await().until(() -> seen.size() == 4);
        for (int i = 0; i < 2; i++) {
            assertThat(seen.remove()).asString().contains("a call for one member, which waits for the answers,");
        }
        assertThat(seen).containsExactly("true", "true");
    }

    private static Object outcome(Callable<?> call) {
        try {
            return String.valueOf(call.call());
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** JGroups catches it to answer with it; who has such an error alone would go on in a state of its own. */
    @Test
    void errorOfACalledMethodHaltsAsOneInReceiveDoes() throws Exception {
        serve(() -> {
            throw new StackOverflowError("test");
        });

        deliver(work());

        await().until(() -> alice.runtime().halted());
    }

    @Test
    void errorOfAMethodThatWasCalledAtThisMemberAloneHaltsToo() throws Exception {
        serve(() -> {
            throw new StackOverflowError("test");
        });

        arrive(PairStream.MESSAGES, work());

        await().until(() -> alice.runtime().halted());
    }

    @Test
    void exceptionOfACalledMethodHaltsNothing() throws Exception {
        serve(() -> {
            seen.add("called");
            throw new IllegalStateException("test");
        });

        deliver(work());
        arrive(PairStream.MESSAGES, work());

        await().until(() -> seen.size() == 2);
        await().until(() -> lanes.getWaitingSlots() == 0);
        assertThat(alice.runtime().halted()).isFalse();
    }

    /** Else what that sender sends would never be received again, and nobody would know why. */
    @Test
    void errorInReceiveOfWhatWasSentToThisMemberAloneHalts() throws Exception {
        receive(new Receiver() {
            @Override
            public void receive(Message message) {
                throw new NoClassDefFoundError("test");
            }
        });

        arrive(PairStream.MESSAGES, new ObjectMessage(null, "x"));

        await().until(() -> alice.runtime().halted());
    }

    /** It waits for no view and for no message before it, which is for what somebody has asked for. */
    @Test
    void onlyAnswersComeInTheirStream() throws Exception {
        receive(new Receiver() {
            @Override
            public void receive(Message message) {
                seen.add(List.of(message.getHeaders().size(), message.getLength()));
            }
        });
        byte[] request = {1, 7};
        byte[] answer = {2, 2, 0, 0, 0, 0};

        arrive(PairStream.ANSWERS, new ObjectMessage(null, "no answer"));
        arrive(PairStream.ANSWERS, work());
        arrive(PairStream.ANSWERS, counter(request));
        arrive(PairStream.ANSWERS, counter(answer).putHeader(CALLS, call()));
        arrive(PairStream.ANSWERS, counter(answer));

        await().until(() -> !seen.isEmpty());
        assertThat(seen).containsExactly(List.of(1, answer.length));
        assertThat(lanes.getPairsIgnored()).isEqualTo(4);
    }

    private static Message counter(byte[] bytes) {
        return new BytesMessage(null, bytes).putHeader(COUNTERS, new COUNTER.CounterHeader());
    }
}
