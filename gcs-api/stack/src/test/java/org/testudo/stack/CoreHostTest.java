package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jgroups.JChannel;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.kernel.Invariant;
import org.testudo.kernel.notice.Halted;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.ViewKeyRetired;
import org.testudo.kernel.notice.ViewKeysReady;
import org.testudo.kernel.notice.ViewKeysWanted;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.statement.Unsigned;

/** ARCHITECTURE 5: cores in a real JGroups stack, over a transport within this JVM. */
class CoreHostTest {
    private List<TestMember> group = List.of();

    @AfterEach
    void close() {
        group.forEach(TestMember::close);
    }

    @Test
    void multicastReachesEveryOccupantAndComesBackToItsSender() throws Exception {
        group = TestMember.group(4);

        group.get(0).talk.tellCore(core -> core.say(Word.signed("hello", 0)));

        for (TestMember member : group) {
            await().until(() -> !member.talk.received.isEmpty());
            assertThat(member.talk.received).singleElement().satisfies(it -> {
                assertThat(it).isInstanceOf(Signed.class);
                assertThat(it.sender()).isEqualTo(group.get(0).id);
                assertThat(it.message().text()).isEqualTo("hello");
            });
        }
    }

    @Test
    void unsignedMessageIsKnownByItsChannelAlone() throws Exception {
        group = TestMember.group(2);
        TestMember bob = group.get(1);

        group.get(0).talk.tellCore(core -> core.tell(bob.id, Word.plain("hello")));

        await().until(() -> !bob.talk.received.isEmpty());
        assertThat(bob.talk.received).containsExactly(new Unsigned<>(group.get(0).id, Word.plain("hello")));
    }

    @Test
    void firstEventIsTheViewInWhichTheStackBegins() throws Exception {
        group = List.of(TestMember.alone());

        await().until(() -> !group.get(0).talk.views.isEmpty());
        assertThat(group.get(0).talk.views).containsExactly(0L);
        await().until(() -> group.get(0).transport.installed.contains(0L));
    }

    /** The view in force when a core asks decides who gets a multicast. */
    @Test
    void multicastGoesToTheOccupantsOfTheViewInForce() throws Exception {
        group = TestMember.group(3);
        TestMember carol = group.get(2);

        group.get(0).talk.tellCore(core -> {
            core.say(Word.plain("to all"));
            core.enter(Views.after(Views.first(), 1, carol.id));
            core.say(Word.plain("to the others"));
        });

        await().until(() -> group.get(1).talk.received.size() == 2);
        await().until(() -> carol.talk.received.size() == 1);
        assertThat(carol.talk.received).extracting(it -> it.message().text()).containsExactly("to all");
    }

    /** GM-11: a key is erased after what was signed before, and signs nothing that is asked for later. */
    @Test
    void retiredKeySignsWhatWasAskedForBeforeAndNothingAfter() throws Exception {
        group = TestMember.group(2);

        group.get(0).talk.tellCore(core -> {
            core.say(Word.signed("before", 0));
            core.note(new ViewKeyRetired(0));
            core.say(Word.signed("after", 0));
            core.say(Word.plain("unsigned"));
        });

        await().until(() -> group.get(1).talk.received.size() == 2);
        assertThat(group.get(1).talk.received)
                .extracting(it -> it.message().text())
                .containsExactlyInAnyOrder("before", "unsigned");
    }

    /** Whatever is signed together, messages of one lane arrive in the order in which the core sent them. */
    @Test
    void manySignedMessagesArriveInTheirOrder() throws Exception {
        group = TestMember.group(2);

        group.get(0).talk.tellCore(core -> {
            for (int i = 0; i < 300; i++) core.say(Word.signed(String.valueOf(i), 0));
        });

        await().until(() -> group.get(1).talk.received.size() == 300);
        assertThat(group.get(1).talk.received)
                .extracting(it -> Integer.valueOf(it.message().text()))
                .isSorted();
        assertThat(group.get(1).verifier.asked()).isLessThanOrEqualTo(300);
    }

    /** Keys of a view serve from the place on at which the view was installed. */
    @Test
    void messageIsSignedWithTheKeyOfTheViewThatItNames() throws Exception {
        group = TestMember.group(2);
        var next = Views.after(Views.first(), 1);
        group.get(1).talk.tellCore(core -> core.enter(next));
        await().until(() -> group.get(1).transport.installed.contains(1L));

        group.get(0).talk.tellCore(core -> {
            core.enter(next);
            core.say(Word.signed("of view 1", 1));
            core.say(Word.signed("of view 0", 0));
        });

        await().until(() -> group.get(1).talk.received.size() == 2);
    }

