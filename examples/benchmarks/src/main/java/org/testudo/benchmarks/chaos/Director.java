package org.testudo.benchmarks.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.testudo.api.TestudoException;
import org.testudo.cli.demo.Timeline;

/**
 * Injects one fault after the other, and has members come and go, the kinds in rounds of random order, of which the first begins
 * with the restart of all members. The next one begins only
 * when nobody is faulty any more, so that there are never more than f = 1 at once; one that was killed is faulty until it has
 * learnt again what it forgot.
 */
final class Director {
    /** How long a group may take to recover; a liveness bound is reported, so this is far beyond any. */
    private static final long PATIENCE = 240_000;

    private final Group group;
    private final Crew crew;
    private final Faults faults;
    private final List<FaultKind> kinds;
    private final Random random;
    private final Timeline timeline;
    private final Gaps gaps = new Gaps();
    private final Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
    private final List<String> findings = new ArrayList<>();
    private boolean usedUp;

    /** @param kinds that are possible here */
    Director(Group group, Faults faults, List<FaultKind> kinds, Random random, Timeline timeline) {
        this.group = group;
        this.crew = group.crew();
        this.faults = faults;
        this.kinds = kinds;
        this.random = random;
        this.timeline = timeline;
        kinds.forEach(kind -> counts.put(kind, 0));
    }

    /** How often each kind was injected. */
    Map<FaultKind, Integer> counts() {
        return counts;
    }

    Gaps gaps() {
        return gaps;
    }

    /** What went wrong beside the faults: a group that did not recover, or a fault that was not as it must be. */
    List<String> findings() {
        return findings;
    }

    /** Until this instant of the monotonic clock; a fault that has begun is still undone and recovered from. */
    void run(long end) throws InterruptedException {
        List<FaultKind> round = first();
        while (findings.isEmpty()) {
            long pause = 500 + random.nextInt(1_500);
            if (System.nanoTime() + pause * 1_000_000 >= end) break;
            Thread.sleep(pause);
            if (round.isEmpty()) {
                round.addAll(kinds);
                Collections.shuffle(round, random);
            }
            if (!round.isEmpty()) turnTo(round.remove(0));
        }
        long left = end - System.nanoTime();
        if (left > 0) Thread.sleep(left / 1_000_000);
    }

    /** What takes longest comes first, so that also a run that is too short for one round has it. */
    private List<FaultKind> first() {
        List<FaultKind> round = new ArrayList<>(kinds);
        Collections.shuffle(round, random);
        if (round.remove(FaultKind.ROLLING_RESTART)) round.add(0, FaultKind.ROLLING_RESTART);
        return round;
    }

    /** A seat is vacated only when somebody waits for it; if nobody does, somebody comes first, as long as anybody is left. */
    private void turnTo(FaultKind kind) throws InterruptedException {
        boolean wanted = kind.needsStandby() && crew.standbys().isEmpty();
        boolean comes = wanted || kind == FaultKind.JOIN;
        if (kind == FaultKind.JOIN && crew.standbys().size() >= Crew.MOST_STANDBYS) return;
        if (comes && !crew.hasAbsent()) {
            usedUp();
            return;
        }
        if (wanted) inject(FaultKind.JOIN);
        if (findings.isEmpty()) inject(kind);
    }

    private void usedUp() {
        if (usedUp) return;
        usedUp = true;
        timeline.tell("usedUp", "the roster is used up: nobody is excluded or replaced any more", Map.of());
    }

    private String target(FaultKind kind) {
        if (kind == FaultKind.JOIN) return crew.next();
        String drawn = crew.draw(random);
        return kind == FaultKind.SLOW_LEADER ? group.leader().orElse(drawn) : drawn;
    }

    private void inject(FaultKind kind) throws InterruptedException {
        String member = target(kind);
        Faults.Planned planned = faults.plan(kind, member);
        if (kind == FaultKind.ROLLING_RESTART) crew.seated().forEach(crew::trouble);
        else crew.trouble(member);
        counts.merge(kind, 1, Integer::sum);
        timeline.tell("fault", kind + ": " + planned.text(), Map.of("fault", kind.toString(), "member", member));
        long begun = System.nanoTime();
        try {
            planned.action().run();
        } catch (TestudoException e) {
            findings.add(kind + ": " + e.getMessage());
        }
        long undone = System.nanoTime();
        boolean recovered = group.awaitRecovery(PATIENCE);
        gaps.during(kind, begun, System.nanoTime());
        long millis = (System.nanoTime() - undone) / 1_000_000;
        if (recovered) {
            timeline.tell(
                    "recovered",
                    "all are in service again " + millis + " ms after " + kind + " was undone",
                    Map.of("fault", kind.toString(), "member", member, "afterMs", millis));
        } else {
            String finding = "not recovered " + millis + " ms after " + kind + " of " + member + " was undone: "
                    + group.describe();
            findings.add(finding);
            timeline.tell("notRecovered", finding, Map.of("fault", kind.toString(), "member", member));
        }
    }
}
