package org.testudo.benchmarks.attacks;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A member is accused while its process is stopped, so that its own word comes late. A stock group drops it for that. On Testudo
 * its silence alone makes the others pass over it; it is harmed if it is excluded, or not back soon after it goes on.
 */
final class LateAnswer {
    /** Longer than a stock group waits for an answer, and shorter than it bears silence that nobody reports. */
    private static final Duration SILENCE = Duration.ofSeconds(5);

    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration BACK = Duration.ofSeconds(15);
    /** A stock member that is dropped is so at once, if at all. */
    private static final Duration DROPPED = Duration.ofSeconds(5);

    private final Besieged group;
    private final String attacker;
    private final String accused;
    private final List<String> others;
    private double back;

    LateAnswer(Besieged group, String attacker, String accused) {
        this.group = group;
        this.attacker = attacker;
        this.accused = accused;
        others = Besieged.NAMES.stream()
                .filter(each -> !each.equals(attacker) && !each.equals(accused))
                .toList();
    }

    /** What has befallen the accused; null if nothing has. */
    @Nullable
    String harm() throws InterruptedException {
        group.halt(accused);
        try {
            long end = System.nanoTime() + SILENCE.toNanos();
            while (System.nanoTime() < end && !(group.stack().stock() && isMissing())) {
                accuse();
                Thread.sleep(AGAIN.toMillis());
            }
        } finally {
            group.proceed(accused);
        }
        accuse();
        return group.stack().stock() ? dropped() : notBack();
    }

    private void accuse() {
        if (!group.look(attacker).view().contains(accused)) return; // it is done
        group.tell(attacker, "attack " + InsiderAttack.FORGED_SUSPECT);
        if (!group.stack().stock()) group.tell(others.get(0), "say something"); // cores act on events only
    }

    private boolean isMissing() {
        return others.stream().anyMatch(each -> !group.look(each).view().contains(accused));
    }

    private @Nullable String dropped() throws InterruptedException {
        if (!group.await(DROPPED, this::isMissing)) return null;
        return "its answer was late, and " + accused + " is in the views no more";
    }

    private @Nullable String notBack() throws InterruptedException {
        long begun = System.nanoTime();
        boolean there = group.await(BACK, () -> !isMissing());
        back = (System.nanoTime() - begun) / 1e9;
        if (others.stream().anyMatch(each -> group.look(each).excludes(accused))) {
            return accused + " is excluded, for its answer was late";
        }
        return there ? null : "its answer was late, and " + accused + " is not back after " + BACK.toSeconds() + " s";
    }

    /** For people. */
    String outcome() {
        String silent = accused + " was silent for " + SILENCE.toSeconds() + " s meanwhile";
        return group.stack().stock()
                ? silent
                : String.format(Locale.ROOT, "%s, and seen by all %.1f s after it went on", silent, back);
    }
}
