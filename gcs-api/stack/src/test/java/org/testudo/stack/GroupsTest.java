package org.testudo.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.testudo.api.Delivery;
import org.testudo.api.Group;
import org.testudo.api.GroupListener;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.api.ViewChange;
import org.testudo.config.AttackDetectorConfig;
import org.testudo.config.GroupConfig;
import org.testudo.config.GroupConfigBuilder;

/** From a configuration to a group, and back to nothing. */
class GroupsTest {
    private final ConcurrentLinkedQueue<Object> heard = new ConcurrentLinkedQueue<>();

    private final class Diary implements GroupListener {
        @Override
        public void onView(ViewChange change) {
            heard.add(change.view().id());
        }

        @Override
        public void onDelivery(Delivery delivery) {
            heard.add(new String(delivery.payload(), StandardCharsets.UTF_8));
        }
    }

    private static GroupConfig config(String policy) {
        GroupConfigBuilder group =
                GroupConfig.named("groups-test").self("alice").attackDetector(new AttackDetectorConfig(true, policy));
        for (String member : List.of("alice", "bob", "carol", "dave")) {
            group.member(member, "10.0.0." + member.length() + ":78" + (10 + member.charAt(0) % 80), "cards/" + member);
        }
        return group.build();
    }

    private Group open(String policy) {
        return StackAssembly.of(config(policy))
                .from(TestLayers.all())
                .with(new Diary())
                .open();
    }

    @Test
    void submissionsAreDeliveredInOrderAfterTheFirstView() throws Exception {
        try (Group group = open("first")) {
            group.submit("one".getBytes(StandardCharsets.UTF_8));
            Delivery two = group.submit("two".getBytes(StandardCharsets.UTF_8)).get(10, TimeUnit.SECONDS);

            assertThat(two.slot()).isEqualTo(2);
            assertThat(heard).containsExactly(0L, "one", "two");
            assertThat(group.name()).isEqualTo("groups-test");
            assertThat(group.self().name()).isEqualTo("alice");
            assertThat(group.view().members()).hasSize(4);
            assertThat(group.status().state()).isEqualTo(Status.State.IN_SERVICE);
        }
    }

    @Test
    void payloadBelongsToTheGroupFromTheSubmissionOn() throws Exception {
        try (Group group = open("first")) {
            byte[] payload = "mine".getBytes(StandardCharsets.UTF_8);
            var done = group.submit(payload);
            payload[0] = '?';

            assertThat(new String(done.get(10, TimeUnit.SECONDS).payload(), StandardCharsets.UTF_8))
                    .isEqualTo("mine");
        }
    }

    @Test
    void closingTwiceIsClosingOnceAndLeavesNoThread() {
        Group group = open("first");
        group.close();
        group.close();

        assertThat(group.status().state()).isEqualTo(Status.State.STOPPED);
        assertThatThrownBy(() -> group.submit(new byte[1])).isInstanceOf(TestudoException.class);
        assertThatThrownBy(group::view).isInstanceOf(TestudoException.class);
        await().until(() -> threadsOfThisGroup().isEmpty());
    }

    @Test
    void portInUseIsOneClearErrorAndLeavesNothingRunning() {
        assertThatThrownBy(() -> open("port in use"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("group.bind, client-access.listen: alice cannot listen on 10.0.0.5:7827: ")
                .hasMessageContaining("stop the process that has the port");
        await().until(() -> threadsOfThisGroup().isEmpty());
    }

    @Test
    void errorOfALayerIsShownAsTheLayerWordedIt() {
        assertThatThrownBy(() -> open("bad key")).hasMessage("group.credentials.store: wrong pass phrase");
    }

    @Test
    void errorThatNobodyForesawNamesMemberAndGroup() {
        assertThatThrownBy(() -> open("surprise"))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("member alice of group groups-test does not start")
                .hasMessageContaining("something else");
    }

    @Test
    void missingLayersAreNamedWithTheirArtifacts() {
        assertThatThrownBy(() -> StackAssembly.of(config("first"))
                        .from(List.of(new LanesLayer()))
                        .open())
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining("needs SICP, FAILURE_DETECTOR, ATTACK_DETECTOR, ABCAST, MEMBERSHIP, GACP")
                .hasMessageContaining("add org.testudo:testudo-sicp, org.testudo:testudo-failure-detector");
    }

    @Test
    void layersAreFoundOnTheClassPath() {
        assertThatThrownBy(() -> Groups.open(config("first"), new Diary()))
                .hasMessageContaining("org.testudo:testudo-gacp")
                .hasMessageNotContaining("testudo-stack");
    }

    @Test
    void configurationOfAClientOpensNoGroup() {
        assertThatThrownBy(() -> Groups.open(config("first").as(""), new Diary()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("group.self");
    }

    private static List<String> threadsOfThisGroup() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("testudo-") && name.endsWith("test/alice"))
                .toList();
    }
}
