package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.testudo.api.Principal;
import org.testudo.config.GroupConfig;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hands a CRL to the group, which puts it in force at one place of its order. */
@Command(
        name = "revoke",
        description = {
            "Hand a CRL to all members; it is in force when it has its place in the order, which status shows.",
            "One that revokes more than f members at once, or certificates without saying whose, needs the operators:",
            "testudo operate prepare --revoke.",
            "Exit status 1 if no member takes it."
        })
final class RevokeCommand implements Callable<Integer> {
    @Mixin
    private ConfigurationFile configuration;

    @Option(names = "--crl", required = true, paramLabel = "FILE", description = "What testudo keys revoke made.")
    private Path crl;

    @ArgGroup(multiplicity = "1")
    private Caller caller;

    @Spec
    private CommandSpec spec;

    /** Whose credentials to use at the client ports. */
    static final class Caller {
        @Option(names = "--client", paramLabel = "NAME", description = "Connect as this client.")
        private String client;

        @Option(names = "--operator", paramLabel = "NAME", description = "Connect as this operator.")
        private String operator;

        Principal principal() {
            return operator == null
                    ? new Principal(Principal.Kind.CLIENT, client)
                    : new Principal(Principal.Kind.OPERATOR, operator);
        }
    }

    @Override
    public Integer call() {
        GroupConfig config = configuration.ofOther();
        Credentials credentials = Credentials.load(config, Path.of(""), caller.principal());
        CrlFile file = CrlFile.load(crl, credentials.authority(), "--crl");
        PrintWriter out = spec.commandLine().getOut();
        try (CommandPort port = new CommandPort(config, credentials)) {
            return port.handIn(file.command(), file.list().toString(), out) ? 0 : 1;
        }
    }
}
