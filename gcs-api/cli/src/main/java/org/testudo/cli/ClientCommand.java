package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import org.testudo.cli.kv.KeyValueAnswer;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.ClientListener;
import org.testudo.gacp.client.GroupClient;
import org.testudo.kernel.view.Recovery;
import org.testudo.kernel.wire.MalformedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands of a client have in common. */
abstract class ClientCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationFile configuration;

    @Option(names = "--client", required = true, paramLabel = "NAME", description = "Whose credentials to use.")
    private String client;

    @Option(
            names = "--timeout",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "How long to wait for the group (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Override
    public final Integer call() throws Exception {
        if (timeout < 1 || timeout > 3600)
            throw new TestudoException("--timeout " + timeout + ": give 1 to 3600 seconds");
        GroupConfig config = configuration.ofOther();
        try (GroupClient group = GroupClient.open(config, Path.of(""), client, listener())) {
            return run(group, config);
        }
    }

    /** Does the command's work; gives the exit status. */
    abstract int run(GroupClient group, GroupConfig config) throws Exception;

    /** Who is told of the client's work. */
    ClientListener listener() {
        return new ClientListener() {
            @Override
            public void onRecovered(Recovery statement) {
                warn("a new life of the group, " + statement.describe());
            }
        };
    }

    private void warn(String text) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("testudo: " + text);
        err.flush();
    }

    final Duration timeout() {
        return Duration.ofSeconds(timeout);
    }

    final KeyValueAnswer ask(GroupClient group, KeyValueOperation operation) throws MalformedException {
        return KeyValueAnswer.decode(group.call(operation.encode(), timeout()));
    }

    /** An id that no other operation has. */
    static String freshId() {
        return UUID.randomUUID().toString();
    }
}
