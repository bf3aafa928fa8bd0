package org.testudo.attackdetector.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.attackdetector.core.Group.CAROL;
import static org.testudo.attackdetector.core.Group.FIRST;
import static org.testudo.attackdetector.core.Group.sensorOf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testudo.api.Notice;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.Payload;
import org.testudo.kernel.core.Tick;
import org.testudo.kernel.notice.Accused;
import org.testudo.kernel.notice.ReportAnswered;
import org.testudo.kernel.notice.ReportOrdered;
import org.testudo.kernel.notice.SensorReported;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Origin;
import org.testudo.kernel.statement.Signed;
import org.testudo.simulator.SeededRandom;

/**
 * A sensor whose reports arrive late, twice, after a gap or not at all, strangers among them, and an ordering that takes some
 * of them at some time: nothing that was taken is forgotten, and nothing is handed down that nobody may say.
 */
class SensorChanceTest {
    private final AttackDetectorCore core = new AttackDetectorCore(Group.ALICE, Policy.standard(true));
    private final TreeMap<Long, Request> accused = new TreeMap<>();
    private final TreeSet<Long> taken = new TreeSet<>();
    private Duration now = Duration.ZERO;
    private Duration due = Duration.ofDays(1000);
    private long inOrder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whatIsTakenIsHandedDownUntilItIsInTheOrder(long seed) {
        SeededRandom random = new SeededRandom(seed);
        Origin sensor = sensorOf("carol", 100);
        happens(new Event.Installed<>(FIRST));
        tell(Group.report(sensor, 1, "carol", Group.ATTEMPT));
        for (int step = 0; step < 2_000; step++) {
            long number = 1 + random.below(1 + step / 10 + 3);
            switch (random.below(6)) {
                case 0, 1 -> tell(Group.report(sensor, number, "carol", Group.ATTEMPT));
                case 2 -> tell(Group.report(sensor, number, "bob", Group.INTRUSION));
                case 3 -> tell(Group.report(sensorOf("bob", 1), number, "carol", Group.INTRUSION));
                case 4 -> order(sensor, random);
                default -> pass(Duration.ofMillis(random.below(3_000)));
            }
        }

        taken.headSet(inOrder, true).clear();
        accused.clear();
        pass(Duration.ofMinutes(2));
        assertThat(accused.keySet()).as("handed down again").containsExactlyElementsOf(taken);
        long last = taken.isEmpty() ? inOrder : taken.last();
        happens(new Event.Noticed<>(new ReportOrdered(sensor, last)));
        accused.clear();
        pass(Duration.ofMinutes(10));
        assertThat(accused).as("handed down though in the order").isEmpty();
    }

    /** The ordering takes the next few numbers that it was given without a gap. */
    private void order(Origin sensor, SeededRandom random) {
        for (int i = random.below(4); i > 0 && accused.containsKey(inOrder + 1); i--) {
            inOrder++;
            happens(new Event.Noticed<>(new ReportOrdered(sensor, inOrder)));
        }
    }

    private void tell(Signed<Request> report) {
        happens(new Event.Noticed<>(new SensorReported(report)));
    }

    private void pass(Duration time) {
        Duration end = now.plus(time);
        while (due.compareTo(end) <= 0) {
            now = due;
            due = Duration.ofDays(1000);
            happens(new Event.TimerFired<>(AttackDetectorCore.ROUND));
        }
        now = end;
    }

    private void happens(Event<Void> event) {
        List<Action<Void>> actions = core.on(new Tick(now, Instant.EPOCH), event);
        for (Action<Void> action : actions) {
            if (action instanceof Action.Announce<Void> it) said(it.notice());
            else if (action instanceof Action.ArmTimer<Void> it) due = now.plus(it.after());
        }
    }

    private void said(Notice notice) {
        if (notice instanceof Accused it) {
            Request report = ((Payload.Relayed) it.payload()).request().message();
            Command.Report content =
                    (Command.Report) report.command(FIRST.life()).orElseThrow();
            assertThat(it.member()).isEqualTo(CAROL);
            assertThat(content.target()).isEqualTo(CAROL);
            assertThat(report.origin()).isEqualTo(sensorOf("carol", 100));
            accused.put(report.number(), report);
        } else if (notice instanceof ReportAnswered it && it.taken()) {
            assertThat(it.number() <= inOrder || accused.containsKey(it.number()))
                    .as("number %d was taken and never handed down", it.number())
                    .isTrue();
            taken.add(it.number());
        }
    }
}
