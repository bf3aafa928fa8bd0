package org.testudo.gacp.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.view.Genesis;

/**
 * Asks members in which life their group is, and believes what f+1 of them say: one is correct (GM-21). For sensors, which
 * sign for a life and follow no views. Safe for use by several threads; never blocks.
 */
public final class LifeInquiry {
    private static final long ASK_EVERY = Duration.ofMillis(250).toNanos();

    private final Genesis genesis;
    private final List<ReportClient> members;
    private final Map<MemberId, Digest> said = new LinkedHashMap<>();
    private Lives known;
    private long asked = System.nanoTime() - ASK_EVERY;

    /** Asks each of these; connections stay with the caller. */
    public LifeInquiry(Genesis genesis, List<ReportClient> members) {
        this.genesis = genesis;
        this.members = List.copyOf(members);
    }

    /** The life; empty as long as no f+1 members have said the same: ask again later. */
    public synchronized Optional<Lives> lives() {
        if (known == null && System.nanoTime() - asked >= ASK_EVERY) {
            asked = System.nanoTime();
            for (ReportClient each : members) {
                each.life(genesis.digest()).thenAccept(life -> life.ifPresent(it -> said(each.member(), it)));
            }
        }
        return Optional.ofNullable(known);
    }

    /** The life may be another by now: it is asked for again. */
    public synchronized void doubt() {
        known = null;
        said.clear();
    }

    private synchronized void said(MemberId member, Digest life) {
        said.put(member, life);
        long same = said.values().stream().filter(life::equals).count();
        if (same < genesis.quorum().oneCorrect()) return;
        known = Lives.of(genesis.forming(), new GroupLife(genesis.digest(), life));
    }
}
