package org.testudo.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One member in a process of its own: obeys lines on standard input, and ends with it. */
@Command(name = "member", hidden = true, description = "One member of a benchmark; started by the others.")
final class MemberCommand implements Callable<Integer> {
    private static final long SETTLE_SECONDS = 60;
    private static final String SETTLE = "settle ";

    @Option(names = "--side", required = true)
    private String side = "";

    @Option(names = "--stage", required = true)
    private Path stage = Path.of("");

    @Option(names = "--self", required = true)
    private String self = "";

    @Option(names = "--payload", defaultValue = "1024")
    private int payload;

    @Option(names = "--senders", defaultValue = "4")
    private int senders;

    @Option(names = "--outstanding", defaultValue = "1")
    private int outstanding;

    @Option(names = "--large", defaultValue = "0")
    private int large;

    @Option(names = "--large-payload", defaultValue = "0")
    private int largePayload;

    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public Integer call() throws Exception {
        Stage shared = Stage.at(stage);
        int members = shared.members().size();
        Load.Shape shape = new Load.Shape(senders, payload, outstanding, large, largePayload);
        Load load = new Load(members, shared.members().indexOf(self), shape);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        MemberProcess.endWithParent();
        try (Broadcast group = Side.named(side).opener().open(shared, self, load)) {
            while (group.members() < members) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            MemberProcess.tell("ready", Map.of());
            for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
                obey(line, load, group);
            }
        }
        return 0;
    }

    private void obey(String line, Load load, Broadcast group) throws IOException {
        switch (line) {
            case "send" -> send(load, group, false);
            case "send large" -> send(load, group, true);
            case "resume" -> load.resume();
            case "flood" -> load.flood();
            case "watch" -> load.watch();
            case "look" -> look(load, group);
            case "record" -> load.record();
            case "recorded" -> MemberProcess.tell("recorded", Map.of("counts", load.recorded()));
            case "mark" -> mark(load, group.view());
            case "compiling" -> MemberProcess.tellCompiling();
            case "take" -> MemberProcess.tell("taken", Map.of("latencies", load.takeLatencies()));
            case "stop" -> stop(load);
            case "heap" -> MemberProcess.tell("heap", heap());
            default -> settle(load, line);
        }
    }

    private void mark(Load load, long view) {
        long count = load.mark();
        long cpu = system.getProcessCpuTime();
        MemberProcess.tell("mark", Map.of("count", count, "nanos", System.nanoTime(), "cpuNanos", cpu, "view", view));
    }

    /** A send that has begun ends before the number of those that were sent is final. */
    private void stop(Load load) {
        load.stop();
        join();
        MemberProcess.tell("stopped", Map.of("sent", load.sent()));
    }

    /** What is alive on the heap, in bytes. */
    static Map<String, Object> heap() {
        LiveHeap heap = LiveHeap.now();
        return Map.of("used", heap.used(), "committed", heap.committed());
    }

    private final List<Thread> threads = new ArrayList<>();

    private void look(Load load, Broadcast group) {
        long[] origins = load.byOrigin();
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("nanos", System.nanoTime());
        seen.put("count", load.count());
        seen.put("origins", origins);
        seen.put("measured", load.measured());
        seen.put("gapNanos", load.longestGap());
        seen.put("leader", group.leader());
        MemberProcess.tell("look", seen);
    }

    private void send(Load load, Broadcast group, boolean large) {
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < load.senders(); i++) {
            int sender = i;
            if (load.large(sender) != large) continue;
            Thread thread = new Thread(
                    () -> {
                        try {
                            load.run(sender, group);
                        } catch (Exception e) {
                            MemberProcess.tell("failed", Map.of("why", String.valueOf(e.getMessage())));
                        }
                    },
                    "sender-" + i);
            thread.setDaemon(true);
            started.add(thread);
        }
        threads.addAll(started);
        started.forEach(Thread::start);
    }

    private void join() {
        try {
            for (Thread each : threads) each.join(TimeUnit.SECONDS.toMillis(SETTLE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for so many deliveries, as the line says. */
    private void settle(Load load, String line) throws IOException {
        if (!line.startsWith(SETTLE)) throw new IOException("not understood: " + line);
        long total = Long.parseLong(line.substring(SETTLE.length()));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLE_SECONDS);
        while (load.count() < total && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        synchronized (load) {
            Deliveries all = load.deliveries();
            MemberProcess.tell(
                    "settled",
                    Map.of(
                            "self", self,
                            "count", all.count(),
                            "digest", all.digest(),
                            "fault", all.fault(),
                            "latencies", load.latencies()));
        }
    }
}
