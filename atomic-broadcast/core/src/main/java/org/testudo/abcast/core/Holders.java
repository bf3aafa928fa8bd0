package org.testudo.abcast.core;

import java.util.List;
import java.util.TreeMap;
import org.testudo.kernel.notice.HoldsState;

/** Which layers of this member hold a share of the replicated state, as they have said (AB-23). */
final class Holders {
    private final TreeMap<String, Boolean> known = new TreeMap<>();

    Holders() {
        known.put(HoldsState.ORDERING, true);
    }

    void add(HoldsState it) {
        known.put(it.holder(), it.snapshots());
    }

    /** By rising names. */
    List<String> names() {
        return List.copyOf(known.keySet());
    }

    /** Layers that can give no share, so that there are no checkpoints. */
    List<String> without() {
        return known.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(each -> each.getKey())
                .toList();
    }
}
