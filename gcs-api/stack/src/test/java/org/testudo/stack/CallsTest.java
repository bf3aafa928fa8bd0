package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.GroupRequest;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.ReplicatedHashMap;
import org.jgroups.blocks.Request;
import org.jgroups.blocks.RequestCorrelator;
import org.jgroups.blocks.RequestOptions;
import org.jgroups.blocks.RpcDispatcher;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;

/** Whose calls and answers are let up (GM-25). */
class CallsTest {
    private static final MemberId BOB = new MemberId("bob");
    private static final MemberId CAROL = new MemberId("carol");
    private static final HeaderRules RULES =
            HeaderRules.parse("LANES", "200[org.jgroups.blocks.RequestCorrelator$Header]");

    private final ChannelMessage codec = new ChannelMessage(RULES, 1_000);
    private final Calls calls = calls("get, 3");

    /** What a dispatcher offers without numbers. */
    public static final class Offer {
        public String open() {
            return "open";
        }

        public static String shared() {
            return "shared";
        }

        protected String kept() {
            return "kept";
        }

        String within() {
            return "within";
        }
    }

    private static Calls calls(String toOne) {
        return new Calls(CallsToOne.parse(toOne), () -> null);
    }

    private static Message call(MethodCall call, long id) {
        return with(new ObjectMessage(null, call), RequestCorrelator.Header.REQ, id);
    }

    private static Message answer(long id) {
        return with(new ObjectMessage(null, "answer"), RequestCorrelator.Header.RSP, id);
    }

    private static Message with(Message message, byte type, long id) {
        return message.putHeader((short) 200, new RequestCorrelator.Header(type, id, (short) 200));
    }

    private Message received(MethodCall call) throws Exception {
        return codec.decode(codec.encode(call(call, 0))).message();
    }

    @Test
    void answerCountsOnceAndFromWhoWasAsked() {
        calls.toOne(call(new MethodCall((short) 3), 7), BOB);

        assertThat(calls.admits(answer(7), CAROL, false)).isFalse();
        assertThat(calls.admits(answer(7), CAROL, true)).isFalse();
        assertThat(calls.admits(answer(8), BOB, false)).isFalse();
        assertThat(calls.admits(answer(7), BOB, false)).isTrue();
        assertThat(calls.admits(answer(7), BOB, false)).isFalse();
        assertThat(calls.refused()).isEqualTo(4);
    }

    /** It would be handled by the thread that delivers, and what it sets going there would hold that up. */
    @Test
    void answerThatCameByTheOrderIsNotLetUp() {
        calls.toAll(call(new MethodCall((short) 3), 7));

        assertThat(calls.admits(answer(7), BOB, true)).isFalse();
        assertThat(calls.admits(answer(7), BOB, false)).isTrue();
    }

    /** JGroups would count each of them, and end the call before the others have answered. */
    @Test
    void callOfAllIsAnsweredOnceByEach() {
        calls.toAll(call(new MethodCall("m", null, null), 9));

        for (MemberId each : List.of(BOB, CAROL)) {
            assertThat(calls.admits(answer(9), each, false)).isTrue();
            assertThat(calls.admits(answer(9), each, false)).isFalse();
        }
    }

    @Test
    void callOfSomeIsAnsweredByThese() {
        for (MemberId each : List.of(BOB, CAROL)) calls.toOne(call(new MethodCall((short) 3), 5), each);

        assertThat(calls.admits(answer(5), CAROL, false)).isTrue();
        assertThat(calls.admits(answer(5), new MemberId("dave"), false)).isFalse();
        assertThat(calls.admits(answer(5), BOB, false)).isTrue();
    }

    /** JGroups shows a filter the failure alone: a liar could have one returned that a correct member has thrown, or the reverse. */
    @Test
    void failureIsThrownAndNothingElseIs() {
        IllegalStateException failure = new IllegalStateException("x");
        calls.toAll(call(new MethodCall("m", null, null), 9));

        assertThat(calls.admits(answerOf(failure, RequestCorrelator.Header.RSP), BOB, false))
                .isFalse();
        assertThat(calls.admits(answerOf("x", RequestCorrelator.Header.EXC_RSP), BOB, false))
                .isFalse();
        assertThat(calls.admits(answerOf(failure, RequestCorrelator.Header.EXC_RSP), BOB, false))
                .isTrue();
        assertThat(calls.admits(answerOf("x", RequestCorrelator.Header.RSP), CAROL, false))
                .isTrue();
        assertThat(calls.refused()).isEqualTo(2);
    }

