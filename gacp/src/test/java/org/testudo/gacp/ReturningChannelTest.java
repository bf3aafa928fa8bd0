package org.testudo.gacp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.api.MemberId;
import org.testudo.api.View;
import org.testudo.gacp.ChannelGroup.Application;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.CoreStack;
import org.testudo.kernel.core.Event;
import org.testudo.stack.LANES;
import org.testudo.stack.StackRuntime;

/** A plain channel that leaves, dies or stands still, and comes back at the same address, while the others go on (GM-23, GM-25). */
@Timeout(180)
class ReturningChannelTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Standstill standstill = new Standstill();
    private ChannelGroup group;

    /** Stops the loop of a member, as a pause of its machine would: it says nothing, and decides nothing. */
    private static final class Standstill implements CoreStack.Interceptor {
        private volatile CountDownLatch over = new CountDownLatch(0);

        void begin() {
            over = new CountDownLatch(1);
        }

        void end() {
            over.countDown();
        }

        @Override
        public List<? extends Action<?>> intercept(int layer, Event<?> event, List<? extends Action<?>> honest) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return honest;
        }
    }

    @BeforeEach
    void formGroup() throws Exception {
        group = new ChannelGroup(folder);
        for (String name : ChannelGroup.NAMES) group.application(name);
        StackRuntime.of(group.of("dave").channel.getProtocolStack()).intercept(standstill);
        group.connect();
        group.of("alice").channel.send(null, "before");
        for (Application it : group.applications.values()) awaitHeard(it, "before");
    }

    @AfterEach
    void stop() {
        standstill.end();
        group.close();
    }

    @Test
    void channelIsDisconnectedAndConnectedAgainWhileTheOthersGoOn() throws Exception {
        Application dave = group.of("dave");
        Address address = dave.channel.getAddress();

        dave.channel.disconnect();
        await().atMost(SOON).until(() -> members("alice").size() == 3);
        group.of("alice").channel.send(null, "while away");
        awaitHeard(group.of("bob"), "while away");
        int shownBefore = dave.shown().size();
        dave.channel.connect("chat");

        assertThat(dave.channel.getAddress()).isEqualTo(address);
        assertIsBack(dave);
        List<Object> replayed = dave.shown().subList(shownBefore, dave.shown().size()).stream()
                .filter(Application.Heard.class::isInstance)
                .map(it -> ((Application.Heard) it).content())
                .toList();
        assertThat(replayed).startsWith("before", "while away").doesNotHaveDuplicates();
    }

    @Test
    void memberThatWasKilledIsStartedAgainAtTheSameAddress() throws Exception {
        JChannel killed = group.of("dave").channel;
        Address address = killed.getAddress();
        killed.getProtocolStack().getTransport().stop(); // without a goodbye

        group.of("alice").channel.send(null, "while away");
        awaitHeard(group.of("bob"), "while away");
        Application dave = group.application("dave");
        dave.channel.connect("chat");

        assertThat(dave.channel.getAddress()).isEqualTo(address);
        assertIsBack(dave);
        assertThat(dave.heard())
                .extracting(Application.Heard::content)
                .startsWith("before", "while away")
                .doesNotHaveDuplicates();
        killed.close();
    }

    /** GM-3, GM-17: f + 1 suspicions take it out of the rotation and the JGroups view, and nothing else; its own word brings it back. */
    @Test
    void memberThatStandsStillIsPassedOverAndIsBackByItsOwnWord() throws Exception {
        Application dave = group.of("dave");
        MemberId self = new MemberId("dave");

        standstill.begin();
        View without = await().atMost(SOON)
                .until(() -> inForce("alice"), view -> !view.inactive().isEmpty());
        assertThat(without.inactive()).containsExactly(self);
        assertThat(without.reason()).contains("dave inactive: suspected by");
        assertThat(without.seats()).isEqualTo(4);
        assertThat(without.excluded()).isEmpty();
        for (String name : List.of("alice", "bob", "carol")) {
            await().atMost(SOON).until(() -> members(name).size() == 3);
        }
        group.of("alice").channel.send(null, "meanwhile");
        awaitHeard(group.of("bob"), "meanwhile");

        standstill.end();
        View with = await().pollInterval(Duration.ofMillis(20))
                .atMost(SOON)
                .until(() -> inForce("alice"), view -> view.inactive().isEmpty());
        assertThat(with.reason()).contains("dave active again").doesNotContain("too many");
        assertIsBack(dave);
        assertThat(dave.heard())
                .extracting(Application.Heard::content)
                .contains("before", "meanwhile")
                .doesNotHaveDuplicates();
    }

    private View inForce(String name) {
        LANES lanes = group.of(name).channel.getProtocolStack().findProtocol(LANES.class);
        return lanes.view().orElseThrow();
    }

    /** The others have seen it go and come, and it hears and is heard, by all and by one. */
    private void assertIsBack(Application dave) throws Exception {
        for (String name : List.of("alice", "bob", "carol")) {
            await().atMost(SOON).until(() -> members(name).size() == 4);
            Address address = dave.channel.getAddress();
            List<Boolean> present = group.of(name).views().stream()
                    .map(view -> view.containsMember(address))
                    .toList();
            assertThat(present.subList(present.indexOf(false), present.size())).contains(true);
        }
        await().atMost(SOON).until(() -> dave.channel.getView().size() == 4);
        dave.channel.send(null, "back to all");
        for (Application it : group.applications.values()) awaitHeard(it, "back to all");
        dave.channel.send(group.of("bob").channel.getAddress(), "back to bob");
        group.of("carol").channel.send(dave.channel.getAddress(), "welcome");
        awaitHeard(group.of("bob"), "back to bob");
        awaitHeard(dave, "welcome");
    }

    private List<Address> members(String name) {
        List<org.jgroups.View> views = group.of(name).views();
        return views.get(views.size() - 1).getMembers();
    }

    private static void awaitHeard(Application application, Object content) {
        await().atMost(SOON)
                .until(() ->
                        application.heard().stream().anyMatch(it -> it.content().equals(content)));
    }
}
