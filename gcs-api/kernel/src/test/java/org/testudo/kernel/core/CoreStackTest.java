package org.testudo.kernel.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.kernel.Samples.ALICE;
import static org.testudo.kernel.Samples.VIEW;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.InvariantViolation;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.Unsigned;
import org.testudo.kernel.view.ViewRecord;

class CoreStackTest {
    private static final Tick NOW = new Tick(Duration.ofMillis(5), Instant.EPOCH);
    private static final Notice NOTICE = new Restored(ALICE);
    private static final SlotDelivery SLOT = new SlotDelivery(1, 0, 0, Instant.EPOCH, Digest.ZERO, List.of());

    /** Notes each event, and answers the events of a kind with actions that the test gives it. */
    private final class Puppet implements ProtocolCore<String> {
        private final int layer;
        private final Map<String, List<Action<String>>> answers = new TreeMap<>();

        Puppet(int layer) {
            this.layer = layer;
        }

        @Override
        public List<Action<String>> on(Tick now, Event<String> event) {
            String name = event.getClass().getSimpleName();
            log.add(layer + " " + name);
            return answers.getOrDefault(name, List.of());
        }
    }

    private final class Outside implements CoreStack.Outside {
        @Override
        public void send(int layer, MemberId to, Object message) {
            log.add(layer + " sends " + message + " to " + to);
        }

        @Override
        public void multicast(int layer, Object message) {
            log.add(layer + " multicasts " + message);
        }

        @Override
        public void armTimer(int layer, TimerId timer, Duration after) {
            log.add(layer + " arms " + timer.name());
        }

        @Override
        public void disarmTimer(int layer, TimerId timer) {
            log.add(layer + " disarms " + timer.name());
        }

        @Override
        public void persist(int layer, Action.Persist<?> entry) {
            log.add(layer + " persists " + entry.entry().number());
        }

        @Override
        public void compute(int layer, Action.Compute<?> task) {
            log.add(layer + " computes " + task.task().number());
        }

        @Override
        public void delivered(SlotDelivery delivery) {
            log.add("slot " + delivery.slot() + " leaves");
        }

        @Override
        public void installed(ViewRecord view) {
            log.add("view " + view.id() + " is in force");
        }

        @Override
        public void announced(int layer, Notice notice) {
            log.add(layer + " announces");
        }
    }

    private final List<String> log = new ArrayList<>();
    private final List<Puppet> cores = List.of(new Puppet(0), new Puppet(1), new Puppet(2));
    private final CoreStack stack = new CoreStack(cores, new Outside());

    private void answer(int layer, String event, Action<String> action) {
        cores.get(layer)
                .answers
                .computeIfAbsent(event, key -> new ArrayList<>())
                .add(action);
    }

    private List<String> happens(int layer, Event<String> event) {
        log.clear();
        stack.post(layer, event);
        stack.run(NOW);
        return log;
    }

    private static Event<String> received() {
        return new Event.Received<>(new Unsigned<>(ALICE, "hello"));
    }

    private static Payload payload() {
        return new Payload.Own(RequestClass.APPLICATION, new byte[0]);
    }

    @Test
    void submissionsGoDownAndDeliveriesUp() {
        answer(2, "Submitted", new Action.Submit<>(payload()));
        answer(1, "Submitted", new Action.Deliver<>(SLOT));
        answer(2, "Delivered", new Action.Deliver<>(SLOT));

        assertThat(happens(2, new Event.Submitted<>(payload())))
                .containsExactly("2 Submitted", "1 Submitted", "2 Delivered", "slot 1 leaves");
    }

    @Test
    void noticesReachEveryOtherLayerBottomUp() {
        answer(1, "Received", new Action.Announce<>(NOTICE));

        assertThat(happens(1, received())).containsExactly("1 Received", "1 announces", "0 Noticed", "2 Noticed");
    }

    @Test
    void aViewReachesEveryOtherLayerAndTheOutsideFirst() {
        answer(1, "Received", new Action.Install<>(VIEW));
        answer(1, "Received", new Action.Multicast<>("first word"));

        assertThat(happens(1, received()))
                .containsExactly(
                        "1 Received", "view 0 is in force", "1 multicasts first word", "0 Installed", "2 Installed");
    }

    /** AB-14. */
    @Test
    void aReleaseReachesTheLayersBelowAlone() {
        answer(2, "Received", new Action.Release<>(7));

        assertThat(happens(2, received())).containsExactly("2 Received", "0 Unchanged", "1 Unchanged");
    }

