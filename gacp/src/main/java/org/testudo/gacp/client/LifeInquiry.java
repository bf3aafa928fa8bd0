package org.testudo.gacp.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.testudo.api.MemberId;
import org.testudo.gacp.client.ReportClient.Whereabouts;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Lives;
import org.testudo.kernel.view.Genesis;

/**
 * Asks members in which life their group is, and believes what f+1 of them say: one is correct (GM-21). For sensors and
 * operators, which sign for a life and follow no views. Safe for use by several threads; never blocks.
 */
public final class LifeInquiry {
    private static final long ASK_EVERY = Duration.ofMillis(250).toNanos();

    private final Genesis genesis;
    private final List<ReportClient> members;
    private final Map<MemberId, Whereabouts> said = new LinkedHashMap<>();
    private Lives known;
    private long asked = System.nanoTime() - ASK_EVERY;

    /** Asks each of these; connections stay with the caller. */
    public LifeInquiry(Genesis genesis, List<ReportClient> members) {
        this.genesis = genesis;
        this.members = List.copyOf(members);
    }

    /** The life; empty as long as no f+1 members have said the same: ask again later. */
    public synchronized Optional<Lives> lives() {
        if (known == null) ask();
        return Optional.ofNullable(known);
    }

    /**
     * The number of the last instruction of operators that was taken in this life (GM-24); empty as long as no f+1 members have
     * said the same: ask again later.
     */
    public synchronized OptionalLong instructions() {
        ask();
        if (known == null) return OptionalLong.empty();
        return said.values().stream()
                .filter(each -> each.life().equals(known.formed().life()) && sayTheSame(each::equals))
                .mapToLong(Whereabouts::instructions)
                .max();
    }

    private void ask() {
        if (System.nanoTime() - asked < ASK_EVERY) return;
        asked = System.nanoTime();
        for (ReportClient each : members) {
            each.life(genesis.digest()).thenAccept(life -> life.ifPresent(it -> said(each.member(), it)));
        }
    }

    /** The life may be another by now: it is asked for again. */
    public synchronized void doubt() {
        known = null;
        said.clear();
    }

    private synchronized void said(MemberId member, Whereabouts where) {
        said.put(member, where);
        if (!sayTheSame(it -> it.life().equals(where.life()))) return;
        known = Lives.of(genesis.forming(), new GroupLife(genesis.digest(), where.life()));
    }

    private boolean sayTheSame(Predicate<Whereabouts> what) {
        return said.values().stream().filter(what).count() >= genesis.oneCorrectEver();
    }
}
