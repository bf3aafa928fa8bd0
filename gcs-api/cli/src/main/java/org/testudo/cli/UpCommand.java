package org.testudo.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.testudo.api.Group;
import org.testudo.api.MemberId;
import org.testudo.api.Snapshots;
import org.testudo.api.StateMachine;
import org.testudo.api.Status;
import org.testudo.api.TestudoException;
import org.testudo.cli.kv.KeyValueService;
import org.testudo.config.GroupConfig;
import org.testudo.stack.StackAssembly;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs one member of a group, with the built-in key-value service, until it is told to stop. */
@Command(
        name = "up",
        description = {
            "Run one member of the group, serving the built-in key-value service, until SIGTERM or SIGINT.",
            "Logs one line for each change to standard error."
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private ConfigurationFile configuration;

    @Option(
            names = "--self",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Which member this is; otherwise group.self of the configuration says so.")
    private String self;

    @Option(
            names = "--events",
            description = "Print what happens as one JSON object a line; answer the line 'status' on standard input,"
                    + " and give the seat up on the line 'retire'.")
    private boolean events;

    @Option(
            names = "--history",
            paramLabel = "FILE",
            description = "Write down every operation and its result, one JSON object a line; grows without a bound.")
    private Path history;

    /** For the demonstration only: makes this process an attacker when its standard input says so. */
    @Option(names = "--adversary", hidden = true)
    private boolean adversary;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Adversary attacker = new Adversary();
    private volatile boolean opened;
    private GroupConfig config;
    private MemberEvents told;

    @Override
    public Integer call() throws IOException, InterruptedException {
        config = configuration.ofMember(self);
        if (config.self().isEmpty()) {
            throw new TestudoException("group.self: which member is this? Give --self NAME or set group.self");
        }
        FasterTls.use();
        told = new MemberEvents(events ? System.out : null, ended);
        CountDownLatch closed = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Runnable stop = () -> {
            if (!opened) main.interrupt(); // it waits for the group, perhaps for ever
            Shutdown.run(ended, closed);
        };
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "testudo-shutdown"));
        try {
            return history == null ? serve(new KeyValueService()) : serveWithHistory();
        } finally {
            closed.countDown();
        }
    }

    private int serveWithHistory() throws IOException, InterruptedException {
        try (History service = new History(new KeyValueService(), history)) {
            return serve(service);
        } catch (FileAlreadyExistsException e) {
            throw new TestudoException("--history " + history + " exists; a history begins anew: name another file", e);
        }
    }

    private <S extends StateMachine & Snapshots> int serve(S service) throws InterruptedException {
        StackAssembly assembly = StackAssembly.of(config).with(told);
        Group group = (adversary ? assembly.with(attacker).with(attacker.corrupting(service)) : assembly.with(service))
                .open();
        opened = true;
        if (events) listen(group);
        ended.await();
        Status last = group.status();
        group.close();
        tell("stopped", last);
        return last.state() == Status.State.HALTED ? 1 : 0;
    }

    private void listen(Group group) {
        Thread listener = new Thread(() -> obey(group), "testudo-commands");
        listener.setDaemon(true);
        listener.start();
    }

    private void obey(Group group) {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) obey(line.strip(), group);
        } catch (IOException e) {
            // Whoever gave commands is gone; the member goes on.
        }
    }

    private void obey(String command, Group group) {
        if (command.equals("status")) {
            tell("status", group.status());
        } else if (command.equals("retire")) {
            retire(group);
        } else if (adversary && command.equals("misbehave")) {
            attacker.misbehave();
        } else if (adversary && command.equals("usurp")) {
            attacker.usurp();
        } else if (adversary && command.startsWith("clock ")) {
            attacker.setClock(Duration.ofMillis(Long.parseLong(command.substring("clock ".length()))));
        } else if (adversary && command.startsWith("accuse ")) {
            MemberId target = new MemberId(command.substring("accuse ".length()));
            attacker.accuse(target);
            told.tell("accused", Map.of("target", target.name()));
        }
    }

    /** Gives its seat up, and ends. */
    private void retire(Group group) {
        try {
            group.retire(Duration.ofSeconds(30));
            told.tell("retired", Map.of());
            ended.countDown();
        } catch (TestudoException e) {
            told.tell("refused", Map.of("text", e.getMessage()));
        }
    }

    private void tell(String type, Status status) {
        told.tell(
                type,
                Map.of(
                        "slot", status.slot(),
                        "executed", status.executed(),
                        "digest", status.stateDigest(),
                        "state", status.state().toString()));
    }
}
