package org.testudo.membership.joint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.testudo.api.Notice;
import org.testudo.kernel.notice.EpochEntered;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.simulator.Check;
import org.testudo.simulator.Run;
import org.testudo.simulator.SimulatedMember;

/** What happened in how many runs: seeds in which nothing happens prove nothing. */
final class Coverage implements Consumer<Run> {
    static final String VIEWS = "view changed after the group had formed";
    static final String EPOCHS = "led by a later leader";
    static final String FAR = "led by a third leader of one view";
    static final String SENSOR = "excluded by a sensor";
    static final String EVIDENCE = "excluded on evidence";
    static final String DEACTIVATED = "deactivated";
    static final String AGAIN = "member started again";
    static final String CUT = "network cut";
    static final String EXCUSED = "owed no progress";
    static final String NOTHING = "nothing of all this";

    private final Map<String, Integer> seen = new TreeMap<>();
    private final Map<String, Integer> checks = new LinkedHashMap<>();
    private int runs;

    /** Called by one thread at a time. */
    @Override
    public void accept(Run run) {
        runs++;
        int before = seen.values().stream().mapToInt(Integer::intValue).sum();
        SimulatedMember survivor = run.live().get(0);
        List<String> reasons = survivor.views().stream().map(ViewRecord::reason).toList();
        count(VIEWS, survivor.views().size() > 2);
        count(EPOCHS, run.live().stream().anyMatch(member -> entered(member, 1)));
        count(FAR, run.live().stream().anyMatch(member -> entered(member, 2)));
        count(SENSOR, reasons.stream().anyMatch(it -> it.contains("excluded, sensor")));
        count(EVIDENCE, reasons.stream().anyMatch(it -> it.contains("excluded, evidence")));
        count(DEACTIVATED, reasons.stream().anyMatch(it -> it.contains(" inactive: suspected")));
        count(AGAIN, run.correct().stream().anyMatch(it -> it.context().start().again()));
        count(CUT, run.cuts() > 0);
        count(EXCUSED, run.excused());
        Check.heldBy(run).forEach(each -> checks.merge(each, 1, Integer::sum));
        count(NOTHING, seen.values().stream().mapToInt(Integer::intValue).sum() == before);
    }

    private static boolean entered(SimulatedMember member, long least) {
        for (Notice each : member.notices()) if (each instanceof EpochEntered it && it.epoch() >= least) return true;
        return false;
    }

    private void count(String what, boolean happened) {
        if (happened) seen.merge(what, 1, Integer::sum);
    }

    int runs() {
        return runs;
    }

    /** In how many runs this happened. */
    int of(String what) {
        return seen.getOrDefault(what, 0);
    }

    /** In how many runs each check held, by what its method is called. */
    String perCheck() {
        return checks.entrySet().stream()
                .map(each -> method(each.getKey()) + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }

    /** In how many runs the check of this method held. */
    int of(Check check) {
        return checks.getOrDefault(check.name(), 0);
    }

    private static String method(String name) {
        return Pattern.compile(" (.)")
                .matcher(name)
                .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return runs + " runs " + seen;
    }
}
