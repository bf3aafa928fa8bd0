package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.Receiver;
import org.jgroups.StateTransferException;
import org.jgroups.View;
import org.jgroups.blocks.MessageDispatcher;
import org.jgroups.blocks.ReplicatedHashMap;
import org.jgroups.protocols.COUNTER;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.GroupListener;
import org.testudo.api.Notice;
import org.testudo.config.GroupConfig;
import org.testudo.config.OrderingConfig;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.notice.CheckpointDue;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.HoldsState;
import org.testudo.kernel.notice.StateRestored;
import org.testudo.kernel.notice.StateShare;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Origin;

/** JGroups' state transfer on top of a core that a test plays (AB-8, GM-25). */
@Timeout(120)
class STATETest {
    private static final Origin ALICE =
            Origin.of(LoopbackTransport.MEMBERS.get(0), TestKeys.statementKey(LoopbackTransport.MEMBERS.get(0)), 1);
    private static final Address BOB = LoopbackTransport.address(LoopbackTransport.MEMBERS.get(1));
    private static final long LONG = 60_000;

    private final LANES lanes = new LANES();
    private final STATE state = new STATE();
    private final Text text = new Text();
    private TestMember alice;

    /** Its state is the text of what it has received. */
    private static class Text implements Receiver {
        final LinkedBlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        private String content = "";
        private Callable<?> inCall = () -> null;

        private void call() {
            try {
                seen.add(inCall.call());
            } catch (Exception e) {
                seen.add(e);
            }
        }

        @Override
        public void viewAccepted(View view) {
            call();
        }

        @Override
        public void receive(Message message) {
            content += message.<String>getObject();
        }

        @Override
        public void getState(OutputStream out) throws Exception {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void setState(InputStream in) throws Exception {
            content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            call();
        }
    }

    @AfterEach
    void close() {
        if (alice != null) alice.close();
    }

    private void start() throws Exception {
        start(text);
    }

    private void start(Receiver receiver) throws Exception {
        lanes.leave_timeout = 0;
        alice = TestMember.prepared(
                member -> {
                    member.talk.showsViews = true;
                    member.channel.setReceiver(receiver);
                },
                lanes,
                state);
    }

    private void deliver(long slot, byte[] payload) {
        deliverBundle(slot, Bundle.encode(List.of(payload)));
    }

    private void deliverBundle(long slot, byte[] body) {
        Request request = new Request(ALICE, slot, RequestClass.APPLICATION, body);
        alice.talk.tellCore(core -> core.up(Views.slot(slot, 0, request)));
    }

    private void deliver(long slot, String payload) {
        deliver(
                slot,
                new ChannelMessage(HeaderRules.parse("LANES", ""), 1_000).encode(new ObjectMessage(null, payload)));
    }

    /** The mark that was submitted as the one of this number, from 0, takes its place. */
    private void deliverMark(long slot, int number) {
        deliverBundle(slot, ((Payload.Own) List.copyOf(alice.talk.submitted).get(number)).body());
    }

    private void note(Notice notice) {
        alice.talk.tellCore(core -> core.note(notice));
    }

    private void restore(long slot, String content, int passed) {
        TreeMap<String, Snapshot> shares = new TreeMap<>();
        shares.put(HoldsState.APPLICATION, Snapshot.of(content.getBytes(StandardCharsets.UTF_8)));
        note(new StateRestored(slot, Digest.ZERO, Instant.EPOCH, shares, List.of(), passed));
    }

    private Optional<String> share(long slot) {
        return alice.talk.notices.stream()
                .filter(StateShare.class::isInstance)
                .map(StateShare.class::cast)
                .filter(it -> it.slot() == slot)
                .map(it -> new String(it.share().content(), StandardCharsets.UTF_8))
                .findFirst();
    }

    private boolean halted() {
        return alice.talk.heard.stream().anyMatch(Halted.class::isInstance);
    }

