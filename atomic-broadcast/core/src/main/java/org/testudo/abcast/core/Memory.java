package org.testudo.abcast.core;

import java.util.TreeSet;

/** What a journal held when it was read: which statements its member knows to have made (AB-26). */
final class Memory {
    private final long view;
    private final long epoch;
    private final long delivered;
    private final long asked;
    private final TreeSet<Long> prepared = new TreeSet<>();
    private final TreeSet<Long> committed = new TreeSet<>();

    private Memory(long view, long epoch, long delivered, long asked) {
        this.view = view;
        this.epoch = epoch;
        this.delivered = delivered;
        this.asked = asked;
    }

    /** @param asked number of the last request of its own */
    static Memory of(Ordering ordering, Window window, long asked) {
        Memory memory = new Memory(ordering.view(), ordering.epoch(), ordering.delivered(), asked);
        for (Slot slot : window.slots()) {
            if (slot.prepared(memory.epoch)) memory.prepared.add(slot.number());
            if (slot.committed(memory.epoch)) memory.committed.add(slot.number());
        }
        return memory;
    }

    long delivered() {
        return delivered;
    }

    /** The number of its last request. */
    long asked() {
        return asked;
    }

    /** Whether this is where the journal ends. */
    boolean endsIn(long thisView, long thisEpoch) {
        return view == thisView && epoch == thisEpoch;
    }

    /** Whether the journal accounts for a statement: after it had left an epoch, its member said nothing more in it. */
    boolean holds(Recalled.Said said) {
        if (said.kind() == Recalled.Kind.REQUEST) return said.slot() <= asked;
        if (said.view() != view) return said.view() < view;
        if (said.epoch() != epoch) return said.epoch() < epoch;
        return switch (said.kind()) {
            case EPOCH_CHANGE, REQUEST -> true;
            case PREPARE -> said.slot() <= delivered || prepared.contains(said.slot());
            case COMMIT -> said.slot() <= delivered || committed.contains(said.slot());
        };
    }
}
