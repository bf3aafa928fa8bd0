package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Receiver;
import org.jgroups.stack.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.GroupListener;
import org.testudo.api.Notice;
import org.testudo.api.Principal;
import org.testudo.api.StateMachine;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.ApplicationLags;
import org.testudo.kernel.notice.AtTheFloor;
import org.testudo.kernel.notice.Executed;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.ServiceResumed;
import org.testudo.kernel.notice.ServiceSuspended;
import org.testudo.kernel.notice.Suspected;
import org.testudo.kernel.order.Bundle;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.view.ViewRecord;

/** The hand-over to the application's threads, on top of a core that a test plays. */
class LANESTest {
    private static final Origin CLIENT =
            new Origin(new Principal(Principal.Kind.CLIENT, "clara"), TestKeys.key("clara"), 7);
    private static final Origin ALICE =
            Origin.of(LoopbackTransport.MEMBERS.get(0), TestKeys.statementKey(LoopbackTransport.MEMBERS.get(0)), 1);

    private final LANES lanes = new LANES();
    private final Register register = new Register();
    private TestMember alice;

    /** Keeps the last operation; fails and dies on demand. */
    private static final class Register implements StateMachine {
        private final List<String> operations = new ArrayList<>();
        private volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public byte[] apply(Delivery operation) {
            try {
                hold.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            String text = new String(operation.payload(), StandardCharsets.UTF_8);
            if (text.equals("refuse")) throw new IllegalArgumentException("not this");
            if (text.equals("stumble")) throw new IndexOutOfBoundsException("worded by the Java platform");
            if (text.equals("long")) return new byte[2 << 20];
            if (text.equals("die")) throw new NoClassDefFoundError("test");
            operations.add(text);
            return ("did " + text).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] digest() {
            return new byte[] {(byte) operations.size()};
        }
    }

    @AfterEach
    void close() {
        if (alice != null) alice.close();
    }

    private void start(GroupListener listener) throws Exception {
        lanes.application(Optional.of(register), listener);
        alice = TestMember.alone(lanes);
    }

    private void start() throws Exception {
        start(new GroupListener() {});
    }

    @Test
    void operationsOfClientsGoToTheStateMachineAndTheirAnswersToAllLayers() throws Exception {
        start();

        deliver(1, operation(2, "one"), operation(3, "refuse"), operation(4, "stumble"), operation(5, "long"));

        await().until(() -> alice.talk.applied.contains(1L));
        List<Executed.Answer> answers = executed().answers();
        assertThat(answers)
                .extracting(it -> new String(it.result(), StandardCharsets.UTF_8))
                .containsExactly(
                        "did one",
                        "java.lang.IllegalArgumentException: not this",
                        "java.lang.IndexOutOfBoundsException",
                        "the result is longer than 1048576 bytes");
        assertThat(answers).extracting(Executed.Answer::failed).containsExactly(false, true, true, true);
        assertThat(register.operations).containsExactly("one");
    }

    @Test
    void payloadsOfMembersGoToTheListener() throws Exception {
        ConcurrentLinkedQueue<Delivery> heard = new ConcurrentLinkedQueue<>();
        start(new GroupListener() {
            @Override
            public void onDelivery(Delivery delivery) {
                heard.add(delivery);
            }
        });

        deliver(4, operation(1, "skip me"), payload(1, "hello"));

        await().until(() -> !heard.isEmpty());
        assertThat(heard).singleElement().satisfies(it -> {
            assertThat(it.origin()).isEqualTo(Principal.of(alice.id));
            assertThat(it.slot()).isEqualTo(4);
            assertThat(it.position()).isEqualTo(1);
        });
    }

    @Test
    void sessionRequestsAreNoBusinessOfTheApplication() throws Exception {
        start();

        deliver(1, new Request(CLIENT, 1, RequestClass.SESSION, new byte[8]));

        await().until(() -> alice.talk.applied.contains(1L));
        assertThat(register.operations).isEmpty();
        assertThat(alice.talk.notices).noneMatch(Executed.class::isInstance);
    }

