package org.testudo.kernel.statement;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * <p>As in a core, a member counts in a ballot once, for the value of its first verified vote. The least recently used ballots
 * are forgotten; what that costs is a verification. Not safe for use by several threads.
 *
 * @param <T> what is kept of a vote that was set aside
 */
public final class SpareVotes<T> {
    private static final class Count<T> {
        private final Map<MemberId, Digest> verified = new LinkedHashMap<>();
        private final Map<MemberId, T> aside = new LinkedHashMap<>();
        private final Set<MemberId> needed = new LinkedHashSet<>();

        private boolean reached(Digest value, int quorum) {
            return verified.values().stream().filter(value::equals).count() >= quorum;
        }

        private Optional<T> takeBack(MemberId member) {
            Optional<T> back = Optional.ofNullable(aside.remove(member));
            if (back.isPresent()) needed.add(member);
            return back;
        }
    }

    private final Map<Vote.Ballot, Count<T>> counts;

    /** @param most ballots that are remembered */
    public SpareVotes(int most) {
        counts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Vote.Ballot, Count<T>> eldest) {
                return size() > most;
            }
        };
    }

    /** A member's vote is verified, or this member has cast it. */
    public void verified(MemberId member, Vote vote) {
        count(vote).verified.putIfAbsent(member, vote.value());
    }

    /**
     * Whether a vote need not be verified now; then it is set aside. Never if a vote of this member in the ballot was verified or
     * taken back before; {@link #takeBack} is to be asked first.
     *
     * @param quorum how many votes decide the ballot
     */
    public boolean setAside(MemberId member, Vote vote, int quorum, T kept) {
        Count<T> count = counts.get(vote.ballot());
        if (count == null || count.verified.containsKey(member) || count.needed.contains(member)) return false;
        if (!count.reached(vote.value(), quorum)) return false;
        count.aside.put(member, kept);
        return true;
    }

    /** What was set aside of this member in this ballot, and is no longer: to be verified, as is the vote that came now. */
    public Optional<T> takeBack(MemberId member, Vote.Ballot ballot) {
        Count<T> count = counts.get(ballot);
        return count == null ? Optional.empty() : count.takeBack(member);
    }

    /** All that was set aside of this member, and is no longer. */
    public List<T> takeBackAll(MemberId member) {
        List<T> all = new ArrayList<>();
        for (Count<T> each : counts.values()) each.takeBack(member).ifPresent(all::add);
        return all;
    }

    private Count<T> count(Vote vote) {
        return counts.computeIfAbsent(vote.ballot(), ballot -> new Count<>());
    }
}