    private static Message answerOf(Object what, byte type) {
        return with(new ObjectMessage(null, what), type, 9);
    }

    @Test
    void callsBeyondTheBoundAreForgottenOldestFirst() {
        for (long id = 1; id <= Calls.MOST_AWAITED + 1; id++) calls.toAll(call(new MethodCall((short) 1), id));

        assertThat(calls.admits(answer(1), BOB, false)).isFalse();
        assertThat(calls.admits(answer(2), BOB, false)).isTrue();
    }

    /** Else they would take room for ever, and in the end that of a call which takes long. */
    @Test
    void callsThatAreOverAreForgottenAndOneThatWaitsIsNot() throws Exception {
        JChannel channel = channel();
        RpcDispatcher dispatcher = new RpcDispatcher(channel, new Offer());
        Map<Long, Request<?>> pending =
                Dispatchers.pending(channel.getUpHandler()).orElseThrow();
        Calls ofChannel = new Calls(CallsToOne.parse("*"), channel::getUpHandler);
        Request<?> waiting = new GroupRequest<>(dispatcher.correlator(), List.of(), RequestOptions.SYNC());

        for (long id = 1; id <= 2 * Calls.MOST_AWAITED; id++) {
            pending.put(id, waiting);
            Message call = call(new MethodCall((short) 1), id);
            if (id % 2 == 0) ofChannel.toOne(call, BOB);
            else ofChannel.toAll(call);
            if (id > 1) pending.remove(id);
        }

        assertThat(ofChannel.awaited()).isLessThan(100);
        assertThat(ofChannel.admits(answer(1), CAROL, false)).isTrue();
    }

    @Test
    void callToOneIsLetThroughIfConfiguredByNameOrNumber() throws Exception {
        MethodCall put = new MethodCall((short) 1, "k", "v");

        assertThatThrownBy(() -> calls.toOne(call(put, 1), BOB))
                .hasMessageContaining("a call of 1 to one member is refused")
                .hasMessageContaining("add 1 to calls_to_one");
        assertThat(calls.admits(received(put), BOB, false)).isFalse();
        assertThat(calls.admits(received(put), BOB, true)).isTrue();
        assertThat(calls.admits(received(new MethodCall("get", null, null)), BOB, false))
                .isTrue();
        assertThat(calls.admits(received(new MethodCall((short) 3)), BOB, false))
                .isTrue();
        assertThat(calls("*").admits(received(put), BOB, false)).isTrue();
        assertThat(calls("").admits(received(put), BOB, false)).isFalse();
        assertThatThrownBy(() -> CallsToOne.parse("get,,set")).hasMessageContaining("calls_to_one: 'get,,set'");
    }

    /** They name no method: only who permits all calls to one permits these. */
    @Test
    void callOfMessageDispatcherToOneIsACallToo() {
        for (Message payload : List.of(new ObjectMessage(null, "x"), new BytesMessage(null, new byte[] {1}))) {
            Message call = with(payload, RequestCorrelator.Header.REQ, 0);

            assertThatThrownBy(() -> calls.toOne(call, BOB))
                    .hasMessageContaining("a call of MessageDispatcher to one member is refused")
                    .hasMessageContaining("add * to calls_to_one");
            assertThat(calls.admits(call, BOB, false)).isFalse();
            assertThat(calls.admits(call, BOB, true)).isTrue();
            calls("*").toOne(call, BOB);
            assertThat(calls("*").admits(call, BOB, false)).isTrue();
        }
        assertThat(calls.admits(new ObjectMessage(null, "no call"), BOB, false)).isTrue();
    }

    private Object handle(RpcDispatcher dispatcher, Calls calls, MethodCall call) throws Exception {
        Message received = received(call);
        assertThat(calls.admits(received, BOB, true)).isTrue();
        return dispatcher.handle(received);
    }

    @Test
    void publicMethodsAreOfferedByNameAndOthersAreNot() throws Exception {
        RpcDispatcher dispatcher = new RpcDispatcher(channel(), new Offer());

        assertThat(handle(dispatcher, calls, new MethodCall("open", null, null)))
                .isEqualTo("open");
        for (String name : List.of("shared", "kept", "within", "hashCode", "notifyAll")) {
            assertThatThrownBy(() -> handle(dispatcher, calls, new MethodCall(name, null, null)))
                    .isInstanceOf(IllegalAccessException.class)
                    .hasMessageStartingWith(name + ": is not public, or static");
        }
    }

