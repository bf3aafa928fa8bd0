package org.testudo.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A run written down: a text file of commands, a line {@code ----}, and below it what is expected to happen. With
 * {@code -Dtestudo.rewrite=true} the expected part is written anew from what does happen, to be reviewed as a change.
 *
 * <p>Commands, one a line ({@code #} begins a comment; times as {@code 5ms} or {@code 2s}; members by index):
 *
 * <pre>
 * group 4 tolerating 1              seed 7
 * delay 1ms 1ms                     loss 0.1      duplicate 0.1      reorder
 * submit 1ms 0 some text            start 5ms 1     (members start at 0ms unless told otherwise)
 * crash 20ms 2                      restart 60ms 2  (as a new start without memory)
 * partition 5ms 50ms 0 1 2 | 3      drop 0ms 10ms 0 3 Echo      (without a name: all messages from 0 to 3)
 * forming                           standbys 1              (begins in view 0 of no life yet; names beyond the group)
 * journals                          (a restart goes on with its journal)
 * show messages deliveries views notices
 * only Commit CaughtUp              (of messages and notices those of these kinds)
 * from 40ms                         (nothing before is written down)
 * together                          (what a member sends to several at once is one line)
 * look 50ms state 0 3               (a line about each of these members, or all, as the test says: {@link #look})
 * until 100ms
 * </pre>
 *
 * A test may add commands of its own.
 *
 * <p>{@link #checkBlocks} runs another kind of script, which goes on step by step: each command has a line {@code ----} and
 * its own answer below it, up to a blank line. Commands:
 *
 * <pre>
 * start group 4 tolerating 1 seed 7 delay 1ms      (first; each part may be left out)
 * submit 0 some text      crash 2      restart 2      partition 0 1 | 2 3      heal
 * run 50ms                show views|deliveries|notices [member]
 * </pre>
 */
public final class Script {
    private static final String REWRITE = "testudo.rewrite";
    private static final String LINE = "----";

    private final CoreFactory factory;
    private final Map<String, BiConsumer<Simulation, List<String>>> commands = new LinkedHashMap<>();
    private final Map<String, Function<SimulatedMember, String>> looks = new LinkedHashMap<>();

    private Script(CoreFactory factory) {
        this.factory = factory;
        ScriptCommands.register(commands);
    }

    /** Scripts about members that this factory builds. */
    public static Script of(CoreFactory factory) {
        return new Script(factory);
    }

    /**
     * A time with its unit, as commands have it: {@code 5ms}, {@code 2s}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Duration time(String word) {
        return ScriptCommands.time(word);
    }

    /** The scripts in a folder, by name: a test that runs these leaves none out. */
    public static List<String> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names =
                    files.map(each -> each.getFileName().toString()).sorted().toList();
            if (names.isEmpty()) throw new IllegalArgumentException("no scripts in " + folder.toAbsolutePath());
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the scripts in " + folder.toAbsolutePath(), e);
        }
    }

    /** Adds a command; it gets the words that follow its name. */
    public Script command(String name, BiConsumer<Simulation, List<String>> meaning) {
        commands.put(name, meaning);
        return this;
    }

    /** Adds the command {@code byzantine 1 Name}: the member does what the attack of this name does. */
    public Script attacks(Map<String, Attack.Factory> attacks) {
        return command("byzantine", (simulation, words) -> {
            Attack.Factory attack = attacks.get(words.get(1));
            if (attack == null) throw new IllegalArgumentException("can do " + attacks.keySet());
            simulation.byzantine(Integer.parseInt(words.get(0)), attack);
        });
    }

    /** Adds what the command {@code look} can say of a member. */
    public Script look(String name, Function<SimulatedMember, String> what) {
        looks.put(name, what);
        return this;
    }

    /**
     * Runs the script and compares what happens with what is expected.
     *
     * @throws AssertionError if they differ, or a check is broken
     * @throws IllegalArgumentException if the script cannot be understood
     */
    public void check(Path file, Check... checks) {
        List<String> lines = read(file);
        int end = lines.contains(LINE) ? lines.indexOf(LINE) : lines.size();
        ScriptLog log = run(file, lines.subList(0, end), checks);
        List<String> seen = log.lines();
        if (Boolean.getBoolean(REWRITE)) {
            log.demandKinds();
            List<String> anew = new ArrayList<>(lines.subList(0, end));
            anew.add(LINE);
            anew.addAll(seen);
            write(file, anew);
            return;
        }
        List<String> expected = end < lines.size() ? lines.subList(end + 1, lines.size()) : List.of();
        if (!seen.equals(expected)) throw new AssertionError(difference(file.toString(), expected, seen));
        log.demandKinds();
    }

    /**
     * Runs a script of blocks and compares each answer with what is expected; with {@code -Dtestudo.rewrite=true} writes the
     * answers anew.
     *
     * @throws AssertionError if an answer differs, or a check is broken
     * @throws IllegalArgumentException if a command cannot be understood or done, with file, line and remedy
     */
    public void checkBlocks(Path file, Check... checks) {
        ScriptSteps steps = new ScriptSteps(factory, List.of(checks));
        List<String> anew = new ArrayList<>();
        for (ScriptBlock block : ScriptBlock.parse(file.toString(), read(file))) {
            List<String> answer = answer(steps, block, file + ":" + block.line());
            anew.addAll(block.lines(answer));
        }
        steps.end();
        if (Boolean.getBoolean(REWRITE)) write(file, anew);
    }

    private static List<String> answer(ScriptSteps steps, ScriptBlock block, String where) {
        if (block.command().isEmpty()) return List.of();
        try {
            List<String> answer = steps.step(block.command());
            if (answer.equals(block.expected()) || Boolean.getBoolean(REWRITE)) return answer;
            throw new AssertionError(
                    where + ": '" + block.command() + "': " + difference("the answer", block.expected(), answer));
        } catch (Violation e) {
            throw e.and("in " + where + ": '" + block.command() + "'");
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IllegalArgumentException(where + ": '" + block.command() + "': " + e.getMessage(), e);
        }
    }

    private ScriptLog run(Path file, List<String> lines, Check... checks) {
        ScriptLog log = new ScriptLog(looks);
        Map<String, BiConsumer<Simulation, List<String>>> known = new LinkedHashMap<>(commands);
        log.register(known);
        Simulation simulation = Simulation.of(factory)
                .network(NetworkPlan::exactly)
                .check(checks)
                .check(new Check("script", false, run -> log.begin(run)));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            log.reading(file + ":" + (i + 1));
            if (!line.isEmpty()) command(simulation, known, line, file + ":" + (i + 1));
        }
        simulation.run();
        return log;
    }

    private static void command(
            Simulation simulation, Map<String, BiConsumer<Simulation, List<String>>> known, String line, String where) {
        List<String> words = List.of(line.split("\\s+"));
        BiConsumer<Simulation, List<String>> meaning = known.get(words.get(0));
        try {
            if (meaning == null) {
                throw new IllegalArgumentException("no such command; known are " + String.join(", ", known.keySet()));
            }
            meaning.accept(simulation, words.subList(1, words.size()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(where + ": '" + line + "': " + e.getMessage(), e);
        }
    }

    private static String difference(String what, List<String> expected, List<String> seen) {
        int at = 0;
        while (at < expected.size() && at < seen.size() && expected.get(at).equals(seen.get(at))) at++;
        String end = "(end)";
        return what + " went differently from line " + (at + 1) + " of what is expected on" + System.lineSeparator()
                + "expected: " + (at < expected.size() ? expected.get(at) : end) + System.lineSeparator() + "seen:     "
                + (at < seen.size() ? seen.get(at) : end) + System.lineSeparator() + "if that is right: -D" + REWRITE
                + "=true";
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the script " + file.toAbsolutePath(), e);
        }
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the script " + file.toAbsolutePath(), e);
        }
    }
}
