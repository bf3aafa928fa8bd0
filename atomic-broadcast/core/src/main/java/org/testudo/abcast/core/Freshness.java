package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Announcement;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.ViewRecord;

/**
 * Who is alive now, in which start (GM-21). A start is <i>fresh</i> once it has told, over its own channel, that it has met
 * this member's present start: what it signs can then not be left over from a former life of the group. Needed while a group
 * forms, and by those who come late; afterwards it only answers them. Holds one entry per name on the
 * roster.
 */
final class Freshness {
    private static final Duration LONGEST = Duration.ofSeconds(1);
    /** So many of the roster are asked at a time. */
    private static final int AT_A_TIME = 4;

    private final Ordering ordering;
    private final Log log;
    private final Sequences sequences;
    private final Self self;
    private final Supplier<ViewRecord> latest;
    private final Map<MemberId, Announcement> announced = new TreeMap<>();
    private final Map<MemberId, Met> met = new LinkedHashMap<>();
    private final Map<MemberId, Duration> answered = new LinkedHashMap<>();
    /** Who of the roster is asked next. */
    private int asked;

    private Duration due = Duration.ZERO;
    private Duration patience = Duration.ZERO;

    /** @param latest the latest view that was shown by a chain from the genesis on, or view 0 */
    Freshness(Ordering ordering, Log log, Sequences sequences, Self self, Supplier<ViewRecord> latest) {
        this.ordering = ordering;
        this.log = log;
        this.sequences = sequences;
        this.self = self;
        this.latest = latest;
    }

    /** While this member does not know its group's life: tells who it is and whom it has met, ever more rarely. */
    void tell() {
        Duration now = ordering.elapsed();
        if (!ordering.forming() || now.compareTo(due) < 0) return;
        Duration least = ordering.settings().idlePulse();
        Duration twice = patience.multipliedBy(2);
        patience = twice.compareTo(LONGEST) > 0 ? LONGEST : twice.compareTo(least) < 0 ? least : twice;
        due = now.plus(patience);
        Announce announce = new Announce(self.origin(), self.firstViewKeys());
        ordering.out().multicast(announce);
        ordering.out().multicast(met());
        for (MemberId other : beyondFounders()) {
            ordering.out().send(other, announce);
            ordering.out().send(other, met());
            ordering.out()
                    .send(
                            other,
                            new Status(
                                    ordering.view(),
                                    ordering.epoch(),
                                    ordering.entered(),
                                    ordering.delivered(),
                                    List.of()));
        }
    }

    /**
     * Who may have taken founders' seats: whoever sits in the latest view that was shown; and after the formation wait any on the
     * roster, a few at a time, for of the founders perhaps none is left.
     */
    private Set<MemberId> beyondFounders() {
        Set<MemberId> others = new LinkedHashSet<>();
        latest.get().occupants().forEach(each -> others.add(each.member()));
        boolean waited = ordering.elapsed().compareTo(ordering.settings().formationWait()) >= 0;
        List<Genesis.Founder> roster = self.genesis().roster();
        for (int i = 0; waited && ordering.remembers() && i < AT_A_TIME; i++) {
            others.add(roster.get(asked).member());
            asked = (asked + 1) % roster.size();
        }
        others.removeIf(each -> ordering.seating().seated(each) || each.equals(ordering.self()));
        return others;
    }

    private Met met() {
        List<Met.Start> starts = new ArrayList<>();
        announced.forEach(
                (member, its) -> starts.add(new Met.Start(member, its.origin().incarnation())));
        return new Met(self.origin().incarnation(), formed(), starts);
    }

    /** The value that view 0 decided, as far as this member is past it. */
    private Digest formed() {
        if (ordering.forming()) return Digest.ZERO;
        return log.lastSlotOf(0)
                .flatMap(log::entry)
                .map(entry -> entry.certificate().header().value())
                .orElse(Digest.ZERO);
    }

    void onAnnouncement(Announcement announcement) {
        MemberId member = announcement.origin().principal().member();
        if (!sequences.isOnRoster(announcement.origin())) return;
        if (!ordering.forming()) {
            answer(member, announcement.origin().incarnation());
            return;
        }
        if (!ordering.seating().founder(announcement.origin())) return; // who may join later is answered later
        Announcement before = announced.get(member);
        long start = announcement.origin().incarnation();
        if (before != null && before.origin().incarnation() >= start) return;
        announced.put(member, announcement);
        soon(); // it waits to hear that it was met
    }

    /** To one who comes late: this member is alive, and this is what its group was formed of. */
    private void answer(MemberId to, long incarnation) {
        Duration now = ordering.elapsed();
        Duration last = answered.get(to);
        boolean soon =
                last != null && now.minus(last).compareTo(ordering.settings().busyPulse()) < 0;
        if (soon || !ordering.serves(to) || to.equals(ordering.self())) return;
        answered.put(to, now);
        List<Met.Start> starts = List.of(new Met.Start(to, incarnation));
        ordering.out().send(to, new Met(self.origin().incarnation(), formed(), starts));
    }

    void onMet(MemberId from, Met message) {
        if (!ordering.forming()
                || from.equals(ordering.self())
                || self.genesis().onRoster(from).isEmpty()) return;
        Met.Start own = new Met.Start(ordering.self(), self.origin().incarnation());
        Met before = met.get(from);
        if (!message.starts().contains(own)) met.remove(from);
        else met.put(from, message);
        boolean news = before == null || before.incarnation() != message.incarnation();
        if (news && met.containsKey(from)) soon();
    }

    private void soon() {
        patience = Duration.ZERO;
        due = ordering.elapsed();
    }

    /** Whether this start of a member is alive now. */
    boolean isFresh(MemberId member, long incarnation) {
        if (member.equals(ordering.self())) return incarnation == self.origin().incarnation();
        Met its = met.get(member);
        return its != null && its.incarnation() == incarnation;
    }

    /** The announcements of all founders' starts that are fresh, this member's own included, in rising order of names. */
    List<Announcement> fresh() {
        return announced.values().stream()
                .filter(each -> isFresh(
                        each.origin().principal().member(), each.origin().incarnation()))
                .toList();
    }

    /**
     * Whether a certificate of view 0 is of this life and not of a former one: f+1 of its voters are alive in the start in
     * which they voted, or f+1 who are alive say that their group was formed of this value: f+1 founders or, of a member that keeps
     * a journal, f+1 seats of the latest view that was shown by a chain from the genesis on, for founders come and go. In the model
     * {@code crash} one is enough: nobody lies, and of the Q0 that voted f may have lost their memory.
     */
    boolean believes(QuorumCertificate certificate) {
        List<Integer> voters = new ArrayList<>();
        for (QuorumCertificate.Vote vote : certificate.votes()) {
            if (isFresh(vote.member(), vote.incarnation()))
                voters.add(ordering.seating().seat(vote.member()));
        }
        Digest value = certificate.header().value();
        return ordering.certificates().believable(voters)
                || vouched(ordering.seating().record(), value)
                || vouched(latest.get(), value);
    }

    private boolean vouched(ViewRecord by, Digest value) {
        long vouching = met.entrySet().stream()
                .filter(each -> each.getValue().formed().equals(value))
                .filter(each -> by.seatOf(each.getKey()).isPresent())
                .count();
        return vouching >= ordering.rules().vouching(by.quorum());
    }
}