    private CompletableFuture<Void> asking(long timeout) {
        return CompletableFuture.runAsync(() -> {
            try {
                alice.channel.getState(BOB, timeout);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitMarks(int count) {
        await().until(() -> alice.talk.submitted.size() == count);
    }

    @Test
    void applicationWritesItsStateAtACheckpoint() throws Exception {
        start();
        await().until(() -> alice.talk.notices.contains(new HoldsState(HoldsState.APPLICATION, true)));

        note(new CheckpointDue(2));
        deliver(1, "a");
        deliver(2, "b");
        deliver(3, "c");

        await().until(() -> share(2).isPresent());
        assertThat(share(2)).hasValue("ab");
        assertThat(state.getWritten()).isEqualTo(2);
    }

    @Test
    void applicationGoesOnInTheStateThatItIsGiven() throws Exception {
        start();
        deliver(1, "old");

        restore(7, "given ", 0);
        deliver(8, "next");
        note(new CheckpointDue(8));

        await().until(() -> share(8).isPresent());
        assertThat(share(8)).hasValue("given next");
        assertThat(state.getTaken()).isEqualTo(1);
    }

    /** Its own mark in the order tells a member that it has all that was ordered before. */
    @Test
    void getStateReturnsWhenTheApplicationHasWhatWasOrderedBefore() throws Exception {
        start();
        CompletableFuture<Void> asking = asking(LONG);
        awaitMarks(1);

        restore(7, "given ", 0);
        deliver(8, "next");
        await().until(() -> lanes.getWaitingSlots() == 0);
        assertThat(asking).isNotDone();
        deliverMark(9, 0);

        asking.get(30, TimeUnit.SECONDS);
        assertThat(text.content).isEqualTo("given next");
    }

    /** The mark has its place in what the state stands for; that cannot be known, so another one is set. */
    @Test
    void markWhoseFateIsUnknownIsSetAgain() throws Exception {
        start();
        CompletableFuture<Void> asking = asking(0);
        awaitMarks(1);

        restore(7, "given", 1);

        awaitMarks(2);
        assertThat(asking).isNotDone();
        deliverMark(8, 1);
        asking.get(30, TimeUnit.SECONDS);
    }

    @Test
    void getStateFailsInTimeAndALateMarkAnswersNoLaterCall() throws Exception {
        start();
        assertThatThrownBy(() -> alice.channel.getState(BOB, 50))
                .isInstanceOf(StateTransferException.class)
                .hasStackTraceContaining("not all that the group has ordered is here after 50 ms");

        CompletableFuture<Void> asking = asking(LONG);
        awaitMarks(2);
        deliverMark(1, 0);
        await().until(() -> lanes.getOutstanding() == 1);

        assertThat(asking).isNotDone();
        deliverMark(2, 1);
        asking.get(30, TimeUnit.SECONDS);
    }

    /** With a journal a start is the incarnation of the one before, and what that one submitted may be ordered now. */
    @Test
    void markOfAFormerProcessAnswersNothing() throws Exception {
        start();
        CompletableFuture<Void> asking = asking(LONG);
        awaitMarks(1);

        deliver(1, new byte[9]);
        deliver(2, "later");
        await().until(() -> text.content.equals("later"));

        assertThat(asking).isNotDone();
        deliverMark(3, 0);
        asking.get(30, TimeUnit.SECONDS);
    }

    @Test
    void getStateForTheLongestTimeThatCanBeNamedWaits() throws Exception {
        start();
        CompletableFuture<Void> asking = asking(Long.MAX_VALUE);
        awaitMarks(1);

        deliverMark(1, 0);

        asking.get(30, TimeUnit.SECONDS);
    }

    @Test
    void getStateFailsWhenTheMemberStops() throws Exception {
        start();
        CompletableFuture<Void> asking = asking(0);
        awaitMarks(1);

        alice.runtime().halt(new IOException("test"));

        assertThat(asking).failsWithin(30, TimeUnit.SECONDS);
        assertThatThrownBy(() -> alice.channel.getState(BOB, LONG)).hasStackTraceContaining("halted");
    }

    /** It would wait for itself. */
    @Test
    void getStateOnTheThreadThatBringsTheStateFailsAtOnce() throws Exception {
        text.inCall = () -> alice.channel.getState(BOB, LONG);
        start();
        text.seen.clear();

        restore(1, "x", 0);

        assertThat(text.seen.poll(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        IllegalStateException.class,
                        it -> assertThat(it).hasMessageContaining("on a thread of your own"));
        assertThat(alice.talk.submitted).isEmpty();
    }

    @Test
    void getStateWhileTheFirstViewIsShownFailsAtOnce() throws Exception {
        text.inCall = () -> state.down(
                new org.jgroups.Event(org.jgroups.Event.GET_STATE, new org.jgroups.stack.StateTransferInfo(BOB, LONG)));

        start();

        assertThat(text.seen.poll(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        IllegalStateException.class,
                        it -> assertThat(it).hasMessageContaining("call it after connect"));
    }

    @Test
    void applicationThatCannotWriteItsStateTakesNoPartInCheckpointsAndGoesOn() throws Exception {
        start(new Text() {
            @Override
            public void getState(OutputStream out) {
                throw new IllegalStateException("test");
            }
        });

        note(new CheckpointDue(1));
        deliver(1, "a");
        deliver(2, "b");

        await().until(() -> alice.talk.notices.contains(new HoldsState(HoldsState.APPLICATION, false)));
        await().until(() -> alice.talk.applied.contains(2L));
        assertThat(halted()).isFalse();
    }

    @Test
    void applicationThatCannotTakeTheGroupsStateStopsItsMember() throws Exception {
        start(new Text() {
            @Override
            public void setState(InputStream in) throws IOException {
                throw new IOException("of another version");
            }
        });
        CompletableFuture<Void> asking = asking(0);
        awaitMarks(1);

        restore(1, "x", 0);

        await().until(this::halted);
        assertThat(asking).failsWithin(30, TimeUnit.SECONDS);
        assertThat(state.getTaken()).isZero();
    }

    /** JChannel would have both write, and one read. */
    @Test
    void dispatcherOnTheChannelHasTheStateAlone() throws Exception {
        Text below = new Text();
        alice = TestMember.prepared(
                member -> {
                    member.talk.showsViews = true;
                    member.channel.setReceiver(text);
                    new MessageDispatcher(member.channel).setReceiver(below);
                },
                lanes,
                state);

        restore(1, "given", 0);
        note(new CheckpointDue(1));

        await().until(() -> share(1).isPresent());
        assertThat(share(1)).hasValue("given");
        assertThat(below.content).isEqualTo("given");
        assertThat(text.content).isEmpty();
    }

    /** What stands between the two hides neither from the other. */
    @Test
    void mapBehindADispatcherIsWrittenInItsOwnFormWithCounterInTheStack() throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        alice = TestMember.prepared(
                member -> {
                    member.talk.showsViews = true;
                    ReplicatedHashMap<Object, Object> map = new ReplicatedHashMap<>(member.channel);
                    map._put("a", 1);
                    writeTo(expected, map);
                },
                lanes,
                new COUNTER(),
                state);

        note(new CheckpointDue(1));
        deliver(1, "");

        await().until(() -> share(1).isPresent());
        assertThat(share(1)).hasValue(expected.toString(StandardCharsets.UTF_8));
    }

    private static void writeTo(OutputStream out, ReplicatedHashMap<Object, Object> map) {
        try {
            new MapState(map).write(out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** JGroups would have it written by Java. */
    @Test
    void mapIsWrittenInItsOwnFormWhateverIsPutAboveLater() throws Exception {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        alice = TestMember.prepared(
                member -> {
                    member.talk.showsViews = true;
                    ReplicatedHashMap<Object, Object> map = new ReplicatedHashMap<>(member.channel);
                    map._put("a", 1);
                    writeTo(expected, map);
                },
                lanes,
                state);
        alice.channel.getProtocolStack().insertProtocolAtTop(new COUNTER());

        note(new CheckpointDue(1));
        deliver(1, "");

        await().until(() -> share(1).isPresent());
        assertThat(share(1)).hasValue(expected.toString(StandardCharsets.UTF_8));
    }

    @Test
    void protocolAboveIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> TestMember.alone(new LANES(), new STATE(), new COUNTER()))
                .hasStackTraceContaining("STATE: COUNTER is above it; put COUNTER between LANES and STATE");
    }

    @Test
    void receiverWithoutAStateIsRefusedUnlessThereAreNoCheckpoints() throws Exception {
        Receiver writesOnly = new Receiver() {
            @Override
            public void getState(OutputStream out) throws IOException {
                out.write(1);
            }
        };

        assertThatThrownBy(() -> start(writesOnly))
                .hasStackTraceContaining("does not implement both")
                .hasStackTraceContaining("checkpoint_interval=\"0\"");

        state.agree(config(0));
        start(writesOnly);
        state.agree(config(10));
        alice.channel.disconnect();
        assertThatThrownBy(() -> alice.channel.connect("again")).hasStackTraceContaining("does not implement both");
    }

    private static GroupConfig config(int interval) {
        OrderingConfig ordering = OrderingConfig.defaults();
        return GroupConfig.named("x")
                .self("alice")
                .tolerating(0)
                .credentials("alice.p12", "ca.pem", "secret")
                .member("alice", "127.0.0.1:1", "alice.pem")
                .ordering(new OrderingConfig(
                        ordering.protocol(),
                        ordering.window(),
                        ordering.maxBatch(),
                        ordering.maxPayload(),
                        ordering.poolPerOrigin(),
                        ordering.logLimit(),
                        interval,
                        ordering.timeout(),
                        ordering.controlTimeout(),
                        ordering.skew(),
                        ordering.idle(),
                        ordering.sessions(),
                        ordering.formationWait(),
                        ordering.journal(),
                        ordering.journalPath()))
                .build();
    }

    @Test
    void stackInWhichNothingCouldUseItIsRefused() {
        assertThatThrownBy(() -> TestMember.alone(state, lanes)).hasMessageContaining("put STATE above LANES");

        LANES ofGroup = new LANES();
        ofGroup.application(Optional.empty(), new GroupListener() {});
        assertThatThrownBy(() -> TestMember.alone(ofGroup, new STATE()))
                .hasStackTraceContaining("take STATE out of the stack");

        STATE none = new STATE();
        none.max_bytes = 0;
        assertThatThrownBy(() -> TestMember.alone(new LANES(), none)).hasMessageContaining("STATE max_bytes: 0");
    }
}
