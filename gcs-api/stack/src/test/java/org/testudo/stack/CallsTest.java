package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.blocks.MethodCall;
import org.jgroups.blocks.ReplicatedHashMap;
import org.jgroups.blocks.RequestCorrelator;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;

/** Whose calls and answers are let up (GM-25). */
class CallsTest {
    private static final MemberId BOB = new MemberId("bob");
    private static final MemberId CAROL = new MemberId("carol");
    private static final HeaderRules RULES =
            HeaderRules.parse("LANES", "200[org.jgroups.blocks.RequestCorrelator$Header]");

    private final ChannelMessage codec = new ChannelMessage(RULES, 1_000);
    private final Calls calls = new Calls(CallsToOne.parse("get, 3"));

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

    @Test
    void callsBeyondTheBoundAreForgottenOldestFirst() {
        for (long id = 1; id <= Calls.MOST_AWAITED + 1; id++) calls.toAll(call(new MethodCall((short) 1), id));

        assertThat(calls.admits(answer(1), BOB, false)).isFalse();
        assertThat(calls.admits(answer(2), BOB, false)).isTrue();
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
        assertThat(new Calls(CallsToOne.parse("*")).admits(received(put), BOB, false))
                .isTrue();
        assertThat(new Calls(CallsToOne.parse("")).admits(received(put), BOB, false))
                .isFalse();
        assertThatThrownBy(() -> CallsToOne.parse("get,,set")).hasMessageContaining("calls_to_one: 'get,,set'");
    }

    /** Whatever is configured: it is a copy of what all have. */
    @Test
    void replicatedMapTakesNothingThatCameToOneMemberAlone() throws Exception {
        ReplicatedHashMap<String, String> map = new ReplicatedHashMap<>(new JChannel(new LoopbackTransport(BOB, null)));
        MethodCall put =
                new MethodCall(ReplicatedHashMap.class.getMethod("_put", Object.class, Object.class), "k", "v");
        Message alone = codec.decode(codec.encode(call(
                        new MethodCall(
                                "_put", new Object[] {"k", "v"}, put.getMethod().getParameterTypes()),
                        0)))
                .message();
        Message toAll = codec.decode(codec.encode(call(put, 0))).message();
        Calls all = new Calls(CallsToOne.parse("*"));

        assertThat(all.admits(alone, BOB, false)).isTrue();
        assertThatThrownBy(() -> alone.<MethodCall>getObject().invoke(map))
                .hasMessageContaining("a replicated map takes only what all its members get");
        assertThat(map.get("k")).isNull();
        assertThat(all.admits(toAll, BOB, true)).isTrue();
        toAll.<MethodCall>getObject().invoke(map);
        assertThat(map.get("k")).isEqualTo("v");
    }
}
