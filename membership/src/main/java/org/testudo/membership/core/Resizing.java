package org.testudo.membership.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.notice.ResizeDelayed;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Occupant;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * More seats for the group, or fewer (GM-3). New seats are taken by standbys that are ready: those named first, then the others
 * in the order of their admission. Seats fall away in this order, each time from the last one on: of members that are named,
 * vacant ones, those of inactive members, the others. As long as a new seat would stay empty, or fewer than Q of the new number
 * would be ready, it waits (GM-18). Replicated state: the last one that waits.
 *
 * <p>Of the founders so many keep their seats that those without one, and as many faulty ones as there may be, are fewer than form a
 * group (GM-21): they are let go with a clear conscience, start again without memory, and would else form another life of it where
 * they do not hear of this one; and whoever starts in view 0 believes founders alone.
 */
final class Resizing {
    /** Bytes of who approved it, and of what it waits for: names, far fewer in practice. */
    private static final int MOST_TEXT = 1 << 16;

    private record Wish(Act.Resize act, String by, String why) {
        static Wish read(WireReader in) throws MalformedException {
            if (!(Act.read(in) instanceof Act.Resize act)) throw new MalformedException("no resize waits");
            return new Wish(act, in.readText(MOST_TEXT), in.readText(MOST_TEXT));
        }

        void write(WireWriter out) {
            act.write(out);
            out.writeText(by).writeText(why);
        }
    }

    private final Genesis genesis;
    private Optional<Wish> waiting = Optional.empty();

    Resizing(Genesis genesis) {
        this.genesis = genesis;
    }

    /** Its part of a checkpoint (AB-23). */
    void write(WireWriter out) {
        out.writeOptional(waiting, Wish::write);
    }

    void restore(WireReader in) throws MalformedException {
        waiting = in.readOptional(Wish::read);
    }

    /** What waits, for people; empty if nothing does. */
    Optional<ResizeDelayed> waiting() {
        return waiting.map(wish -> new ResizeDelayed(wish.act.seats(), wish.act.maxFaulty(), wish.why));
    }

    /** Operators ask for it: it happens, waits in the place of one that waited before, or cannot be; what came of it. */
    String ask(Act.Resize act, String by, Fold fold) {
        Quorum present = fold.seats().quorum();
        boolean same = act.seats() == present.seats() && act.maxFaulty() == present.maxFaulty();
        if (same && act.members().isEmpty()) return withdrawn();
        Optional<String> flaw = flaw(act, fold);
        if (flaw.isPresent()) return "no effect: " + flaw.get();
        Optional<String> lack = lack(act, fold);
        if (lack.isEmpty()) return carryOut(act, by, fold);
        waiting = Optional.of(new Wish(act, by, lack.get()));
        fold.tell(waiting().orElseThrow());
        return "waits, since " + lack.get();
    }

    private String withdrawn() {
        boolean waited = waiting.isPresent();
        waiting = Optional.empty();
        return waited ? "what waited is withdrawn" : "no effect: it has that size already";
    }

    /** Carries out what waits as soon as nothing is lacking any more. */
    void settle(Fold fold) {
        if (waiting.isEmpty()) return;
        Wish wish = waiting.get();
        Optional<String> lack = lack(wish.act, fold);
        if (lack.isEmpty()) carryOut(wish.act, wish.by, fold);
        else waiting = Optional.of(new Wish(wish.act, wish.by, lack.get()));
    }

    private String carryOut(Act.Resize act, String by, Fold fold) {
        waiting = Optional.empty();
        List<String> gone = falling(act, fold).stream()
                .flatMap(seat -> fold.seats().all().get(seat).stream())
                .map(each -> each.member().name())
                .toList();
        List<Standby> come =
                newcomers(act, fold).stream().limit(more(act, fold)).toList();
        String change = "resized to " + size(act) + (gone.isEmpty() ? "" : ", without " + String.join(", ", gone));
        fold.resize(quorum(act).orElseThrow(), staying(act, fold), come, change + " by " + by);
        return change;
    }

    /** Why it can never be, for people. */
    private Optional<String> flaw(Act.Resize act, Fold fold) {
        if (quorum(act).isEmpty())
            return Optional.of(
                    size(act) + " are no group of the model " + genesis.quorum().model());
        int roster = genesis.roster().size();
        if (act.seats() > roster)
            return Optional.of("the roster has " + roster + " names for " + act.seats() + " seats");
        int least = genesis.members().size() - mostOutside(act);
        if (act.seats() < least)
            return Optional.of(
                    "at least " + least + " of the " + genesis.members().size() + " founders have to keep a seat");
        if (new TreeSet<>(act.members()).size() < act.members().size()) return Optional.of("it names a member twice");
        int change = Math.abs(act.seats() - fold.seats().quorum().seats());
        if (act.members().size() > change)
            return Optional.of("it names " + act.members().size() + " members for a change of " + change + " seats");
        return more(act, fold) > 0 ? flawOfNewcomers(act, fold) : flawOfLeavers(act, fold);
    }

    private Optional<String> flawOfNewcomers(Act.Resize act, Fold fold) {
        return act.members().stream()
                .filter(each -> genesis.onRoster(each).isEmpty() || !mayCome(each, fold))
                .findFirst()
                .map(each -> each + " is no standby: it holds a seat, is excluded or not on the roster");
    }

