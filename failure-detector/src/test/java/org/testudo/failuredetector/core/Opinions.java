package org.testudo.failuredetector.core;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.testudo.api.MemberId;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.Restored;
import org.testudo.kernel.notice.Suspected;
import org.testudo.simulator.Check;
import org.testudo.simulator.Observer;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;
import org.testudo.simulator.Violation;

/** Whom each member suspects, and what may be asked of that. */
class Opinions implements Observer {
    private final Run run;
    private final boolean neverOfCorrect;
    private final Map<Integer, Set<MemberId>> suspects = new TreeMap<>();

    private Opinions(Run run, boolean neverOfCorrect) {
        this.run = run;
        this.neverOfCorrect = neverOfCorrect;
    }

    /** No correct member ever suspects another that has not crashed; suspicions and restorations alternate. */
    static Check accurate() {
        return Check.of("accuracy", run -> new Opinions(run, true));
    }

    /** In the end each live member suspects exactly the crashed, whatever it thinks of the Byzantine. */
    static Check right() {
        return Check.awaiting("right-in-the-end", run -> new Opinions(run, false) {
            @Override
            public void ended() {
                if (!satisfied()) throw new Violation("right-in-the-end", describe());
            }
        });
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        Set<MemberId> suspected = suspects.computeIfAbsent(member.index(), any -> new TreeSet<>());
        boolean sensible = true;
        if (notice instanceof Suspected it)
            sensible = suspected.add(it.member()) && mayBeSuspected(member, it.member());
        else if (notice instanceof Restored it) sensible = suspected.remove(it.member());
        if (!sensible && member.correct())
            throw new Violation("accuracy", member.id() + " announces " + notice.describe());
    }

    private boolean mayBeSuspected(SimulatedMember observer, MemberId target) {
        SimulatedMember peer = run.member(run.indexOf(target));
        return peer != observer && (!neverOfCorrect || !peer.live());
    }

    @Override
    public boolean satisfied() {
        return run.live().stream()
                .allMatch(observer -> suspectedByCorrect(observer).equals(crashed()));
    }

    private Set<MemberId> suspectedByCorrect(SimulatedMember observer) {
        Set<MemberId> some = new TreeSet<>(suspects.getOrDefault(observer.index(), Set.of()));
        some.removeIf(each -> !run.member(run.indexOf(each)).correct());
        return some;
    }

    private Set<MemberId> crashed() {
        return run.correct().stream()
                .filter(SimulatedMember::stopped)
                .map(SimulatedMember::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    String describe() {
        return "crashed " + crashed() + ", suspected " + suspects;
    }
}
