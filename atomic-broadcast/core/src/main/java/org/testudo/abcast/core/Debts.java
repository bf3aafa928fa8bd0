package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.Owed;
import org.testudo.kernel.notice.Paid;

/**
 * Says who owes this member a word (FD-2): while something is under way, or was since it was last asked, whoever holds a seat and
 * has not been heard of for a while. Every message of the ordering is a word, for what else a member has to say depends on others: a leader may let one
 * member see nothing that it could vote for, and a vote beyond a quorum is set aside unread. That it tells where it stands, at
 * least each {@link Calm#LONGEST}, depends on nobody.
 */
final class Debts {
    /** Who has spoken so lately owes nothing. */
    static final Duration GRACE = Duration.ofMillis(250);

    /** One occupant of a seat. */
    private static final class Debtor {
        private final long start;
        private Duration spoke;
        private boolean owes;

        Debtor(long start, Duration spoke) {
            this.start = start;
            this.spoke = spoke;
        }
    }

    private final Ordering ordering;
    private final Window window;
    private final Pool pool;
    private Map<MemberId, Debtor> debtors = new LinkedHashMap<>();
    private long delivered;

    Debts(Ordering ordering, Window window, Pool pool) {
        this.ordering = ordering;
        this.window = window;
        this.pool = pool;
    }

    /** A view is in force. Who sits in it as before owes what it owed. */
    void install() {
        Map<MemberId, Debtor> next = new LinkedHashMap<>();
        for (MemberId each : ordering.seating().members()) {
            if (each.equals(ordering.self())) continue;
            long start = ordering.seating().startOf(each);
            Debtor before = debtors.get(each);
            boolean same = before != null && before.start == start;
            next.put(each, same ? before : new Debtor(start, ordering.elapsed()));
        }
        debtors = next;
    }

    /** This member has sent something that reached this one. */
    void spoke(MemberId member) {
        Debtor debtor = debtors.get(member);
        if (debtor == null) return;
        debtor.spoke = ordering.elapsed();
        if (!debtor.owes) return;
        debtor.owes = false;
        ordering.out().announce(new Paid(member));
    }

    /** Looks who has become a debtor; from time to time. */
    void look() {
        boolean worked = underWay() || delivered != ordering.delivered();
        delivered = ordering.delivered();
        if (ordering.seated() && !ordering.forming() && worked) debtors.forEach(this::look);
    }

    private void look(MemberId member, Debtor debtor) {
        Duration silence = ordering.elapsed().minus(debtor.spoke);
        if (debtor.owes || silence.compareTo(GRACE) < 0) return;
        debtor.owes = true;
        ordering.out().announce(new Owed(member, owedBy(member), Calm.LONGEST));
    }

    private boolean underWay() {
        return pool.size() > 0 || !window.isEmpty() || !ordering.entered();
    }

    private String owedBy(MemberId member) {
        if (!ordering.entered()) return "an epoch change";
        if (!window.isEmpty())
            return "a vote on slot " + window.slots().iterator().next().number();
        return member.equals(ordering.leader()) ? "a proposal" : "where it stands";
    }
}
