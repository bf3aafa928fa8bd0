package org.testudo.kernel.statement;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.testudo.api.MemberId;

/**
 * Votes that need not be verified, because a quorum for the same value is verified already (HOST-1): with n members n - Q of
 * the signatures in each ballot. Such a vote is set aside, not forgotten:
 *
 * <ul>
 *   <li>What comes again is verified. So a core that has lost the votes before, say because the slot was not yet in its window,
 *       gets them by retransmission (AB-29).
 *   <li>When its sender votes for another value in the same ballot, or sends what its votes may prove false, the vote comes back
 *       and is verified too: nobody escapes conviction by being late (AD-10).
 * </ul>
 *
 * <p>As in a core, a member counts in a ballot once, for the value of its first verified vote. A ballot is forgotten when its slot
 * is delivered, or when the member whose vote opened it has opened too many since: who makes ballots up displaces its own alone.
 * Not safe for use by several threads.
 *
 * @param <T> what is kept of a vote that was set aside
 */
public final class SpareVotes<T> {
    private static final class Count<T> {
        private final MemberId opener;
        private final Map<MemberId, Digest> verified = new LinkedHashMap<>();
        private final Map<MemberId, T> aside = new LinkedHashMap<>();
        private final Set<MemberId> needed = new LinkedHashSet<>();

        private Count(MemberId opener) {
            this.opener = opener;
        }

        private boolean reached(Digest value, int quorum) {
            return verified.values().stream().filter(value::equals).count() >= quorum;
        }
    }

    private final int most;
    private final NavigableMap<Long, Map<Vote.Ballot, Count<T>>> bySlot = new TreeMap<>();
    private final Map<MemberId, Set<Vote.Ballot>> opened = new LinkedHashMap<>();
    private final Map<MemberId, Set<Vote.Ballot>> asideOf = new LinkedHashMap<>();
    private long delivered = Long.MIN_VALUE;

    /** @param most ballots that one member may open; its oldest is forgotten for the next */
    public SpareVotes(int most) {
        this.most = most;
    }

    /** A member's vote is verified, or this member has cast it. */
    public void verified(MemberId member, Vote vote) {
        if (vote.ballot().slot() <= delivered) return;
        bySlot.computeIfAbsent(vote.ballot().slot(), slot -> new LinkedHashMap<>())
                .computeIfAbsent(vote.ballot(), ballot -> open(member, ballot))
                .verified
                .putIfAbsent(member, vote.value());
        Set<Vote.Ballot> own = opened.getOrDefault(member, Collections.emptySet());
        if (own.size() > most) forget(own.iterator().next());
    }

    private Count<T> open(MemberId opener, Vote.Ballot ballot) {
        opened.computeIfAbsent(opener, member -> new LinkedHashSet<>()).add(ballot);
        return new Count<>(opener);
    }

    /**
     * Whether a vote need not be verified now; then it is set aside. Never if a vote of this member in the ballot was verified or
     * taken back before; {@link #takeBack} is to be asked first.
     *
     * @param quorum how many votes decide the ballot
     */
    public boolean setAside(MemberId member, Vote vote, int quorum, T kept) {
        Count<T> count = count(vote.ballot());
        if (count == null || count.verified.containsKey(member) || count.needed.contains(member)) return false;
        if (!count.reached(vote.value(), quorum)) return false;
        count.aside.put(member, kept);
        asideOf.computeIfAbsent(member, sender -> new LinkedHashSet<>()).add(vote.ballot());
        return true;
    }

    /** What was set aside of this member in this ballot, and is no longer: to be verified, as is the vote that came now. */
    public Optional<T> takeBack(MemberId member, Vote.Ballot ballot) {
        Count<T> count = count(ballot);
        if (count == null || !count.aside.containsKey(member)) return Optional.empty();
        asideOf.get(member).remove(ballot);
        count.needed.add(member);
        return Optional.of(count.aside.remove(member));
    }

    /** All that was set aside of this member, oldest first, and is no longer. */
    public List<T> takeBackAll(MemberId member) {
        List<T> all = new ArrayList<>();
        for (Vote.Ballot ballot : List.copyOf(asideOf.getOrDefault(member, Collections.emptySet()))) {
            takeBack(member, ballot).ifPresent(all::add);
        }
        return all;
    }

    /** All slots up to this one are delivered: no vote on them matters any more. */
    public void delivered(long slot) {
        delivered = Math.max(delivered, slot);
        while (!bySlot.isEmpty() && bySlot.firstKey() <= delivered) {
            bySlot.pollFirstEntry().getValue().forEach(this::unlist);
        }
    }

    private Count<T> count(Vote.Ballot ballot) {
        return bySlot.getOrDefault(ballot.slot(), Collections.emptyMap()).get(ballot);
    }

    private void forget(Vote.Ballot ballot) {
        Map<Vote.Ballot, Count<T>> ofSlot = bySlot.get(ballot.slot());
        unlist(ballot, ofSlot.remove(ballot));
        if (ofSlot.isEmpty()) bySlot.remove(ballot.slot());
    }

    private void unlist(Vote.Ballot ballot, Count<T> count) {
        opened.get(count.opener).remove(ballot);
        for (MemberId each : count.aside.keySet()) asideOf.get(each).remove(ballot);
    }
}
