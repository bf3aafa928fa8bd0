package org.testudo.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.ClientCounter;
import org.testudo.gacp.client.GroupClient;
import org.testudo.stack.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Clients of the group, all in this process: obeys lines on standard input, and ends with it. */
@Command(name = "client", hidden = true, description = "Clients of a benchmark; started by the others.")
final class ClientCommand implements Callable<Integer> {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Option(names = "--stage", required = true)
    private Path stage = Path.of("");

    /** One client's session, and what asks in it. */
    private record Session(GroupClient client, ClosedLoop loop) {}

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final List<Session> sessions = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** The names of so many clients. */
    static List<String> names(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "client-" + i).toList();
    }

    @Override
    public Integer call() throws Exception {
        GroupConfig config =
                ConfigFile.load(Stage.at(stage).configuration(), Map.of()).as("");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        MemberProcess.endWithParent();
        MemberProcess.tell("ready", Map.of());
        try {
            for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
                obey(line, config);
            }
        } finally {
            keep(0);
        }
        return 0;
    }

    private void obey(String line, GroupConfig config) throws IOException {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "open" -> {
                open(Integer.parseInt(words[1]), config);
                MemberProcess.tell("opened", Map.of("sessions", sessions.size()));
            }
            case "keep" -> {
                keep(Integer.parseInt(words[1]));
                MemberProcess.tell("kept", Map.of("sessions", sessions.size()));
            }
            case "load" -> load(Integer.parseInt(words[1]));
            case "begin" -> {
                sessions.forEach(each -> each.loop.begin());
                mark();
            }
            case "end" -> {
                awaitAnswer();
                sessions.forEach(each -> each.loop.end());
                mark();
            }
            case "compiling" -> MemberProcess.tellCompiling();
            case "stop" -> stop();
            case "heap" -> MemberProcess.tell("heap", MemberCommand.heap());
            default -> throw new IOException("not understood: " + line);
        }
    }

    /** Opens sessions, one after the other, until there are so many; a session is open when an operation was answered. */
    private void open(int count, GroupConfig config) {
        for (String name : names(count).subList(sessions.size(), count)) {
            GroupClient client = GroupClient.open(config, Path.of(""), name);
            Session session = new Session(client, new ClosedLoop(name, operation -> client.call(operation, DEADLINE)));
            sessions.add(session);
            session.loop.step(0);
        }
    }

    /** Closes all but so many. */
    private void keep(int count) {
        while (sessions.size() > count)
            sessions.remove(sessions.size() - 1).client.close();
    }

    private void load(int payload) {
        for (Session each : sessions) {
            Thread thread = new Thread(each.loop.asking(payload), "session-" + (threads.size() + 1));
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** Of a window without any answer nothing can be said, so it lasts until there is one. */
    private void awaitAnswer() {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (fault().isEmpty()
                && sessions.stream().allMatch(each -> each.loop.latencies().length == 0)
                && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private void mark() {
        long repeated = sessions.stream()
                .mapToLong(each -> each.client.counters().get(ClientCounter.REPEATED))
                .sum();
        MemberProcess.tell(
                "mark",
                Map.of("nanos", System.nanoTime(), "cpuNanos", system.getProcessCpuTime(), "repeated", repeated));
    }

    private void stop() {
        sessions.forEach(each -> each.loop.stop());
        try {
            for (Thread each : threads) each.join(2 * DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestudoException("interrupted", e);
        }
        threads.clear();
        long[] latencies = sessions.stream()
                .flatMapToLong(each -> Arrays.stream(each.loop.latencies()))
                .sorted()
                .toArray();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("answered", latencies.length);
        told.put("p50Nanos", Sample.percentile(latencies, 50));
        told.put("p99Nanos", Sample.percentile(latencies, 99));
        told.put("fault", fault());
        MemberProcess.tell("stopped", told);
    }

    private String fault() {
        return sessions.stream()
                .map(each -> each.loop.fault())
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElse("");
    }
}
