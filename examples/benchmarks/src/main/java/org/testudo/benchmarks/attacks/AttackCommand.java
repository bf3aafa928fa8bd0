package org.testudo.benchmarks.attacks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.testudo.api.TestudoException;
import org.testudo.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Tries what an insider or an outsider can do to a group, for real, on one stack after the other. */
@Command(
        name = "attack",
        subcommands = AttackedCommand.class,
        description = {
            "Start groups of four on this machine, each member a process of its own, attack them, and tell what was seen:",
            "succeeded (a correct member was harmed), blocked (it was carried out, arrived and harmed nobody) or convicted"
                    + " (besides, its author was expelled on evidence).",
            "What could not be carried out is an error. Exit status 0 only if nothing succeeded on the stacks of"
                    + " --must-block, and there was no error."
        })
public final class AttackCommand implements Subcommand, Callable<Integer> {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--against",
            split = ",",
            paramLabel = "STACK",
            defaultValue = "stock-tls,sicp,testudo",
            description =
                    "Of stock-tls (JGroups over TLS with client certificates), sicp (the same over SICP) and testudo"
                            + " (default: all).")
    private List<String> against = List.of();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ATTACK",
            description = "Only these attacks; --list names them.")
    private @Nullable List<String> only;

    @Option(
            names = "--must-block",
            split = ",",
            paramLabel = "STACK",
            defaultValue = "testudo",
            description = "Where no attack may succeed (default: ${DEFAULT-VALUE}).")
    private List<String> mustBlock = List.of();

    @Option(names = "--json", description = "Print one JSON object a line; the last one is the summary.")
    private boolean json;

    @Option(names = "--list", description = "Only name the attacks.")
    private boolean list;

    private final List<Verdict> verdicts = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        List<Attack> attacks = chosen();
        if (list) {
            attacks.forEach(each -> System.out.println(each.name() + " (" + each.by() + ")"));
            return 0;
        }
        List<Stack> stacks = against.stream().map(Stack::named).toList();
        List<Stack> strict = mustBlock.stream().map(Stack::named).toList();
        for (Stack each : stacks) siege(each, attacks);
        if (!json) System.out.print(table(stacks, attacks));
        boolean ok = withstood(verdicts, strict);
        conclude(stacks, strict, ok);
        return ok ? 0 : 1;
    }

    /** Whether nothing succeeded where it must not, and everything was tried. */
    static boolean withstood(List<Verdict> verdicts, List<Stack> strict) {
        return verdicts.stream()
                .noneMatch(it -> it.outcome() == Verdict.Outcome.ERROR
                        || it.outcome() == Verdict.Outcome.SUCCEEDED && strict.contains(it.stack()));
    }

    private List<Attack> chosen() {
        List<Attack> all = Attack.all();
        if (only == null) return all;
        for (String each : only) {
            if (all.stream().noneMatch(it -> it.name().equals(each))) {
                throw new TestudoException("--only: no attack is called '" + each + "'; give some of "
                        + all.stream().map(Attack::name).toList());
            }
        }
        return all.stream().filter(it -> only.contains(it.name())).toList();
    }

    /** One group after the other: a new one whenever an attack has left its mark. */
    private void siege(Stack stack, List<Attack> attacks) throws InterruptedException {
        Besieged group = null;
        try {
            for (Attack each : attacks) {
                System.err.println(stack + ": " + each.name() + " ...");
                long start = System.nanoTime();
                Finding finding;
                try {
                    if (group == null) group = Besieged.start(stack);
                    start = System.nanoTime();
                    finding = within(each, group);
                } catch (TestudoException | IOException e) {
                    finding = new Finding(Verdict.Outcome.ERROR, String.valueOf(e.getMessage()), false);
                }
                tell(new Verdict(
                        each.name(),
                        each.by(),
                        stack,
                        finding.outcome(),
                        finding.detail(),
                        (System.nanoTime() - start) / 1e9));
                if (finding.untouched() || group == null) continue;
                group.close();
                group = null;
            }
        } finally {
            if (group != null) group.close();
        }
    }

    private static Finding within(Attack attack, Besieged group) throws InterruptedException {
        ExecutorService thread = Executors.newSingleThreadExecutor(code -> {
            Thread made = new Thread(code, "attack " + attack.name());
            made.setDaemon(true);
            return made;
        });
        try {
            return thread.submit(() -> attack.on(group)).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new TestudoException("not over after " + DEADLINE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new TestudoException(String.valueOf(e.getCause()), e.getCause());
        } finally {
            thread.shutdownNow();
        }
    }

    private void tell(Verdict verdict) {
        verdicts.add(verdict);
        System.err.println(
                verdict.stack() + ": " + verdict.attack() + " " + verdict.outcome() + ": " + verdict.detail());
        if (json) print(verdict.fields());
    }

    private static void print(Map<String, Object> object) {
        try {
            System.out.println(JSON.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts can be written", e);
        }
    }

    private String table(List<Stack> stacks, List<Attack> attacks) {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%-28s %-10s", "attack", "by"));
        stacks.forEach(each -> table.append(String.format(Locale.ROOT, " %-10s", each)));
        table.append('\n');
        for (Attack attack : attacks) {
            table.append(String.format(Locale.ROOT, "%-28s %-10s", attack.name(), attack.by()));
            stacks.forEach(each -> table.append(String.format(Locale.ROOT, " %-10s", outcome(attack, each))));
            table.append('\n');
        }
        return table.toString();
    }

    private String outcome(Attack attack, Stack stack) {
        return of(stack)
                .filter(it -> it.attack().equals(attack.name()))
                .map(it -> it.outcome().toString())
                .findFirst()
                .orElse("-");
    }

    private Stream<Verdict> of(Stack stack) {
        return verdicts.stream().filter(it -> it.stack() == stack);
    }

    private String text(List<Stack> stacks, List<Stack> strict, boolean ok) {
        StringBuilder text = new StringBuilder();
        for (Stack stack : stacks) {
            text.append(stack).append(':');
            for (Verdict.Outcome each : Verdict.Outcome.values()) {
                long count = of(stack).filter(it -> it.outcome() == each).count();
                if (count > 0) text.append(' ').append(count).append(' ').append(each);
            }
            text.append("; ");
        }
        return text + (ok ? "nothing" : "something") + " succeeded on " + strict + (ok ? "" : ", or was not tried");
    }

    private void conclude(List<Stack> stacks, List<Stack> strict, boolean ok) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("type", "summary");
        for (Stack stack : stacks) {
            Map<String, Long> counts = new LinkedHashMap<>();
            for (Verdict.Outcome each : Verdict.Outcome.values()) {
                counts.put(
                        each.toString(),
                        of(stack).filter(it -> it.outcome() == each).count());
            }
            summary.put(stack.toString(), counts);
        }
        summary.put("mustBlock", strict.stream().map(Stack::toString).toList());
        summary.put("ok", ok);
        if (json) print(summary);
        else System.out.println(text(stacks, strict, ok));
    }
}