    @Test
    void newViewKeysAreMadeOnDemand() throws Exception {
        group = List.of(TestMember.alone());
        TALK talk = group.get(0).talk;

        talk.announce(new ViewKeysWanted(16));

        await().until(() -> talk.notices.stream().anyMatch(ViewKeysReady.class::isInstance));
        assertThat(talk.notices)
                .filteredOn(ViewKeysReady.class::isInstance)
                .singleElement()
                .satisfies(it -> assertThat(((ViewKeysReady) it).keys()).hasSize(16));
    }

    @Test
    void timerFiresOnceInOrderUnlessDisarmed() throws Exception {
        group = List.of(TestMember.alone());
        TALK talk = group.get(0).talk;

        talk.tellCore(core -> {
            core.wake("third", Duration.ofMillis(60));
            core.wake("second", Duration.ofMillis(40));
            core.wake("first", Duration.ofMillis(20));
            core.wake("never", Duration.ofMillis(30));
            core.wake("third", Duration.ofMillis(80));
            core.hush("never");
        });

        await().until(() -> talk.timers.size() == 3);
        assertThat(talk.timers).containsExactly("first", "second", "third");
    }

    @Test
    void noticeOfAHostReachesCoresAndHosts() throws Exception {
        group = List.of(TestMember.alone());
        TALK talk = group.get(0).talk;

        assertThat(talk.announce(new Restored(new MemberId("bob")))).isTrue();

        await().until(() -> !talk.notices.isEmpty());
        assertThat(talk.heard).contains(new Restored(new MemberId("bob")));
    }

    @Test
    void noticesOfHostsAreRefusedPastTheirBound() throws Exception {
        group = List.of(TestMember.alone());
        TALK talk = group.get(0).talk;
        CountDownLatch busy = group.get(0).blockLoop();
        await().until(() -> group.get(0).runtime().depths().get(0) == 0);

        List<Boolean> taken = new ArrayList<>();
        for (int i = 0; i < StackRuntime.MOST_ANNOUNCEMENTS + 1; i++) {
            taken.add(talk.announce(new Restored(new MemberId("bob"))));
        }
        busy.countDown();

        assertThat(taken.subList(0, taken.size() - 1)).containsOnly(true);
        assertThat(taken.get(taken.size() - 1)).isFalse();
        await().until(() -> talk.notices.size() == StackRuntime.MOST_ANNOUNCEMENTS);
        assertThat(talk.announce(new Restored(new MemberId("bob")))).isTrue();
    }

    /** HOST-5: the member stops without leaving, and sends nothing more. */
    @Test
    void brokenInvariantHaltsThisMemberAlone() throws Exception {
        group = TestMember.group(2);
        TestMember alice = group.get(0);

        alice.talk.tellCore(core -> {
            core.say(Word.plain("last words that are lost"));
            Invariant.check(false, "two and two are %d", 5);
        });

        await().until(() -> alice.talk.heard.stream().anyMatch(Halted.class::isInstance));
        await().until(() -> alice.transport.stopped);
        assertThat(alice.runtime().halted()).isTrue();
        assertThat(alice.talk.heard.get(alice.talk.heard.size() - 1).describe()).contains("two and two are 5");
        assertThat(alice.talk.announce(new Restored(alice.id))).isFalse();
        group.get(1).talk.tellCore(core -> core.say(Word.plain("still here")));
        await().until(() -> group.get(1).talk.received.size() == 1);
    }

    @Test
    void errorHaltsAsABrokenInvariantDoes() throws Exception {
        group = List.of(TestMember.alone());

        group.get(0).talk.tellCore(core -> {
            throw new StackOverflowError("test");
        });

        await().until(() -> group.get(0).runtime().halted());
    }

    @Test
    void adversaryStandsBetweenACoreAndItsEffects() throws Exception {
        String[] seen = new String[1];
        TestMember alice = TestMember.prepared(it -> it.runtime().intercept((layer, event, honest) -> {
            seen[0] = it.runtime().layers().get(layer);
            return List.of();
        }));
        group = List.of(alice);

        alice.talk.tellCore(core -> core.wake("never", Duration.ZERO));
        alice.talk.tellCore(core -> core.say(Word.plain("never")));
        alice.talk.announce(new Restored(alice.id));

        await().until(() -> !alice.talk.notices.isEmpty());
        assertThat(alice.talk.timers).isEmpty();
        assertThat(alice.talk.received).isEmpty();
        assertThat(seen).containsExactly("TALK");
    }

    @Test
    void channelThatReconnectsBeginsAnew() throws Exception {
        group = List.of(TestMember.alone());
        TestMember alice = group.get(0);
        await().until(() -> alice.talk.views.size() == 1);

        alice.channel.disconnect();
        alice.channel.connect("test-again");

        await().until(() -> alice.talk.views.size() == 2);
        assertThat(alice.talk.views).containsExactly(0L, 0L);
    }

    @Test
    void stackWithoutASecureTransportIsRefused() {
        assertThatThrownBy(() -> new JChannel(List.of(new SHARED_LOOPBACK(), new TALK())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SICP");
    }
}