    @Test
    void everythingElseGoesOutsideInOrder() {
        answer(0, "Received", new Action.Send<>(ALICE, "a"));
        answer(0, "Received", new Action.Multicast<>("b"));
        answer(0, "Received", new Action.ArmTimer<>(new TimerId("t"), Duration.ZERO));
        answer(0, "Received", new Action.DisarmTimer<>(new TimerId("t")));
        answer(0, "Received", new Action.Compute<>(new TaskId(3), () -> new byte[0]));

        assertThat(happens(0, received()))
                .containsExactly(
                        "0 Received",
                        "0 sends a to alice",
                        "0 multicasts b",
                        "0 arms t",
                        "0 disarms t",
                        "0 computes 3");
    }

    /** AB-25: Persist holds back every later action of that core, also those of later events; not those of others. */
    @Test
    void persistHoldsBackLaterActionsOfItsCoreAlone() {
        EntryId entry = new EntryId(9);
        answer(0, "Received", new Action.Multicast<>("a"));
        answer(0, "Received", new Action.Persist<>(entry, new byte[0]));
        answer(0, "Received", new Action.Multicast<>("b"));
        answer(0, "TimerFired", new Action.Multicast<>("c"));
        answer(1, "Received", new Action.Multicast<>("d"));

        assertThat(happens(0, received())).containsExactly("0 Received", "0 multicasts a", "0 persists 9");
        assertThat(happens(0, new Event.TimerFired<>(new TimerId("t")))).containsExactly("0 TimerFired");
        assertThat(happens(1, received())).containsExactly("1 Received", "1 multicasts d");
        assertThat(happens(0, new Event.Persisted<>(new EntryId(8)))).containsExactly("0 Persisted");
        assertThat(happens(0, new Event.Persisted<>(entry)))
                .containsExactly("0 Persisted", "0 multicasts b", "0 multicasts c");
    }

    /** AB-25: a journal is asked at once for all that waits, so that one force serves many entries; order is kept. */
    @Test
    void theSecondPersistIsAskedForAtOnceAndHoldsBackWhatFollowsIt() {
        answer(0, "Received", new Action.Persist<>(new EntryId(1), new byte[0]));
        answer(0, "Received", new Action.Multicast<>("a"));
        answer(0, "Received", new Action.Persist<>(new EntryId(2), new byte[0]));
        answer(0, "Received", new Action.Multicast<>("b"));

        assertThat(happens(0, received())).containsExactly("0 Received", "0 persists 1", "0 persists 2");
        assertThat(happens(0, new Event.Persisted<>(new EntryId(1)))).containsExactly("0 Persisted", "0 multicasts a");
        assertThat(happens(0, new Event.Persisted<>(new EntryId(2)))).containsExactly("0 Persisted", "0 multicasts b");
    }

    @Test
    void anEntryThatIsDurableOutOfTurnReleasesNothingThatWaitsForAnEarlierOne() {
        answer(0, "Received", new Action.Persist<>(new EntryId(1), new byte[0]));
        answer(0, "Received", new Action.Persist<>(new EntryId(2), new byte[0]));
        answer(0, "Received", new Action.Multicast<>("a"));
        happens(0, received());

        assertThat(happens(0, new Event.Persisted<>(new EntryId(2)))).containsExactly("0 Persisted");
        assertThat(happens(0, new Event.Persisted<>(new EntryId(1)))).containsExactly("0 Persisted", "0 multicasts a");
    }

    @Test
    void oneStepTakesOneEvent() {
        answer(1, "Received", new Action.Announce<>(NOTICE));
        stack.post(1, received());

        stack.step(NOW);

        assertThat(log).containsExactly("1 Received", "1 announces");
        assertThat(stack.pending()).isTrue();
    }

    @Test
    void anInterceptorReplacesWhatACoreWouldDo() {
        answer(0, "Received", new Action.Multicast<>("truth"));
        CoreStack adversary = new CoreStack(
                cores,
                new Outside(),
                (layer, event, honest) -> List.of(new Action.Multicast<>("lie instead of " + honest.size())));

        adversary.post(0, received());
        adversary.run(NOW);

        assertThat(log).containsExactly("0 Received", "0 multicasts lie instead of 1");
    }

    @Test
    void nothingIsBelowTheLowestLayer() {
        answer(0, "Submitted", new Action.Submit<>(payload()));

        assertThatThrownBy(() -> happens(0, new Event.Submitted<>(payload()))).isInstanceOf(InvariantViolation.class);
    }
}
