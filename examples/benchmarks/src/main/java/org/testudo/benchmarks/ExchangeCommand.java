package org.testudo.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.testudo.cli.FasterTls;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One member of an exchange in a process of its own: obeys lines on standard input, and ends with it. */
@Command(name = "exchange", hidden = true, description = "One member of an exchange; started by bench transport.")
final class ExchangeCommand implements Callable<Integer> {
    private static final long SETTLE = TimeUnit.SECONDS.toNanos(30);

    @Option(names = "--carrier", required = true)
    private String carrier = "";

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

    private final List<Thread> threads = new ArrayList<>();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Override
    public Integer call() throws Exception {
        Stage shared = Stage.at(stage);
        int members = shared.members().size();
        int place = shared.members().indexOf(self);
        int own = senders / members + (place < senders % members ? 1 : 0);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        MemberProcess.endWithParent();
        try (JChannel channel = channel(shared)) {
            Exchange exchange = new Exchange(channel, own, payload, outstanding);
            channel.connect("bench");
            while (channel.view().size() < members) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            MemberProcess.tell("ready", Map.of());
            for (String line = in.readLine(); line != null && !line.equals("quit"); line = in.readLine()) {
                obey(line, exchange, channel);
            }
        }
        return 0;
    }

    private JChannel channel(Stage shared) throws Exception {
        Carrier its = Carrier.named(carrier);
        shared.peerProperties(self).forEach(System::setProperty);
        if (its == Carrier.SICP) FasterTls.use();
        try (InputStream stack = ExchangeCommand.class.getResourceAsStream(its.xml())) {
            if (stack == null) throw new IllegalStateException(its.xml() + " is missing in the jar");
            return new JChannel(stack).name(self);
        }
    }

    private void obey(String line, Exchange exchange, JChannel channel) {
        switch (line) {
            case "send" -> send(exchange, channel);
            case "mark" ->
                MemberProcess.tell(
                        "mark",
                        Map.of(
                                "count", exchange.mark(),
                                "nanos", System.nanoTime(),
                                "cpuNanos", system.getProcessCpuTime()));
            case "compiling" -> MemberProcess.tellCompiling();
            case "stop" -> stop(exchange);
            case "settle" -> settle(exchange);
            default -> throw new IllegalArgumentException("not understood: " + line);
        }
    }

    /** Each sender has one of the others as its peer. */
    private void send(Exchange exchange, JChannel channel) {
        List<Address> others = channel.view().getMembers().stream()
                .filter(each -> !each.equals(channel.getAddress()))
                .toList();
        for (int i = 0; i < exchange.senders(); i++) {
            int sender = i;
            Thread thread = new Thread(
                    () -> {
                        try {
                            exchange.run(sender, others.get(sender % others.size()));
                        } catch (Exception e) {
                            MemberProcess.tell("failed", Map.of("why", String.valueOf(e.getMessage())));
                        }
                    },
                    "sender-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** What was asked is final then. */
    private void stop(Exchange exchange) {
        exchange.stop();
        try {
            for (Thread each : threads) each.join(TimeUnit.NANOSECONDS.toMillis(SETTLE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        MemberProcess.tell("stopped", Map.of());
    }

    private void settle(Exchange exchange) {
        long deadline = System.nanoTime() + SETTLE;
        while (!exchange.complete() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        MemberProcess.tell("settled", Map.of("fault", exchange.fault(), "latencies", exchange.latencies()));
    }
}