    @Test
    void submissionCompletesAtItsOwnDelivery() throws Exception {
        start();
        CompletableFuture<Delivery> first = lanes.submit("first".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Delivery> second = lanes.submit("second".getBytes(StandardCharsets.UTF_8));
        await().until(() -> alice.talk.submitted.size() == 2);
        assertThat(alice.talk.submitted)
                .extracting(it -> ((Payload.Own) it).kind())
                .containsOnly(RequestClass.APPLICATION);

        deliver(1, operation(2, "first"), payload(1, "first"));

        assertThat(first.get(10, TimeUnit.SECONDS).number()).isEqualTo(1);
        assertThat(second).isNotDone();
    }

    @Test
    void submissionThatTheOrderingGaveUpFailsWhenALaterOneIsDelivered() throws Exception {
        start();
        CompletableFuture<Delivery> first = lanes.submit("first".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Delivery> second = lanes.submit("second".getBytes(StandardCharsets.UTF_8));

        deliver(1, payload(1, "second"));

        assertThat(second.get(10, TimeUnit.SECONDS).number()).isEqualTo(1);
        assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class).hasMessageContaining("later submission");
    }

    @Test
    void submissionsAreRefusedPastTheirBoundAndFailAtTheStop() throws Exception {
        lanes.limits(100, 1);
        lanes.max_outstanding = 2;
        start();
        CompletableFuture<Delivery> first = lanes.submit(new byte[1]);
        lanes.submit(new byte[2]);

        assertThatThrownBy(() -> lanes.submit(new byte[3]))
                .hasMessageContaining("2 submissions of 3 bytes are outstanding");
        assertThatThrownBy(() -> lanes.submit(new byte[101])).hasMessageContaining("101 bytes are more than the 100");
        alice.close();

        assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TestudoException.class)
                .hasMessageContaining("has stopped");
        assertThatThrownBy(() -> lanes.submit(new byte[1])).hasMessageContaining("has stopped");
    }

    /** A slow application is never mistaken for a dead member. */
    @Test
    void slowApplicationDoesNotStopTheLoop() throws Exception {
        start();
        register.hold = new CountDownLatch(1);
        for (int slot = 1; slot <= 200; slot++) deliver(slot, operation(slot, "slow " + slot));

        alice.talk.tellCore(core -> core.wake("alive", Duration.ofMillis(1)));

        await().until(() -> alice.talk.timers.contains("alive"));
        await().until(() -> lanes.getWaitingSlots() == 200);
        assertThat(lanes.ownStatus().waiting()).isEqualTo(200);
        register.hold.countDown();
        await().until(() -> alice.talk.applied.size() == 200);
        assertThat(List.copyOf(alice.talk.applied)).isSorted();
    }

    @Test
    void memberSaysThatItsApplicationLagsAndHaltsAtTheBound() throws Exception {
        lanes.max_slots = 20;
        start();
        register.hold = new CountDownLatch(1);
        for (int slot = 1; slot <= 15; slot++) deliver(slot, operation(slot, "slow"));
        await().until(() -> alice.talk.notices.contains(new ApplicationLags(10, 20)));
        assertThat(alice.talk.notices)
                .filteredOn(ApplicationLags.class::isInstance)
                .hasSize(1);

        for (int slot = 16; slot <= 20; slot++) deliver(slot, operation(slot, "slow"));

        await().until(() -> alice.talk.heard.stream().anyMatch(Halted.class::isInstance));
        assertThat(alice.talk.heard.get(alice.talk.heard.size() - 1).describe()).contains("20 slots");
        register.hold.countDown();
    }

    /** Who joins late has a log to execute that may be longer than the bound, which then holds as for everybody. */
    @Test
    void lateMemberMayHaveMoreToExecuteThanTheBoundUntilItHasComeClose() throws Exception {
        lanes.max_slots = 20;
        lanes.application(Optional.of(register), new GroupListener() {});
        register.hold = new CountDownLatch(1);
        alice = TestMember.alone(new Replay(40, () -> lanes.getWaitingSlots() == 40), lanes);
        register.hold.countDown();

        await().until(() -> alice.talk.applied.contains(40L));
        assertThat(register.operations).hasSize(40);
        assertThat(alice.talk.notices).noneMatch(ApplicationLags.class::isInstance);
        await().until(() -> lanes.getWaitingSlots() == 0);

        register.hold = new CountDownLatch(1);
        for (int slot = 41; slot <= 60; slot++) deliver(slot, operation(slot, "slow"));

        await().until(() -> alice.talk.heard.stream().anyMatch(Halted.class::isInstance));
        assertThat(alice.talk.heard.get(alice.talk.heard.size() - 1).describe()).contains("20 slots");
        register.hold.countDown();
    }

