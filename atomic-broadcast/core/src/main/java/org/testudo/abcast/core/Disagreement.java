package org.testudo.abcast.core;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testudo.api.MemberId;
import org.testudo.kernel.notice.OperationDiffers;
import org.testudo.kernel.notice.OperationNotFound;

/**
 * Finds the first operation between two states whose result here is not that of the others (AB-7). A result is the others' if
 * so many say so that one of them is correct. An operation that changed the state and did not show it in a result cannot be
 * found so; then that is said.
 */
final class Disagreement {
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** In vain, one after the other: liars may be silent, and who remembers nothing does not answer. */
    static final int MOST_ASKS = 40;

    private final Ordering ordering;
    private final ResultLog own;
    private final Budget budget;
    private final Map<MemberId, Results> told = new LinkedHashMap<>();
    private long first;
    private long last;
    private long next;
    private boolean seeking;
    private int asked;
    private Duration askAt = Duration.ZERO;

    Disagreement(Ordering ordering, ResultLog own, Budget budget) {
        this.ordering = ordering;
        this.own = own;
        this.budget = budget;
    }

    /** The states were equal after one slot and are not after the other. */
    void seek(long equal, long differing) {
        first = equal + 1;
        next = first;
        last = differing;
        seeking = true;
        asked = 0;
        told.clear();
    }

    boolean seeks() {
        return seeking;
    }

    void pulse() {
        if (!seeking || ordering.elapsed().compareTo(askAt) < 0) return;
        if (own.holds(next) && asked < MOST_ASKS) ask();
        else if (own.holds(next)) end("too few have said what came of slot " + next);
        else end("this member remembers no results of slot " + next);
    }

    private void ask() {
        asked++;
        askAt = ordering.elapsed().plus(PAUSE);
        ordering.out().multicast(new ResultsWanted(next));
    }

    void onWanted(MemberId from, ResultsWanted wanted) {
        if (from.equals(ordering.self()) || !ordering.serves(from)) return;
        if (!budget.spend(from, Budget.SIGNED)) return; // before anything is looked up: asking costs nothing
        Results results = own.from(wanted.slot());
        if (!results.slots().isEmpty()) ordering.out().send(from, results);
    }

    /** Only who holds a seat counts, with its latest word. */
    void onResults(MemberId from, Results results) {
        if (!seeking || from.equals(ordering.self()) || !ordering.seating().seated(from)) return;
        told.put(from, results);
        long before = next;
        while (seeking && next <= last && compared()) continue;
        if (!seeking) return;
        if (next > last)
            end("none had another result here than at the others: one changed the state without showing it");
        else if (tooFewRemember()) end("the others have forgotten slot " + next);
        if (!seeking || next == before) return;
        asked = 0;
        ask(); // one answer rarely holds all slots
    }

    /** Whether it is known what came of the next slot. */
    private boolean compared() {
        Optional<List<Long>> theirs = agreed();
        if (theirs.isEmpty() || !own.holds(next)) return false;
        List<ResultLog.Result> ours = own.of(next);
        List<Long> marks = ours.stream().map(ResultLog.Result::mark).toList();
        if (marks.equals(theirs.get())) {
            next++;
            return true;
        }
        int place = 0;
        while (place < marks.size()
                && place < theirs.get().size()
                && marks.get(place).equals(theirs.get().get(place))) place++;
        seeking = false;
        if (place < ours.size()) tell(ours.get(place), place + 1);
        else end("the others executed more operations in slot " + next);
        return true;
    }

    private void tell(ResultLog.Result differing, int place) {
        ordering.out()
                .announce(new OperationDiffers(
                        differing.origin().principal().toString(), differing.number(), next, place));
    }

    private void end(String why) {
        seeking = false;
        ordering.out().announce(new OperationNotFound(first, last, why));
    }

    /** What so many say came of the next slot that it must be so. */
    private Optional<List<Long>> agreed() {
        Map<List<Long>, Integer> votes = new LinkedHashMap<>();
        told.forEach((from, each) -> {
            if (ordering.seating().seated(from)) marks(each).ifPresent(it -> votes.merge(it, 1, Integer::sum));
        });
        int enough = ordering.seating().quorum().believable();
        return votes.entrySet().stream()
                .filter(each -> each.getValue() >= enough)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Optional<List<Long>> marks(Results results) {
        long index = next - results.first();
        boolean there = index >= 0 && index < results.slots().size();
        return there ? Optional.of(results.slots().get((int) index)) : Optional.empty();
    }

    /**
     * Whether so many have forgotten the slot that the rest could not be believed. Not sooner: some of who say so may lie, and
     * others have started again since.
     */
    private boolean tooFewRemember() {
        Seating seating = ordering.seating();
        long others = seating.members().stream()
                .filter(each -> !each.equals(ordering.self()))
                .count();
        long forgotten = told.entrySet().stream()
                .filter(each -> seating.seated(each.getKey()) && each.getValue().first() > next)
                .count();
        return others - forgotten < seating.quorum().believable();
    }
}