    private Optional<String> flawOfLeavers(Act.Resize act, Fold fold) {
        Optional<MemberId> stranger = act.members().stream()
                .filter(each -> fold.seats().seatOf(each).isEmpty())
                .findFirst();
        if (stranger.isPresent()) return Optional.of(stranger.get() + " holds no seat");
        List<Integer> falling = falling(act, fold);
        return act.members().stream()
                .filter(each -> !falling.contains(fold.seats().seatOf(each).getAsInt()))
                .findFirst()
                .map(each ->
                        each + " has to stay: no more than " + mostOutside(act) + " founders may be without a seat");
    }

    /** What it waits for, for people; empty if it can be now. */
    private Optional<String> lack(Act.Resize act, Fold fold) {
        // Else a view of the same size may stand for some that were let go (GM-14).
        if (fold.seats().resized()) return Optional.of("the group has been resized in this slot");
        int more = more(act, fold);
        List<Standby> come = newcomers(act, fold);
        Optional<MemberId> late = act.members().stream()
                .filter(each -> more > 0 && mayCome(each, fold))
                .filter(each ->
                        come.stream().noneMatch(it -> Standbys.member(it).equals(each)))
                .findFirst();
        if (late.isPresent()) return Optional.of(late.get() + " is no ready standby");
        if (come.size() < more) return Optional.of(come.size() + " standbys are ready for " + more + " new seats");
        List<Integer> falling = falling(act, fold);
        if (falling.size() < fold.seats().all().size() - act.seats() || outside(act, fold) > mostOutside(act))
            return Optional.of("no more than " + mostOutside(act) + " founders may be without a seat");
        Optional<MemberId> kept = act.members().stream()
                .filter(each -> more == 0)
                .filter(each -> fold.seats().seatOf(each).stream().anyMatch(seat -> !falling.contains(seat)))
                .findFirst();
        if (kept.isPresent()) return Optional.of(kept.get() + " has to stay");
        Quorum next = quorum(act).orElseThrow();
        List<MemberId> stay = staying(act, fold).stream()
                .flatMap(Optional::stream)
                .map(Occupant::member)
                .toList();
        return fold.floor().allows(next, stay, more)
                ? Optional.empty()
                : Optional.of("fewer than " + next.intersecting() + " of its seats would be ready");
    }

    private static boolean mayCome(MemberId member, Fold fold) {
        return fold.seats().seatOf(member).isEmpty() && !fold.seats().excluded(member);
    }

    private static int more(Act.Resize act, Fold fold) {
        return Math.max(0, act.seats() - fold.seats().quorum().seats());
    }

    /** Those that could take new seats now, in the order in which they do. */
    private static List<Standby> newcomers(Act.Resize act, Fold fold) {
        List<Standby> ready = new ArrayList<>(fold.ready());
        ready.sort(Comparator.comparingInt(each -> {
            int named = act.members().indexOf(Standbys.member(each));
            return named < 0 ? act.members().size() : named;
        }));
        return ready;
    }

    private List<Optional<Occupant>> staying(Act.Resize act, Fold fold) {
        List<Integer> falling = falling(act, fold);
        List<Optional<Occupant>> stay = new ArrayList<>();
        List<Optional<Occupant>> all = fold.seats().all();
        for (int seat = 0; seat < all.size(); seat++) if (!falling.contains(seat)) stay.add(all.get(seat));
        return stay;
    }

    /** Indices of the seats that fall away; too few if founders must not. */
    private List<Integer> falling(Act.Resize act, Fold fold) {
        List<Optional<Occupant>> all = fold.seats().all();
        List<Integer> order = new ArrayList<>();
        for (int seat = all.size() - 1; seat >= 0; seat--) order.add(seat);
        order.sort(Comparator.comparingInt(seat -> rank(all.get(seat), act, fold)));
        List<Integer> falling = new ArrayList<>();
        long outside =
                genesis.members().size() - all.stream().filter(this::founder).count();
        for (int seat : order) {
            if (all.size() - falling.size() <= act.seats()) break;
            boolean founder = founder(all.get(seat));
            if (founder && outside >= mostOutside(act)) continue;
            if (founder) outside++;
            falling.add(seat);
        }
        return falling;
    }

    private boolean founder(Optional<Occupant> seat) {
        return seat.map(Occupant::member).filter(this::founder).isPresent();
    }

    private boolean founder(MemberId member) {
        return genesis.members().stream().anyMatch(each -> each.member().equals(member));
    }

    /**
     * How many founders a resize to this size may leave without a seat: fewer than could form another group with as many
     * founders as may be faulty (GM-21). These are never more than at the foundation, however many members a larger group
     * bears: else a founder that is excluded would keep the group from ever being larger.
     */
    private int mostOutside(Act.Resize act) {
        Quorum founding = genesis.quorum();
        return founding.founding() - 1 - Math.min(founding.maxFaulty(), act.maxFaulty());
    }

    /** How many founders would have no seat after it. */
    private long outside(Act.Resize act, Fold fold) {
        long seated = staying(act, fold).stream().filter(this::founder).count();
        long coming = newcomers(act, fold).stream()
                .limit(more(act, fold))
                .filter(each -> founder(Standbys.member(each)))
                .count();
        return genesis.members().size() - seated - coming;
    }

    private static int rank(Optional<Occupant> seat, Act.Resize act, Fold fold) {
        if (seat.isEmpty()) return 1;
        if (act.members().contains(seat.get().member())) return 0;
        return fold.inactive(seat.get()) ? 2 : 3;
    }

    private Optional<Quorum> quorum(Act.Resize act) {
        return Quorum.tried(act.seats(), act.maxFaulty(), genesis.quorum().model());
    }

    private static String size(Act.Resize act) {
        return act.seats() + " seats of which " + act.maxFaulty() + " may be faulty";
    }
}
