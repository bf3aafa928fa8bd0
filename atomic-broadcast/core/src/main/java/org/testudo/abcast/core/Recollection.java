package org.testudo.abcast.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.kernel.notice.RolledBack;
import org.testudo.kernel.order.Request;
import org.testudo.kernel.statement.Signed;
import org.testudo.kernel.view.Occupant;

/**
 * Before its first vote a member that goes on with its journal asks Q seats, itself one of them, for what they hold with its
 * signature: what the journal lacks of that proves that it was rolled back, to an old image of the disk, say (AB-26).
 */
final class Recollection {
    /** The longest pause between questions to a member that does not answer. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Parts parts;
    private final Ordering ordering;
    private final Map<MemberId, Long> heard = new LinkedHashMap<>();
    private final Set<Recalled.Said> later = new LinkedHashSet<>();
    private Memory memory;
    private long question;
    private Duration patience;
    private Duration notBefore = Duration.ZERO;

    Recollection(Parts parts) {
        this.parts = parts;
        ordering = parts.ordering;
    }

    /** The journal has been read: it is asked from here on what it may lack. */
    void begin() {
        memory = Memory.of(ordering, parts.window, parts.own.last());
        question = Math.max(0, ordering.out().now().wallClock().toEpochMilli());
        patience = ordering.patience();
        ordering.recollecting(true);
        ask();
    }

    /** Asks whoever has not answered yet, more and more seldom. */
    void ask() {
        if (!ordering.recollecting() || ordering.elapsed().compareTo(notBefore) < 0) return;
        for (Occupant each : ordering.seating().record().occupants()) {
            boolean other = !each.member().equals(ordering.self());
            if (other && !heard.containsKey(each.member())) ordering.out().send(each.member(), new Recall(question));
        }
        notBefore = ordering.elapsed().plus(patience);
        Duration twice = patience.multipliedBy(2);
        patience = twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    /** Who is ahead counts once this member is where that one was: what it had said on the way shows by then (AB-16). */
    void onRecalled(MemberId from, Recalled answer) {
        if (!ordering.recollecting() || answer.question() != question || !answer.isOnlyOf(ordering.self())) return;
        List<Recalled.Said> beyond = answer.statements(ordering.origin())
                .filter(said -> !memory.holds(said))
                .toList();
        later.addAll(beyond.stream().filter(said -> author(said).isEmpty()).toList());
        beyond.stream().filter(this::lacks).findFirst().ifPresent(it -> rolledBack(it.describe()));
        if (ordering.serves(from)) heard.putIfAbsent(from, answer.delivered());
        goOn();
    }

    private boolean lacks(Recalled.Said said) {
        return author(said).orElse(false) && !memory.holds(said);
    }

    /**
     * Whether this start has said it, and not a former one of this name; empty if that is not known yet. Where no start is named
     * it is the one that holds the seat of the view (GM-23).
     */
    private Optional<Boolean> author(Recalled.Said said) {
        if (said.incarnation() != 0) return Optional.of(ordering.namesThisStart(said.incarnation()));
        return parts.states.record(said.view()).map(ordering::seatsThisStart);
    }

    private void rolledBack(String missing) {
        ordering.withdraw();
        ordering.recollecting(false);
        ordering.out().announce(new RolledBack(missing));
    }

    /** Whether Q seats have been heard of, and what has been delivered since holds nothing that the journal lacks. */
    void goOn() {
        // At a barrier this member says nothing in a view that may have ended.
        boolean open = ordering.recollecting() && !ordering.barrier();
        if (!open || !ordering.certificates().intersecting(seats())) return;
        Optional<String> missing = missingRequest().or(this::missingVote).or(this::missingOfLaterViews);
        if (missing.isPresent()) rolledBack(missing.get());
        else if (later.stream().allMatch(each -> author(each).isPresent())) conclude();
    }

    private List<Integer> seats() {
        List<Integer> seats = new ArrayList<>();
        seats.add(ordering.seating().seat(ordering.self()));
        heard.forEach((member, delivered) -> {
            if (delivered <= ordering.delivered() && !member.equals(ordering.self()))
                seats.add(ordering.seating().seat(member));
        });
        seats.removeIf(seat -> seat == Seating.NONE);
        return seats;
    }

    private Optional<String> missingRequest() {
        long delivered = parts.own.delivered();
        return delivered > memory.asked() ? Optional.of("its request " + delivered) : Optional.empty();
    }

    private Optional<String> missingVote() {
        return LongStream.rangeClosed(memory.delivered() + 1, ordering.delivered())
                .mapToObj(parts.log::entry)
                .flatMap(Optional::stream)
                .flatMap(entry -> Recalled.Said.in(entry.certificate(), ordering.self()).stream())
                .filter(this::lacks)
                .map(Recalled.Said::describe)
                .findFirst();
    }

    private Optional<String> missingOfLaterViews() {
        return later.stream().filter(this::lacks).map(Recalled.Said::describe).findFirst();
    }

    /** A leader may have proposed what no journal tells: it does not lead on, but leaves the epoch that it led. */
    private void conclude() {
        ordering.recollecting(false);
        parts.own.flush();
        boolean led = memory.endsIn(ordering.view(), ordering.epoch())
                && ordering.leader().equals(ordering.self());
        if (led) {
            parts.changes.change(ordering.epoch() + 1);
        } else if (ordering.seated()) {
            parts.changes.repeat();
            parts.voter.repeat();
        }
        parts.complaints.goesOn();
    }

    /** What this member holds with another's signature that is not decided, as far as that one knows. */
    void onRecall(MemberId from, Recall recall) {
        if (from.equals(ordering.self()) || !ordering.serves(from)) return;
        List<Signed<Prepare>> prepares = new ArrayList<>();
        List<Signed<Commit>> commits = new ArrayList<>();
        for (Slot slot : parts.window.slots()) {
            slot.prepareOf(from)
                    .map(it -> Recalled.prepare(it, ordering.lives()))
                    .ifPresent(prepares::add);
            slot.commitOf(from).map(it -> Recalled.commit(it, ordering.lives())).ifPresent(commits::add);
        }
        List<Signed<EpochChange>> left = parts.changes.of(from).stream().toList();
        Recalled answer = new Recalled(
                recall.question(), ordering.delivered(), latest(prepares), latest(commits), left, asked(from));
        if (parts.budget.spend(from, answer.size())) ordering.out().send(from, answer);
    }

    /** Its request with the highest number. */
    private List<Signed<Request>> asked(MemberId from) {
        return parts.pool.backlogs().stream()
                .filter(each -> each.origin().principal().equals(Principal.of(from)) && !each.isEmpty())
                .max(Comparator.comparingLong(each -> each.origin().incarnation()))
                .map(each -> each.last().signed())
                .stream()
                .toList();
    }

    /** In the order of slots, so that the last ones are what was said last. */
    private static <T> List<T> latest(List<T> all) {
        return all.subList(Math.max(0, all.size() - Recalled.MOST), all.size());
    }
}
