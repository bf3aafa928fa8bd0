package org.testudo.abcast.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.core.Event;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.notice.ReadAsked;
import org.testudo.kernel.notice.ReadReady;
import org.testudo.kernel.order.RequestClass;
import org.testudo.kernel.view.ViewRecord;

/**
 * AB-30 under random schedules, with losses, changes of leader and of view: of a slot that somebody had delivered when a read
 * was asked, fewer than Q - f correct members answer from before, in any one view. Then no Q answers with f lies among them
 * agree on a state from before; m3 is the one that lies to clients, and orders honestly, which serves it best.
 */
class ReadScheduleTest {
    private static final int[] CORRECT = {0, 1, 2};
    private static final int TOO_MANY = 3 - 1;
    private static final int SEEDS = 100;

    @Test
    void answersNeverAgreeOnAStateBeforeWhatWasDeliveredWhenTheReadWasAsked() {
        int answered = 0;
        int views = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = new Run(seed, new Mutants.Hasty());
            assertThat(run.stale).as("seed %s", seed).isEmpty();
            answered += run.answered;
            views += run.views;
        }
        assertThat(answered).isGreaterThan(10 * SEEDS);
        assertThat(views).isGreaterThan(SEEDS / 2);
    }

    @Test
    void readAnsweredBeforeCommittedSlotsIsCaught() {
        Optional<Integer> seed = firstStale(new Mutants.ReadBeforeCommitted());

        assertThat(seed).isPresent();
        System.out.println("mutant 'read answered before committed slots' caught by 'answers from before' after "
                + (seed.get() + 1) + " seeds");
    }

    private static Optional<Integer> firstStale(AbcastRules rules) {
        for (int seed = 0; seed < 5 * SEEDS; seed++) {
            if (new Run(seed, rules).stale.isPresent()) return Optional.of(seed);
        }
        return Optional.empty();
    }

    /** One schedule. */
    private static final class Run {
        private final Random random;
        private final Table table;
        private final Map<Long, Long> deliveredWhenAsked = new LinkedHashMap<>();
        private final Map<Integer, ViewRecord> present = new LinkedHashMap<>();
        Optional<String> stale = Optional.empty();
        int answered;
        int views;

        Run(int seed, AbcastRules rules) {
            random = new Random(seed);
            table = new Table(AbcastSimulations.settings(), rules);
            for (int member = 0; member < 4; member++) present.put(member, table.view());
            for (int step = 0; step < 400 && stale.isEmpty(); step++) step();
            check();
        }

        private void step() {
            int dice = random.nextInt(100);
            int member = random.nextInt(4);
            if (dice < 8) submit(member);
            else if (dice < 12) read();
            else if (dice < 16) table.wait(Duration.ofMillis(5 + random.nextInt(150)), 0, 1, 2, 3);
            else if (dice < 17) lose();
            else if (dice < 25) leaveBarrier(member);
            else passSome(member);
        }

        private void submit(int member) {
            boolean command = random.nextInt(3) == 0;
            if (command) table.submit(member, RequestClass.CONTROL, random.nextInt(3) > 0 ? "view" : "nothing");
            else table.submit(member, "write");
        }

        private void lose() {
            int to = random.nextInt(4);
            table.lose(each -> each.to() == to && random.nextInt(3) == 0);
        }

        private void passSome(int to) {
            int most = 1 + random.nextInt(8);
            int[] passed = {0};
            table.pass(each -> each.to() == to && passed[0]++ < most);
        }

        /** Stands in for the membership: whether a command makes a view is a function of the command. */
        private void leaveBarrier(int member) {
            List<SlotDelivery> all = table.deliveries(member);
            if (all.isEmpty()) return;
            var last = table.last(member);
            ViewRecord view = present.get(member);
            if (last.view() != view.id()) return; // nothing was delivered in this view yet
            List<String> commands = last.requests().stream()
                    .filter(each -> each.kind() == RequestClass.CONTROL)
                    .map(each -> new String(each.body(), java.nio.charset.StandardCharsets.UTF_8))
                    .toList();
            if (commands.contains("view")) {
                ViewRecord next = Table.successor(view, last, view.seats());
                present.put(member, next);
                views++;
                table.happens(member, new Event.Installed<>(next));
            } else if (!commands.isEmpty()) {
                table.release(member);
            }
        }

        private void read() {
            long id = deliveredWhenAsked.size();
            long highest = 0;
            for (int member : CORRECT) {
                List<SlotDelivery> all = table.deliveries(member);
                if (!all.isEmpty())
                    highest = Math.max(highest, all.get(all.size() - 1).slot());
            }
            deliveredWhenAsked.put(id, highest);
            for (int member = 0; member < 4; member++) table.happens(member, new Event.Noticed<>(new ReadAsked(id)));
        }

        private void check() {
            Map<String, List<Integer>> fromBefore = new LinkedHashMap<>();
            for (int member : CORRECT) {
                for (ReadReady ready : table.notices(member, ReadReady.class)) {
                    answered++;
                    if (ready.slot() >= deliveredWhenAsked.get(ready.id())) continue;
                    String which = "read " + ready.id() + " in view " + ready.view() + ", delivered "
                            + deliveredWhenAsked.get(ready.id());
                    fromBefore.computeIfAbsent(which, key -> new ArrayList<>()).add(member);
                }
            }
            fromBefore.forEach((which, members) -> {
                if (members.size() >= TOO_MANY) stale = Optional.of(which + ": answered from before by " + members);
            });
        }
    }
}