    /** What a member has to replay before it is in service is executed as it comes. */
    @Test
    void memberExecutesWhileItConnects() throws Exception {
        lanes.application(Optional.of(register), new GroupListener() {});

        alice = TestMember.alone(
                new Replay(
                        40,
                        () -> lanes.getWaitingSlots() == 0 && lanes.ownStatus().executed() == 40),
                lanes);

        assertThat(register.operations).hasSize(40);
    }

    /** Delivers so many slots while the channel connects, which goes on when something is so. */
    private final class Replay extends Protocol {
        private final int slots;
        private final Callable<Boolean> goesOn;

        private Replay(int slots, Callable<Boolean> goesOn) {
            this.slots = slots;
            this.goesOn = goesOn;
        }

        @Override
        public Object down(Event event) {
            Object result = super.down(event);
            if (event.type() == Event.CONNECT) {
                for (int slot = 1; slot <= slots; slot++) {
                    SlotDelivery delivery = Views.slot(slot, 0, operation(slot, "old"));
                    ((TALK) down_prot).tellCore(core -> core.up(delivery));
                }
                await().until(goesOn);
            }
            return result;
        }
    }

    /** HOST-5: an Error is a crash of this member. */
    @Test
    void errorInTheStateMachineHaltsTheMember() throws Exception {
        ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();
        start(new GroupListener() {
            @Override
            public void onNotice(Notice notice) {
                notices.add(notice);
            }
        });

        deliver(1, operation(2, "die"));

        await().until(() -> notices.stream().anyMatch(Halted.class::isInstance));
        await().until(() -> lanes.ownStatus().state() == Status.State.HALTED);
        assertThatThrownBy(() -> lanes.submit(new byte[1])).hasMessageContaining("halted");
    }

    @Test
    void listenerThatThrowsLosesNothing() throws Exception {
        ConcurrentLinkedQueue<Long> heard = new ConcurrentLinkedQueue<>();
        start(new GroupListener() {
            @Override
            public void onDelivery(Delivery delivery) {
                heard.add(delivery.slot());
                throw new IllegalStateException("test");
            }

            @Override
            public void onNotice(Notice notice) {
                throw new IllegalStateException("test");
            }
        });

        deliver(1, payload(1, "a"));
        deliver(2, payload(2, "b"));

        await().until(() -> alice.talk.applied.contains(2L));
        assertThat(heard).containsExactly(1L, 2L);
    }

    /** jgroups-stack.md 3.5: the first view on the connecting thread, later ones in their place in the order. */
    @Test
    void firstViewIsShownOnTheConnectingThreadAndLaterOnesOnTheLane() throws Exception {
        ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Long> views = new ConcurrentLinkedQueue<>();
        lanes.application(Optional.of(register), new GroupListener() {});
        alice = TestMember.prepared(
                member -> {
                    member.talk.showsViews = true;
                    member.channel.setReceiver(new Receiver() {
                        @Override
                        public void viewAccepted(org.jgroups.View view) {
                            threads.add(Thread.currentThread());
                            views.add(view.getViewId().getId());
                        }
                    });
                },
                lanes);
        assertThat(views).containsExactly(0L);
        assertThat(threads).containsExactly(Thread.currentThread());

        ViewRecord next = Views.after(Views.first(), 2);
        alice.talk.tellCore(core -> core.enter(next));
        deliver(1, operation(1, "last of view 0"));

        await().until(() -> views.size() == 2);
        assertThat(register.operations).containsExactly("last of view 0");
        assertThat(threads).last().satisfies(it -> assertThat(it.getName()).startsWith("testudo-application"));
    }

