package org.testudo.abcast.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testudo.kernel.notice.ReadReady;

/**
 * Says from when on this member may answer a read without a place in the order (AB-30).
 *
 * <p>Who wrote something was told so by a correct member that had delivered it; so Q members had sent COMMIT for it. Q equal
 * answers come from at least one correct member of these, and that one waits until it has delivered it, too. Without that
 * wait Q answers can agree on what was before: f lie, and Q - f have voted but not yet delivered. A read that returns what is
 * new binds later ones in the same way. A slot of a view that has ended is void if it was not delivered by then; and at the
 * barrier of a command nothing is answered (AB-14), else members that have delivered the last slot of a view would answer in
 * it while the next one already serves.
 */
final class Reads {
    /** Reads that may wait; a further one is never answered, so that whoever asks has to bound its own. */
    static final int MOST = 4_096;

    private final Ordering ordering;
    private final Window window;
    private final Map<Long, Awaited> waiting = new LinkedHashMap<>();

    /** What has to be delivered: a slot of a view. */
    private record Awaited(long view, long slot) {}

    Reads(Ordering ordering, Window window) {
        this.ordering = ordering;
        this.window = window;
    }

    int size() {
        return waiting.size();
    }

    void ask(long id) {
        if (!ordering.begun() || ordering.replaying() || waiting.size() >= MOST) return;
        waiting.put(id, new Awaited(ordering.view(), ordering.rules().readAfter(committed(), ordering.delivered())));
    }

    /** The highest slot of this view for which this member has sent COMMIT in any epoch; or the last one delivered. */
    private long committed() {
        return window.slots().stream()
                .filter(Slot::everCommitted)
                .mapToLong(Slot::number)
                .max()
                .orElse(ordering.delivered());
    }

    /** Tells of those that may be answered now. */
    void tell() {
        boolean silent = waiting.isEmpty() || !ordering.seated() || ordering.forming();
        if (silent || ordering.barrier() && !ordering.rules().readsAtBarriers()) return;
        List<Long> ready = new ArrayList<>();
        waiting.forEach((id, awaited) -> {
            if (awaited.view < ordering.view() || awaited.slot <= ordering.delivered()) ready.add(id);
        });
        for (long id : ready) {
            waiting.remove(id);
            ordering.out().announce(new ReadReady(id, ordering.view(), ordering.delivered()));
        }
    }
}
