package org.testudo.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.testudo.api.TestudoException;

/** The members of one side, each in a process of its own; ends every one of them, also when this process is ended. */
public final class Fleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Stage stage;
    private final List<Member> members = new ArrayList<>();
    private final List<Member> others = new ArrayList<>();
    private boolean destroyed;
    private final Thread hook = new Thread(this::destroy, "testudo-bench-shutdown");

    /**
     * What each member's process runs.
     *
     * @param arguments of {@code testudo}; which member it is follows them
     * @param firstAlone whether JGroups' first member must be there before the others look for it
     */
    record Program(List<String> arguments, boolean firstAlone) {
        static Program of(Side side) {
            return new Program(List.of("bench", "member", "--side", side.toString()), side.peer());
        }
    }

    private Fleet(Stage stage) {
        this.stage = stage;
    }

    /** Starts four, with room for a log at full speed, and returns when each sees all. */
    static Fleet start(Side side, List<String> java, List<String> options) throws IOException {
        return start(Stage.create(Stage.Plan.of(4, Stage.ROOMY)), side, java, options);
    }

    /** Starts the members of this stage, and returns when each sees all. Whatever becomes of it, the stage is deleted. */
    static Fleet start(Stage stage, Side side, List<String> java, List<String> options) throws IOException {
        return start(stage, Program.of(side), java, options);
    }

    /** The same with any program. */
    static Fleet start(Stage stage, Program program, List<String> java, List<String> options) throws IOException {
        Fleet fleet = new Fleet(stage);
        Runtime.getRuntime().addShutdownHook(fleet.hook);
        try {
            for (String each : stage.members()) {
                fleet.members.add(new Member(each, fleet.process(each, program, java, options)));
                if (program.firstAlone && fleet.members.size() == 1) fleet.pause(Duration.ofSeconds(4));
            }
            fleet.await("ready");
            return fleet;
        } catch (IOException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    /** Nobody yet; whoever is added shares this stage, which is deleted with them. */
    public static Fleet on(Stage stage) {
        Fleet fleet = new Fleet(stage);
        Runtime.getRuntime().addShutdownHook(fleet.hook);
        return fleet;
    }

    private Process process(String self, Program program, List<String> java, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(program.arguments);
        arguments.addAll(List.of("--self", self));
        arguments.addAll(options);
        return process(self, java, arguments);
    }

    private Process process(String name, List<String> java, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.testudo.cli.Testudo"));
        command.addAll(arguments);
        command.addAll(List.of("--stage", stage.directory().toString()));
        return new ProcessBuilder(command).redirectError(log(name).toFile()).start();
    }

    /** Starts a process that is no member, but ends with them: it obeys who names it. Returns when it is ready. */
    public void add(String name, List<String> java, List<String> arguments) throws IOException {
        add(List.of(name), java, any -> arguments);
    }

    /** The same of several, which start together. */
    public void add(List<String> names, List<String> java, Function<String, List<String>> arguments)
            throws IOException {
        List<Member> begun = new ArrayList<>();
        for (String name : names) {
            Member other = new Member(name, process(name, java, arguments.apply(name)));
            others.add(other);
            begun.add(other);
        }
        for (Member each : begun) await(each, "ready");
    }

    private List<Member> all() {
        List<Member> all = new ArrayList<>(others);
        all.addAll(members);
        return all;
    }

    private Path log(String self) {
        return stage.directory().resolve(self + ".log");
    }

    /** The files that its members share. */
    public Stage stage() {
        return stage;
    }

    /** Tells each the same, and returns their answers in the order of the members. */
    List<JsonNode> ask(String line, String answer) {
        tell(line);
        return await(answer);
    }

    /** The same of all processes, those of no member too. */
    List<JsonNode> askAll(String line, String answer) {
        List<Member> all = all();
        for (Member each : all) each.tell(line);
        return all.stream().map(each -> await(each, answer)).toList();
    }

    /** The same of one member. */
    public JsonNode ask(String member, String line, String answer) {
        Member one = member(member);
        one.tell(line);
        return await(one, answer);
    }

    void tell(String line) {
        for (Member each : members) each.tell(line);
    }

    void tell(String member, String line) {
        member(member).tell(line);
    }

    /** The next answer of one member, who was told before. */
    JsonNode hear(String member, String answer) {
        return await(member(member), answer);
    }

    private List<JsonNode> await(String event) {
        List<JsonNode> answers = new ArrayList<>();
        for (Member each : members) answers.add(await(each, event));
        return answers;
    }

    /** {@code kill -9}; it is no member of this fleet any more. */
    public void kill(String member) {
        Member killed = member(member);
        killed.process.destroyForcibly();
        members.remove(killed);
        others.remove(killed);
        try {
            killed.process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGSTOP; undone by {@link #proceed}. */
    public void halt(String member) {
        signal("STOP", member);
    }

    /** SIGCONT. */
    public void proceed(String member) {
        signal("CONT", member);
    }

    private void signal(String name, String member) {
        try {
            String pid = String.valueOf(member(member).process.pid());
            Process kill = new ProcessBuilder("kill", "-" + name, pid).start();
            if (kill.waitFor() != 0) throw new TestudoException(member + " could not be sent SIG" + name);
        } catch (IOException e) {
            throw new TestudoException("kill cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("interrupted", e);
        }
    }

    private Member member(String name) {
        for (Member each : all()) if (each.name.equals(name)) return each;
        throw new TestudoException("no process of this run is called '" + name + "'");
    }

    private JsonNode await(Member member, String event) {
        try {
            JsonNode next = member.events.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (next != null && next.path("event").asText().equals(event)) return next;
            String instead = next == null ? "nothing in " + PATIENCE.toSeconds() + " s" : next.toString();
            throw new TestudoException(
                    member.name + ": expected '" + event + "', got " + instead + "; its log ends: " + tail(member));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("interrupted while waiting for " + member.name, e);
        }
    }

    private String tail(Member member) {
        try {
            List<String> lines = Files.readAllLines(log(member.name));
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    /** Lets time pass, and more of it if some member is delivered nothing meanwhile: of that nothing can be said. */
    void pauseUntilDelivered(Duration time) {
        List<JsonNode> before = ask("look", "look");
        long deadline = System.nanoTime() + time.plus(PATIENCE).toNanos();
        pause(time);
        while (!moved(before, ask("look", "look")) && System.nanoTime() < deadline) pause(Duration.ofMillis(200));
    }

    private static boolean moved(List<JsonNode> before, List<JsonNode> after) {
        for (int i = 0; i < before.size(); i++) {
            if (after.get(i).get("count").asLong() == before.get(i).get("count").asLong()) return false;
        }
        return true;
    }

    /** Lets time pass, unless a member ends. */
    void pause(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                for (Member each : all()) {
                    if (!each.process.isAlive()) throw new TestudoException(each.name + " has ended: " + tail(each));
                }
                long left = Math.max(1, deadline - System.nanoTime());
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("interrupted", e);
        }
    }

    @Override
    public void close() {
        // Clients first: they close their sessions while there is a group.
        for (Member each : all()) {
            each.tell("quit");
            if (others.contains(each)) each.end();
        }
        for (Member each : members) each.end();
        destroy();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending; the hook does the same.
        }
    }

    /** Once, by whoever comes first: the end of the run, or that of this process. */
    private synchronized void destroy() {
        if (destroyed) return;
        destroyed = true;
        for (Member each : all()) each.process.destroyForcibly();
        try {
            for (Member each : all()) each.process.waitFor();
            stage.delete();
        } catch (IOException e) {
            System.err.println("testudo: could not delete " + stage.directory() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Member {
        private final String name;
        private final Process process;
        private final Writer commands;
        private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

        Member(String name, Process process) {
            this.name = name;
            this.process = process;
            commands = process.outputWriter(StandardCharsets.UTF_8);
            Thread reader = new Thread(this::read, "events of " + name);
            reader.setDaemon(true);
            reader.start();
        }

        void tell(String line) {
            try {
                commands.write(line + "\n");
                commands.flush();
            } catch (IOException e) {
                // It has ended; whoever waits for its answer is told.
            }
        }

        void end() {
            try {
                if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void read() {
            try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("{")) events.add(JSON.readTree(line));
                }
            } catch (IOException e) {
                // Its output ends with it.
            }
            events.add(JSON.createObjectNode().put("event", "ended"));
        }
    }
}
