package org.testudo.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What each command of a script of blocks does to the one run of the script, and answers. */
final class ScriptSteps {
    private final CoreFactory factory;
    private final List<Check> checks;
    private final Map<String, Function<List<String>, List<String>>> commands = new LinkedHashMap<>();
    private Run run;

    ScriptSteps(CoreFactory factory, List<Check> checks) {
        this.factory = factory;
        this.checks = checks;
        commands.put("start", this::start);
        commands.put("submit", words -> silently(() -> run.submit(member(words), text(words))));
        commands.put("crash", words -> silently(() -> run.crash(member(words))));
        commands.put("restart", words -> silently(() -> run.restart(member(words))));
        commands.put("partition", words -> silently(() -> run.partition(groups(words))));
        commands.put("heal", words -> silently(() -> run.heal()));
        commands.put("run", this::advance);
        commands.put("show", this::show);
    }

    /** @throws IllegalArgumentException or {@link IllegalStateException} with the remedy, if it cannot be done */
    List<String> step(String command) {
        List<String> words = List.of(command.split("\\s+"));
        Function<List<String>, List<String>> meaning = commands.get(words.get(0));
        if (meaning == null) {
            throw new IllegalArgumentException("no such command; write one of " + String.join(", ", commands.keySet()));
        }
        if (run == null && !words.get(0).equals("start")) {
            throw new IllegalStateException("nothing runs yet; begin with 'start'");
        }
        try {
            return meaning.apply(words.subList(1, words.size()));
        } catch (Violation e) {
            throw e.in(run);
        }
    }

    /** The script is over: checks may say what they waited for in vain. */
    void end() {
        try {
            if (run != null) run.end();
        } catch (Violation e) {
            throw e.in(run);
        }
    }

    private List<String> start(List<String> words) {
        if (run != null) throw new IllegalStateException("it runs already; write 'start' once");
        Simulation simulation = Simulation.of(factory)
                .network(n -> n.exactly().delay(Simulation.ms(1), Simulation.ms(1)))
                .check(checks.toArray(Check[]::new));
        long seed = 0;
        for (int i = 0; i < words.size(); i += 2) {
            String value = word(words, i + 1);
            switch (words.get(i)) {
                case "group" -> simulation.group(number(value));
                case "tolerating" -> simulation.tolerating(number(value));
                case "seed" -> seed = number(value);
                case "delay" ->
                    simulation.network(n -> n.delay(ScriptCommands.time(value), ScriptCommands.time(value)));
                default ->
                    throw new IllegalArgumentException("'" + words.get(i)
                            + "' cannot be set; write 'start group 4 tolerating 1 seed 7 delay 1ms' or less");
            }
        }
        run = new Run(simulation.plan(), seed);
        run.begin();
        return List.of();
    }

    private List<String> silently(Runnable what) {
        what.run();
        return List.of();
    }

    private List<String> advance(List<String> words) {
        run.advance(ScriptCommands.time(word(words, 0)));
        return List.of("now " + Describe.time(run.now().toNanos()));
    }

    private List<String> show(List<String> words) {
        Function<SimulatedMember, List<?>> what = switch (word(words, 0)) {
            case "views" -> SimulatedMember::views;
            case "deliveries" ->
                member -> member.deliveries().stream()
                        .map(each -> "slot " + each.slot() + " " + Describe.text(each.requests()))
                        .toList();
            case "notices" -> SimulatedMember::notices;
            default ->
                throw new IllegalArgumentException(
                        "'" + words.get(0) + "' cannot be shown; write views, deliveries or notices");
        };
        List<SimulatedMember> shown =
                words.size() == 1 ? run.members() : List.of(run.member(member(words.subList(1, words.size()))));
        List<String> lines = new ArrayList<>();
        for (SimulatedMember member : shown) {
            what.apply(member).forEach(each -> lines.add(member.label() + " " + Describe.brief(Describe.text(each))));
        }
        return lines;
    }

    private List<List<Integer>> groups(List<String> words) {
        List<List<Integer>> groups = new ArrayList<>();
        groups.add(new ArrayList<>());
        for (int i : IntStream.range(0, words.size()).toArray()) {
            if (words.get(i).equals("|")) groups.add(new ArrayList<>());
            else groups.get(groups.size() - 1).add(member(words.subList(i, words.size())));
        }
        if (groups.size() < 2) throw new IllegalArgumentException("one side only; write 'partition 0 1 | 2 3'");
        return groups;
    }

    private static String text(List<String> words) {
        word(words, 1);
        return String.join(" ", words.subList(1, words.size()));
    }

    private int member(List<String> words) {
        int index = number(word(words, 0));
        int last = run.members().size() - 1;
        if (index < 0 || index > last)
            throw new IllegalArgumentException("no member " + index + "; write 0 to " + last);
        return index;
    }

    private static String word(List<String> words, int at) {
        if (at < words.size()) return words.get(at);
        throw new IllegalArgumentException("too short; see the comment of Script for what the command needs");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number; write one as 3", e);
        }
    }
}
