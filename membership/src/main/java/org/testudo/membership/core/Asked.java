package org.testudo.membership.core;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.kernel.command.Command;

/**
 * What this member has asked of the group and not yet seen delivered, so that it asks for each thing once at a time, and ever
 * more rarely while it is without effect. One entry per kind and target.
 */
final class Asked {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    /** A command may be refused at a bound below; then nothing would ever come back. */
    static final Duration LOST = Duration.ofSeconds(20);

    private static final class Entry {
        private Duration notBefore = Duration.ZERO;
        private Duration pause = FIRST_PAUSE;
    }

    private final Map<String, Entry> entries = new TreeMap<>();

    /** Whether to ask now; from here on it is under way. */
    boolean begin(Command command, Duration now) {
        Entry entry = entries.computeIfAbsent(name(command), any -> new Entry());
        if (now.compareTo(entry.notBefore) < 0) return false;
        entry.notBefore = now.plus(LOST);
        return true;
    }

    /** It has come through the order; if it had no effect, it may be asked for again after a pause. */
    void delivered(Command command, Duration now) {
        Entry entry = entries.get(name(command));
        if (entry == null) return;
        entry.notBefore = now.plus(entry.pause);
        Duration twice = entry.pause.multipliedBy(2);
        entry.pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** A view has begun: what was in vain before may have an effect now. What is under way stays so. */
    void eased(Duration now) {
        entries.values().removeIf(entry -> now.compareTo(entry.notBefore) >= 0);
        entries.values().forEach(entry -> entry.pause = FIRST_PAUSE);
    }

    private static String name(Command command) {
        String kind = command.getClass().getSimpleName();
        if (command instanceof Command.Suspect it) return kind + " " + it.target();
        if (command instanceof Command.Withdraw it) return kind + " " + it.target();
        return kind;
    }
}
