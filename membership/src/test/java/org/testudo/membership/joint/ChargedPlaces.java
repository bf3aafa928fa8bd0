package org.testudo.membership.joint;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.testudo.api.MemberId;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.ViewRecord;

/**
 * Places that exclusions on accusations have left and that are charged still, although somebody sits there (GM-19): by the records of
 * views and by what was sent, so no more than there are. Where a view leaves open which place a newcomer has taken, none is counted.
 */
final class ChargedPlaces {
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Predicate<Occupant> mayHaveSpoken;
    private final List<Instant> open = new ArrayList<>();
    private final Map<MemberId, Instant> newcomers = new TreeMap<>();

    /** @param mayHaveSpoken whether this occupant may have said that it is active */
    ChargedPlaces(Predicate<Occupant> mayHaveSpoken) {
        this.mayHaveSpoken = mayHaveSpoken;
    }

    /** Goes on to the next view, which excludes these on accusations. */
    void follow(ViewRecord before, ViewRecord view, Set<MemberId> accused) {
        newcomers
                .keySet()
                .removeIf(it -> before.occupant(it).filter(mayHaveSpoken).isPresent());
        if (before.seats().size() == view.seats().size()) fill(before, view, accused);
        else forget(); // seats are numbered anew
        long vacant = vacant(view);
        while (open.size() > vacant) open.remove(0);
    }

    private void forget() {
        open.clear();
        newcomers.clear();
    }

    private void fill(ViewRecord before, ViewRecord view, Set<MemberId> accused) {
        List<Instant> left = leave(view);
        List<MemberId> come = new ArrayList<>();
        boolean vacant = true;
        boolean theirs = true;
        for (int seat = 0; seat < view.seats().size(); seat++) {
            Optional<Occupant> now = view.seats().get(seat);
            if (now.isEmpty() || before.seatOf(now.get().member()).isPresent()) continue;
            Optional<Occupant> then = before.seats().get(seat);
            come.add(now.get().member());
            vacant &= then.isEmpty();
            theirs &= then.filter(it -> accused.contains(it.member())).isPresent();
        }
        List<Instant> fresh = accused.stream().map(any -> view.agreedTime()).toList();
        if (vacant && come.size() <= open.size()) take(come);
        else if (!theirs) for (int i = 0; i < come.size() && !open.isEmpty(); i++) open.remove(0);
        open.addAll(fresh);
        if (theirs && !come.isEmpty()) take(come);
        open.addAll(left);
        open.sort(null);
    }

    private List<Instant> leave(ViewRecord view) {
        List<Instant> left = new ArrayList<>();
        newcomers.entrySet().removeIf(each -> view.seatOf(each.getKey()).isEmpty() && left.add(each.getValue()));
        return left;
    }

    private void take(List<MemberId> come) {
        for (MemberId each : come) newcomers.put(each, open.remove(0));
    }

    /** How many of the newcomers in this view, the last that was followed to, are not active by their own word for sure. */
    long charged(ViewRecord view) {
        return newcomers.entrySet().stream()
                .filter(each -> !view.agreedTime().isAfter(each.getValue().plus(WINDOW)))
                .filter(each -> view.occupant(each.getKey())
                        .filter(mayHaveSpoken.negate())
                        .isPresent())
                .count();
    }

    static long vacant(ViewRecord view) {
        return view.seats().stream().filter(Optional::isEmpty).count();
    }
}
