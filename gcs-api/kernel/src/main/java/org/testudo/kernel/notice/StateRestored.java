package org.testudo.kernel.notice;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.testudo.api.Notice;
import org.testudo.kernel.state.Snapshot;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.ViewCertificate;

/**
 * The ordering has fetched the state after a slot, which a quorum has signed, in place of what it could not be told any more
 * (AB-8). Every layer takes its share and forgets what it had; the next slot follows.
 *
 * @param slot after which the state is
 * @param historyChain at this slot
 * @param agreedTime at this slot
 * @param shares by their holders
 * @param views certificates of the views after the one in force here, in order, up to the one of the state
 * @param passed own application requests that were waiting here and took their place up to that slot; their fate is unknown
 */
public record StateRestored(
        long slot,
        Digest historyChain,
        Instant agreedTime,
        SortedMap<String, Snapshot> shares,
        List<ViewCertificate> views,
        int passed)
        implements Notice {
    public StateRestored {
        shares = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(shares));
        views = List.copyOf(views);
    }

    @Override
    public Level level() {
        return Level.WARN;
    }

    @Override
    public String describe() {
        long bytes = shares.values().stream().mapToLong(Snapshot::bytes).sum();
        return "state-restored=" + slot + " bytes=" + bytes + " views=" + views.size();
    }
}