    /** Who gives methods numbers offers these, and not what else the object has. */
    @Test
    void whereMethodsHaveNumbersNoneIsCalledByName() throws Exception {
        JChannel channel = channel();
        RpcDispatcher dispatcher = new RpcDispatcher(channel, new Offer());
        Calls ofChannel = new Calls(CallsToOne.parse(""), channel::getUpHandler);
        MethodCall named = new MethodCall("open", null, null);
        MethodCall numbered = new MethodCall((short) 0);
        Method open = Offer.class.getMethod("open");
        assertThat(handle(dispatcher, ofChannel, named)).isEqualTo("open");

        dispatcher.setMethodLookup(id -> open);
        assertThat(handle(dispatcher, ofChannel, numbered)).isEqualTo("open");
        assertThatThrownBy(() -> handle(dispatcher, ofChannel, named))
                .hasMessage("open: what is offered here has a number; call it by that");

        dispatcher.setMethodLookup(null).setMethodInvoker((target, id, arguments) -> "by invoker");
        assertThat(handle(dispatcher, ofChannel, numbered)).isEqualTo("by invoker");
        assertThatThrownBy(() -> handle(dispatcher, ofChannel, named))
                .hasMessage("open: what is offered here has a number; call it by that");
    }

    private static JChannel channel() throws Exception {
        return new JChannel(new LoopbackTransport(BOB, null));
    }

    /** All that it has is public: one member could stop the map of each other one. */
    @Test
    void replicatedMapTakesNothingByName() throws Exception {
        ReplicatedHashMap<String, String> map = new ReplicatedHashMap<>(channel());
        map._put("k", "v");
        List<MethodCall> hostile = List.of(
                new MethodCall("stop", null, null),
                new MethodCall("close", null, null),
                new MethodCall("_clear", null, null),
                new MethodCall("setBlockingUpdates", new Object[] {true}, new Class<?>[] {boolean.class}));

        for (MethodCall each : hostile) {
            Message received = received(each);
            assertThat(calls.admits(received, BOB, true)).isTrue();
            assertThatThrownBy(() -> received.<MethodCall>getObject().invoke(map))
                    .isInstanceOf(IllegalAccessException.class)
                    .hasMessageContaining("what is offered here has a number");
        }
        assertThat(map).containsEntry("k", "v");
        assertThat(map.isBlockingUpdates()).isFalse();
    }

    /** Whatever is configured: it is a copy of what all have. */
    @Test
    void replicatedMapTakesNothingThatCameToOneMemberAlone() throws Exception {
        ReplicatedHashMap<String, String> map = new ReplicatedHashMap<>(channel());
        Method put = ReplicatedHashMap.class.getMethod("_put", Object.class, Object.class);
        Message alone = received(new MethodCall((short) 1, "k", "v"));
        Message toAll = received(new MethodCall((short) 1, "k", "v"));
        Calls all = calls("*");

        assertThat(all.admits(alone, BOB, false)).isTrue();
        assertThatThrownBy(() -> alone.<MethodCall>getObject().setMethod(put).invoke(map))
                .hasMessageContaining("a replicated map takes only what all its members get");
        assertThat(map.get("k")).isNull();
        assertThat(all.admits(toAll, BOB, true)).isTrue();
        toAll.<MethodCall>getObject().setMethod(put).invoke(map);
        assertThat(map.get("k")).isEqualTo("v");
    }

    /** Of bytes no two are equal: the maps would differ, and could not be written. */
    @Test
    void replicatedMapTakesNoKeyThatIsNoneInItsState() throws Exception {
        ReplicatedHashMap<Object, String> map = new ReplicatedHashMap<>(channel());
        Method put = ReplicatedHashMap.class.getMethod("_put", Object.class, Object.class);
        Message hostile = received(new MethodCall((short) 1, new byte[] {1}, "v"));

        assertThat(calls.admits(hostile, BOB, true)).isTrue();
        assertThatThrownBy(() -> hostile.<MethodCall>getObject().setMethod(put).invoke(map))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(map).isEmpty();
    }
}
