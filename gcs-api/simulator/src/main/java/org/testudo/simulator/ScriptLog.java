package org.testudo.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.testudo.api.Notice;
import org.testudo.kernel.core.SlotDelivery;
import org.testudo.kernel.view.ViewRecord;

/** Writes down what a script shows of its run, and knows the commands that say what that is. */
final class ScriptLog implements Observer {
    private static final List<String> KNOWN = List.of("messages", "deliveries", "views", "notices");

    /** What one member has sent to several at once, so far. */
    private record Sent(Duration at, SimulatedMember from, String text, List<String> receivers) {}

    private final Map<String, Function<SimulatedMember, String>> looks;
    private final Map<String, String> unseen = new LinkedHashMap<>();
    private final List<String> kinds = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private List<String> shown = List.of("deliveries", "views", "notices");
    private Duration begin = Duration.ZERO;
    private boolean together;
    private String where = "";
    private Sent sent;
    private Run run;

    /** @param looks what can be said of a member at any time, by name */
    ScriptLog(Map<String, Function<SimulatedMember, String>> looks) {
        this.looks = looks;
    }

    ScriptLog begin(Run now) {
        run = now;
        lines.clear();
        return this;
    }

    void register(Map<String, BiConsumer<Simulation, List<String>>> commands) {
        commands.put("show", (simulation, words) -> show(words));
        commands.put("only", (simulation, words) -> only(words));
        commands.put("from", (simulation, words) -> begin = ScriptCommands.time(words.get(0)));
        commands.put("together", (simulation, words) -> together = true);
        commands.put("look", this::look);
    }

    /** The command at this place of the script is next. */
    void reading(String place) {
        where = place;
    }

    private void show(List<String> words) {
        if (!KNOWN.containsAll(words)) throw new IllegalArgumentException("can show " + KNOWN);
        shown = words;
    }

    private void only(List<String> words) {
        if (words.isEmpty()) throw new IllegalArgumentException("of which kind? write 'only Commit CaughtUp'");
        kinds.addAll(words);
        for (String each : words) unseen.put(each, where);
    }

    private void look(Simulation simulation, List<String> words) {
        Duration time = ScriptCommands.time(words.get(0));
        String name = words.size() > 1 ? words.get(1) : "";
        Function<SimulatedMember, String> what = looks.get(name);
        if (what == null) throw new IllegalArgumentException("can look at " + looks.keySet());
        List<Integer> members =
                words.stream().skip(2).map(ScriptCommands::number).toList();
        simulation.at(
                time,
                now -> now.members().stream()
                        .filter(SimulatedMember::running)
                        .filter(each -> members.isEmpty() || members.contains(each.index()))
                        .forEach(each -> add(each, name + ": " + what.apply(each))));
    }

    /** All that was written down. */
    List<String> lines() {
        flush();
        return lines;
    }

    /** @throws IllegalArgumentException if the script asks for a kind that there was not, which would hide a mistyped one */
    void demandKinds() {
        unseen.forEach((kind, place) -> {
            throw new IllegalArgumentException(place + ": nothing of kind '" + kind
                    + "' is sent or announced while it would be shown; correct the name, or leave it out");
        });
    }

    @Override
    public boolean watchesMessages() {
        return shown.contains("messages");
    }

    @Override
    public void sent(SimulatedMember from, int to, int layer, Object message) {
        boolean wanted = from.index() != to && (message == null ? kinds.isEmpty() : wants(message));
        if (!wanted) return;
        String receiver = to < 0 ? "?" : run.member(to).id().name();
        String text = Describe.text(message);
        if (!together) {
            add(from, "-> " + receiver + " " + text);
            return;
        }
        boolean same = sent != null && sent.at.equals(run.now()) && sent.from == from && sent.text.equals(text);
        if (!same) {
            flush();
            sent = new Sent(run.now(), from, text, new ArrayList<>());
        }
        sent.receivers.add(receiver);
    }

    @Override
    public void delivered(SimulatedMember member, SlotDelivery delivery) {
        if (shown.contains("deliveries") && !member.surroundings().given()) {
            add(member, "delivers slot " + delivery.slot() + " " + Describe.text(delivery.requests()));
        }
    }

    @Override
    public void installed(SimulatedMember member, ViewRecord view) {
        if (shown.contains("views") && view.id() > 0) add(member, "installs " + Describe.view(view));
    }

    @Override
    public void announced(SimulatedMember member, int layer, Notice notice) {
        if (shown.contains("notices") && wants(notice)) add(member, "announces " + Describe.text(notice));
    }

    private boolean wants(Object it) {
        String kind = it.getClass().getSimpleName();
        boolean wanted = (kinds.isEmpty() || kinds.contains(kind)) && run.now().compareTo(begin) >= 0;
        if (wanted) unseen.remove(kind);
        return wanted;
    }

    private void add(SimulatedMember member, String what) {
        flush();
        if (run.now().compareTo(begin) >= 0) write(run.now(), member, what);
    }

    private void flush() {
        if (sent != null) write(sent.at, sent.from, "-> " + String.join(", ", sent.receivers) + " " + sent.text);
        sent = null;
    }

    private void write(Duration at, SimulatedMember member, String what) {
        lines.add(Describe.time(at.toNanos()) + " " + member.label() + " " + what);
    }
}
