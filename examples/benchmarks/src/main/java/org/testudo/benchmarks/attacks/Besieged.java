package org.testudo.benchmarks.attacks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.testudo.api.TestudoException;
import org.testudo.benchmarks.Fleet;
import org.testudo.benchmarks.Stage;

/** A group of four under attack, each member a process of its own. Ends all of them when it is closed. */
final class Besieged implements AutoCloseable {
    static final List<String> NAMES = List.of("alice", "bob", "carol", "dave");

    /** Has keys of a client of the group. */
    static final String CLIENT = "chloe";

    private static final Duration FORMING = Duration.ofSeconds(60);
    private static final List<String> JAVA =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms32m", "-Xmx256m", "-Xshare:auto");

    private final Stack stack;
    private final Fleet fleet;
    private int words;

    private Besieged(Stack stack, Fleet fleet) {
        this.stack = stack;
        this.fleet = fleet;
    }

    /** Starts all, and returns when each sees all; on a machine that is busy not every attempt comes to that. */
    static Besieged start(Stack stack) throws IOException, InterruptedException {
        try {
            return attempt(stack);
        } catch (TestudoException e) {
            System.err.println(stack + ": the group is started again: " + e.getMessage());
            return attempt(stack);
        }
    }

    private static Besieged attempt(Stack stack) throws IOException, InterruptedException {
        Besieged group = new Besieged(
                stack, Fleet.on(Stage.create(Stage.Plan.of(NAMES.size()).withClients(List.of(CLIENT)))));
        try {
            group.add(List.of("alice"));
            // The first member of a stock group must be there before others look for it.
            if (stack.stock())
                group.require(
                        FORMING,
                        "alice is alone in a view",
                        () -> group.look("alice").view().size() == 1);
            group.add(NAMES.subList(1, NAMES.size()));
            group.require(FORMING, "all four see each other", () -> group.all(NAMES.size(), NAMES));
            group.requireService(NAMES);
            return group;
        } catch (RuntimeException | IOException | InterruptedException e) {
            group.close();
            throw e;
        }
    }

    void add(List<String> names) throws IOException {
        fleet.add(names, JAVA, each -> List.of("attack", "member", "--stack", stack.toString(), "--self", each));
    }

    Stack stack() {
        return stack;
    }

    Stage stage() {
        return fleet.stage();
    }

    void kill(String name) {
        fleet.kill(name);
    }

    /** Stops a process, as a pause of its machine would; it says nothing and answers nothing until {@link #proceed}. */
    void halt(String name) {
        fleet.halt(name);
    }

    void proceed(String name) {
        fleet.proceed(name);
    }

    Seen look(String name) {
        return new Seen(fleet.ask(name, "look", "look"));
    }

    List<Seen> look(List<String> names) {
        return names.stream().map(this::look).toList();
    }

    /** Has a member do something, which must not fail. */
    void tell(String name, String what) {
        String answer = what.split(" ", 2)[0];
        var told = fleet.ask(name, what, answer);
        if (told.has("failure"))
            throw new TestudoException(
                    name + " could not " + what + ": " + told.get("failure").asText());
    }

    boolean all(int size, List<String> names) {
        return names.stream().allMatch(each -> look(each).view().size() == size);
    }

    /** Whether this comes true in time. */
    boolean await(Duration most, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            if (condition.getAsBoolean()) return true;
            if (System.nanoTime() > deadline) return false;
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    void require(Duration most, String what, BooleanSupplier condition) throws InterruptedException {
        if (await(most, condition)) return;
        List<String> views = new ArrayList<>();
        for (String each : NAMES) {
            try {
                views.add(each + " sees " + look(each).view());
            } catch (TestudoException e) {
                views.add(each + " does not answer");
            }
        }
        throw new TestudoException("not within " + most.toSeconds() + " s: " + what + "; " + views);
    }

    /** Whether what these say is delivered by all of them, as from who said it. */
    boolean serves(List<String> names) throws InterruptedException {
        List<String> expected = new ArrayList<>();
        for (String each : names) {
            String word = "word-" + ++words;
            tell(each, "say " + word);
            expected.add(each + ":" + word);
        }
        return await(
                Duration.ofSeconds(15),
                () -> names.stream().allMatch(each -> look(each).delivered().containsAll(expected)));
    }

    private void requireService(List<String> names) throws InterruptedException {
        if (!serves(names)) throw new TestudoException("the group does not deliver, before anything was done to it");
    }

    @Override
    public void close() {
        fleet.close();
    }
}
