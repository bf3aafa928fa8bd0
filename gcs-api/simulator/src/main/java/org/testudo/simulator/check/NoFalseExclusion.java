package org.testudo.simulator.check;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Judged;
import org.testudo.kernel.statement.StatementKey;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** No correct member is excluded, loses its seat, or is judged guilty, at any correct member (GM-4). */
final class NoFalseExclusion implements Observer {
    private static final Pattern RESIZED = Pattern.compile("resized to .*?, without (.*?) by ");

    private final Run run;

    NoFalseExclusion(Run run) {
        this.run = run;
    }

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (!member.correct()) return;
        for (SimulatedMember each : run.correct()) {
            if (mayHaveCome(member, each, view) && (view.excluded(each.id()) || lost(member, each, view))) {
                throw new Violation(
                        Checks.NO_FALSE_EXCLUSION,
                        member.id() + " installed view " + view.id() + " without " + each.id() + ": " + view.reason());
            }
        }
    }

    /**
     * Whether this is not about the one under whose former key an attacker had the name, until operators pardoned it: that is, it has
     * its key from the genesis, or has sat with it before this view (GM-6).
     */
    private boolean mayHaveCome(SimulatedMember member, SimulatedMember each, ViewRecord view) {
        StatementKey key = each.context().origin().key();
        boolean founding = run.genesis()
                .onRoster(each.id())
                .filter(entry -> entry.statementKey().equals(key))
                .isPresent();
        return founding
                || member.views().stream()
                        .filter(before -> before.id() < view.id())
                        .flatMap(before -> before.occupant(each.id()).stream())
                        .anyMatch(occupant -> occupant.statementKey().equals(key));
    }

    /** Whether the view takes a seat that the one before gave; its occupant has not asked to go, nor operators named it. */
    private static boolean lost(SimulatedMember member, SimulatedMember occupant, ViewRecord view) {
        if (view.id() <= 1) return false;
        ViewRecord before = member.views().get((int) view.id() - 1);
        return before.seatOf(occupant.id()).isPresent()
                && view.seatOf(occupant.id()).isEmpty()
                && !view.reason().contains(occupant.id() + " retired")
                && !letGo(occupant.id(), before, view);
    }

    /** Whether the view has fewer seats than the one before, and says that it goes on without this member (GM-3). */
    private static boolean letGo(MemberId member, ViewRecord before, ViewRecord view) {
        Matcher resized = RESIZED.matcher(view.reason());
        return view.seats().size() < before.seats().size()
                && resized.find()
                && List.of(resized.group(1).split(", ")).contains(member.name());
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        if (!member.correct() || !(notice instanceof Judged judged) || !judged.effective()) return;
        int target = run.indexOf(judged.target());
        if (target >= 0 && run.member(target).correct() && mayHaveCome(member, run.member(target), member.view())) {
            throw new Violation(Checks.NO_FALSE_EXCLUSION, member.id() + " announced " + judged.describe());
        }
    }
}