    @Test
    void messagesOfAChannelAreRefused() throws Exception {
        start();

        assertThatThrownBy(() -> alice.channel.send(new BytesMessage(null, "x".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("org.testudo.api.Group");
    }

    /** GM-19: what was ordered before that is done and told, what comes after it is not. */
    @Test
    void submissionsOfAStrippedMemberFailInTheirPlaceInTheOrder() throws Exception {
        start();
        CompletableFuture<Delivery> before = lanes.submit("before".getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Delivery> after = lanes.submit("after".getBytes(StandardCharsets.UTF_8));
        alice.talk.announce(new ServiceSuspended("to be excluded", OptionalLong.of(1)));
        deliver(1, payload(1, "before"));

        await().until(after::isDone);
        assertThat(before).isCompleted();
        assertThat(after).isCompletedExceptionally();
        assertThatThrownBy(() -> lanes.submit(new byte[1])).hasMessageContaining("to be excluded");
        assertThat(lanes.ownStatus().state()).isEqualTo(Status.State.SUSPENDED);

        alice.talk.announce(new ServiceResumed(1));
        await().untilAsserted(
                        () -> assertThatCode(() -> lanes.submit(new byte[1])).doesNotThrowAnyException());
    }

    @Test
    void statusIsTakenBetweenTwoSlots() throws Exception {
        start();
        deliver(1, operation(2, "one"), operation(3, "two"));
        alice.talk.announce(new Suspected(LoopbackTransport.MEMBERS.get(1), "silent", Duration.ofSeconds(1)));
        alice.talk.announce(new Suspected(LoopbackTransport.MEMBERS.get(2), "silent", Duration.ofSeconds(1)));
        alice.talk.announce(new Restored(LoopbackTransport.MEMBERS.get(2)));
        alice.talk.announce(new AtTheFloor(List.of(
                new AtTheFloor.Waiting(true, LoopbackTransport.MEMBERS.get(3), "alert", "3 seats are needed"))));
        await().until(() -> alice.talk.applied.contains(1L));

        Status status = lanes.ownStatus();

        assertThat(status.state()).isEqualTo(Status.State.IN_SERVICE);
        assertThat(status.slot()).isEqualTo(1);
        assertThat(status.executed()).isEqualTo(2);
        assertThat(status.stateDigest()).isEqualTo("02");
        assertThat(status.historyChain())
                .isEqualTo(Views.slot(1, 0).historyChain().toHex());
        assertThat(status.suspected()).containsExactly(Map.entry(LoopbackTransport.MEMBERS.get(1), "silent"));
        assertThat(status.tolerance().condemned()).containsExactly(LoopbackTransport.MEMBERS.get(3));
        assertThat(status.tolerance().waiting())
                .singleElement()
                .asString()
                .contains("exclusion of", "alert", "3 seats are needed");
        assertThat(lanes.getFaultsLeft()).isZero();
        assertThat(lanes.getTolerance())
                .isEqualTo(status.tolerance().summary())
                .contains("suspected here", "to be excluded");
        assertThat(lanes.getAtTheFloor()).contains("alert");
        assertThat(status.toMap()).containsEntry("self", "alice").containsEntry("state", "in service");
    }

    @Test
    void statusDoesNotWaitForABusyApplicationForLong() throws Exception {
        start();
        register.hold = new CountDownLatch(1);
        deliver(1, operation(2, "slow"));
        await().until(() -> lanes.getWaitingSlots() == 1);

        Status status = lanes.ownStatus();

        assertThat(status.slot()).isZero();
        assertThat(status.stateDigest()).isEmpty();
        register.hold.countDown();
    }

    @Test
    void listenerMayCloseTheMemberFromItsOwnCall() throws Exception {
        AtomicReference<Thread.State> after = new AtomicReference<>();
        start(new GroupListener() {
            @Override
            public void onDelivery(Delivery delivery) {
                alice.close();
                after.set(Thread.currentThread().getState());
            }
        });

        deliver(1, payload(1, "close"));

        await().until(() -> after.get() != null);
        assertThat(alice.channel.isClosed()).isTrue();
    }

    private void deliver(long slot, Request... requests) {
        alice.talk.tellCore(core -> core.up(Views.slot(slot, 0, requests)));
    }

    private Executed executed() {
        return (Executed) alice.talk.notices.stream()
                .filter(Executed.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Request operation(long number, String text) {
        return new Request(CLIENT, number, RequestClass.APPLICATION, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Request payload(long number, String text) {
        byte[] body = Bundle.encode(List.of(text.getBytes(StandardCharsets.UTF_8)));
        return new Request(ALICE, number, RequestClass.APPLICATION, body);
    }
}
