package org.testudo.simulator;

import java.util.ArrayList;
import java.util.List;
import org.testudo.api.Notice;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.view.ViewRecord;

/** Writes down what a script shows of its run. */
final class ScriptLog implements Observer {
    private static final List<String> KNOWN = List.of("messages", "deliveries", "views", "notices");

    private final List<String> lines = new ArrayList<>();
    private List<String> shown = List.of("deliveries", "views", "notices");
    private Run run;

    ScriptLog begin(Run now) {
        run = now;
        lines.clear();
        return this;
    }

    void show(List<String> kinds) {
        if (!KNOWN.containsAll(kinds)) throw new IllegalArgumentException("can show " + KNOWN);
        shown = kinds;
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public boolean watchesMessages() {
        return shown.contains("messages");
    }

    @Override
    public void sent(SimulatedMember from, int to, int layer, Object message) {
        String receiver = to < 0 ? "?" : run.member(to).id().name();
        if (from.index() != to) add(from, "-> " + receiver + " " + Describe.text(message));
    }

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (shown.contains("deliveries")) {
            add(member, "delivers slot " + delivery.slot() + " " + Describe.text(delivery.requests()));
        }
    }

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (shown.contains("views") && view.id() > 0) add(member, "installs " + Describe.view(view));
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        if (shown.contains("notices")) add(member, "announces " + Describe.text(notice));
    }

    private void add(SimulatedMember member, String what) {
        lines.add(Describe.time(run.now().toNanos()) + " " + member.id() + " " + what);
    }
}
