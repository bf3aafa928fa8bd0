package org.testudo.membership.core;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/** The history chain at the last slots, by which a standby proves that it follows the order (GM-15). Replicated state. */
final class History {
    /** So many slots are remembered, and for so many is a standby's word good. */
    static final int LENGTH = 1_024;

    private final TreeMap<Long, Digest> chains = new TreeMap<>();

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeList(List.copyOf(chains.entrySet()), (each, to) -> {
            to.writeLong(each.getKey());
            each.getValue().write(to);
        });
    }

    void restore(WireReader in) throws MalformedException {
        chains.clear();
        in.readList(LENGTH, each -> chains.put(each.readCount(), Digest.read(each)) == null);
    }

    void passed(SlotDelivery slot) {
        chains.put(slot.slot(), slot.historyChain());
        if (chains.size() > LENGTH) chains.pollFirstEntry();
    }

    /** Whether the group's history had this digest at this slot, as far as is remembered. */
    boolean was(long slot, Digest chain) {
        return chain.equals(chains.get(slot));
    }

    /** The last slot with its chain; null before the first. */
    Map.Entry<Long, Digest> last() {
        return chains.lastEntry();
    }
}
