package org.testudo.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.testudo.kernel.core.Action;
import org.testudo.kernel.core.EntryRole;

/**
 * A member's journal: outlives its crashes, but for what was not durable yet (AB-25). What a base stands for is not there any
 * more once that is complete.
 */
final class SimulatedJournal {
    private record Entry(int layer, byte[] content, EntryRole role) {}

    /** All that ever was durable, for old images of the disk. */
    private final List<Entry> durable = new ArrayList<>();

    private final Deque<Entry> asked = new ArrayDeque<>();

    /** An entry is on its way to the disk. */
    void ask(int layer, Action.Persist<?> entry) {
        asked.add(new Entry(layer, entry.content(), entry.role()));
    }

    /** The oldest entry that is on its way has arrived. */
    void arrived() {
        durable.add(asked.remove());
    }

    /** Power is lost: of what was on its way, the beginning may have arrived, for all that nobody was told so. */
    void crash(SeededRandom random) {
        int luck = random.below(asked.size() + 1);
        for (int i = 0; i < luck; i++) arrived();
        asked.clear();
    }

    int size() {
        return durable.size();
    }

    /** Somebody puts back an old image of the disk, as it was after so many entries. */
    void rollBack(int entries) {
        durable.subList(entries, durable.size()).clear();
    }

    /** What it holds of one layer, in order. */
    List<byte[]> of(int layer) {
        List<byte[]> held = new ArrayList<>();
        int begun = 0;
        for (Entry each : durable) {
            if (each.layer != layer) continue;
            if (each.role == EntryRole.BEGINS || each.role == EntryRole.REPLACES) begun = held.size();
            boolean drops = each.role == EntryRole.COMPLETES || each.role == EntryRole.REPLACES;
            if (drops) held.subList(0, begun).clear();
            if (drops) begun = 0;
            held.add(each.content);
        }
        return held;
    }
}
