package org.testudo.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The commands that every script knows. */
final class ScriptCommands {
    private ScriptCommands() {}

    static void register(Map<String, BiConsumer<Simulation, List<String>>> commands) {
        commands.put("group", (simulation, words) -> {
            simulation.group(number(words.get(0)));
            if (words.size() == 3) simulation.tolerating(number(words.get(2)));
        });
        commands.put("seed", (simulation, words) -> simulation.seed(number(words.get(0))));
        commands.put(
                "delay",
                (simulation, words) -> simulation.network(n -> n.delay(time(words.get(0)), time(words.get(1)))));
        commands.put("loss", (simulation, words) -> simulation.network(n -> n.loss(share(words.get(0)))));
        commands.put("duplicate", (simulation, words) -> simulation.network(n -> n.duplicate(share(words.get(0)))));
        commands.put("reorder", (simulation, words) -> simulation.network(NetworkPlan::reorder));
        commands.put(
                "submit",
                (simulation, words) -> simulation.submit(
                        time(words.get(0)), number(words.get(1)), String.join(" ", words.subList(2, words.size()))));
        commands.put("crash", (simulation, words) -> simulation.crash(time(words.get(0)), number(words.get(1))));
        commands.put("restart", (simulation, words) -> simulation.restart(time(words.get(0)), number(words.get(1))));
        commands.put("start", (simulation, words) -> simulation.start(time(words.get(0)), number(words.get(1))));
        commands.put("forming", (simulation, words) -> simulation.forming());
        commands.put("journals", (simulation, words) -> simulation.journals());
        commands.put("standbys", (simulation, words) -> simulation.standbys(number(words.get(0))));
        commands.put("partition", ScriptCommands::partition);
        commands.put("drop", ScriptCommands::drop);
        commands.put("calm", (simulation, words) -> simulation.calmAfter(time(words.get(0))));
        commands.put("until", (simulation, words) -> simulation.until(time(words.get(0))));
    }

    private static void partition(Simulation simulation, List<String> words) {
        List<List<Integer>> groups = new ArrayList<>();
        groups.add(new ArrayList<>());
        for (String word : words.subList(2, words.size())) {
            if (word.equals("|")) groups.add(new ArrayList<>());
            else groups.get(groups.size() - 1).add(number(word));
        }
        simulation.partition(time(words.get(0)), time(words.get(1)), groups);
    }

    private static void drop(Simulation simulation, List<String> words) {
        Duration from = time(words.get(0));
        Duration until = time(words.get(1));
        int sender = number(words.get(2));
        int receiver = number(words.get(3));
        String kind = words.size() > 4 ? words.get(4) : "";
        simulation.drop((now, sending, receiving, layer, message) -> now.compareTo(from) >= 0
                && now.compareTo(until) < 0
                && sending == sender
                && receiving == receiver
                && (kind.isEmpty()
                        || (message != null
                                && message.getClass().getSimpleName().equals(kind))));
    }

    /** A time with its unit: {@code 5ms}, {@code 2s}. */
    static Duration time(String text) {
        if (text.endsWith("ms")) return Duration.ofMillis(number(text.substring(0, text.length() - 2)));
        if (text.endsWith("s")) return Duration.ofSeconds(number(text.substring(0, text.length() - 1)));
        throw new IllegalArgumentException("'" + text + "' is no time; write 5ms or 2s");
    }

    static int number(String text) {
        return Integer.parseInt(text);
    }

    private static double share(String text) {
        return Double.parseDouble(text);
    }
}
