package org.testudo.membership.core;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.testudo.api.MemberId;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.notice.ResizeDelayed;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.Quorum;
import org.testudo.kernel.view.Standby;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.kernel.wire.WireReader;
import org.testudo.kernel.wire.WireWriter;

/**
 * More seats for the group, or fewer (GM-3): a standby that is ready for each new seat, members that go for each that falls
 * away. What would leave fewer than Q of the new seats ready waits (GM-18). Replicated state: the last one that waits.
 */
final class Resizing {
    /** Names, and who approved: far less in practice. */
    private static final int MOST_TEXT = 1 << 16;

    private record Wish(Act.Resize act, String by) {
        static Wish read(WireReader in) throws MalformedException {
            if (!(Act.read(in) instanceof Act.Resize act)) throw new MalformedException("no resize waits");
            return new Wish(act, in.readText(MOST_TEXT));
        }

        void write(WireWriter out) {
            act.write(out);
            out.writeText(by);
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
    Optional<String> waiting() {
        return waiting.map(wish -> wish.act.describe());
    }

    /** Operators ask for it: it happens, waits, in the place of one that waited before, or cannot be; what came of it. */
    String ask(Act.Resize act, String by, Fold fold) {
        Quorum present = fold.seats().quorum();
        boolean same = act.seats() == present.seats() && act.maxFaulty() == present.maxFaulty();
        if (same && act.members().isEmpty()) return withdrawn();
        Optional<String> flaw = flaw(act, fold);
        if (flaw.isPresent()) return "no effect: " + flaw.get();
        Wish wish = new Wish(act, by);
        Optional<String> lack = lack(act, fold);
        if (lack.isEmpty()) return carryOut(wish, fold);
        waiting = Optional.of(wish);
        fold.tell(new ResizeDelayed(act.seats(), act.maxFaulty(), lack.get()));
        return "waits: " + lack.get();
    }

    private String withdrawn() {
        boolean waited = waiting.isPresent();
        waiting = Optional.empty();
        return waited ? "what waited is withdrawn" : "no effect: it has that size already";
    }

    /** Carries out what waits as soon as nothing is lacking any more. */
    void settle(Fold fold) {
        if (waiting.isPresent() && lack(waiting.get().act, fold).isEmpty()) carryOut(waiting.get(), fold);
    }

    private String carryOut(Wish wish, Fold fold) {
        waiting = Optional.empty();
        Act.Resize act = wish.act;
        boolean more = act.seats() > fold.seats().quorum().seats();
        List<MemberId> gone = more ? List.of() : sitting(act, fold);
        List<Standby> come = more
                ? act.members().stream()
                        .flatMap(each -> fold.ready(each).stream())
                        .toList()
                : List.of();
        String names = gone.isEmpty()
                ? ""
                : ", without "
                        + String.join(", ", gone.stream().map(MemberId::name).toList());
        String change = "resized to " + size(act) + names;
        fold.resize(quorum(act).orElseThrow(), gone, come, change + " by " + wish.by);
        return change;
    }

    /** Why it can never be, for people. */
    private Optional<String> flaw(Act.Resize act, Fold fold) {
        if (quorum(act).isEmpty())
            return Optional.of(
                    size(act) + " are no group of the model " + genesis.quorum().model());
        if (new TreeSet<>(act.members()).size() < act.members().size()) return Optional.of("it names a member twice");
        int more = act.seats() - fold.seats().quorum().seats();
        return more > 0 ? flawOfNewcomers(act, more, fold) : flawOfLeavers(act, -more, fold);
    }

    private Optional<String> flawOfNewcomers(Act.Resize act, int more, Fold fold) {
        if (act.members().size() != more)
            return Optional.of("it names " + act.members().size() + " standbys for " + more + " new seats");
        return act.members().stream()
                .filter(each -> genesis.onRoster(each).isEmpty()
                        || fold.seats().excluded(each)
                        || fold.seats().seatOf(each).isPresent())
                .findFirst()
                .map(each -> each + " is no standby: it holds a seat, is excluded or not on the roster");
    }

    private Optional<String> flawOfLeavers(Act.Resize act, int fewer, Fold fold) {
        long go = act.members().size();
        if (go > fewer || go + fold.seats().vacancies() < fewer) {
            return Optional.of("it names " + go + " members for " + fewer + " seats that fall away, of which "
                    + fold.seats().vacancies() + " can be vacant ones");
        }
        return act.members().stream()
                .filter(each -> fold.seats().seatOf(each).isEmpty())
                .findFirst()
                .map(each -> each + " holds no seat");
    }

    /** What it waits for, for people; empty if it can be now. */
    private Optional<String> lack(Act.Resize act, Fold fold) {
        int more = act.seats() - fold.seats().quorum().seats();
        if (more > 0) {
            for (MemberId each : act.members())
                if (fold.ready(each).isEmpty()) return Optional.of(each + " is no ready standby");
        }
        List<MemberId> gone = more > 0 ? List.of() : sitting(act, fold);
        if (more < 0 && gone.size() + fold.seats().vacancies() < -more)
            return Optional.of("too few of its seats are vacant or named");
        Quorum next = quorum(act).orElseThrow();
        boolean enough = fold.floor().allows(next, gone, Math.max(0, more), fold.seats());
        return enough
                ? Optional.empty()
                : Optional.of("fewer than " + next.intersecting() + " seats of it would be ready");
    }

    private static List<MemberId> sitting(Act.Resize act, Fold fold) {
        return act.members().stream()
                .filter(each -> fold.seats().seatOf(each).isPresent())
                .toList();
    }

    private Optional<Quorum> quorum(Act.Resize act) {
        return Quorum.tried(act.seats(), act.maxFaulty(), genesis.quorum().model());
    }

    private static String size(Act.Resize act) {
        return act.seats() + " seats of which " + act.maxFaulty() + " may be faulty";
    }
}
