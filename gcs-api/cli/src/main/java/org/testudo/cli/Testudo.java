package org.testudo.cli;

import java.io.PrintWriter;
import java.util.ServiceLoader;
import org.testudo.api.TestudoException;
import org.testudo.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line: one subcommand a task. Bad input is one clear error and status 2; a failure of ours is status 1. */
@Command(
        name = "testudo",
        description = "Group communication that stays correct while some members are crashed, slow or hostile.",
        mixinStandardHelpOptions = true,
        versionProvider = Testudo.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false,
        subcommands = {
            DemoCommand.class,
            KeysCommand.class,
            ConfigCommand.class,
            UpCommand.class,
            SensorCommand.class,
            PutCommand.class,
            GetCommand.class,
            StatusCommand.class,
            RevokeCommand.class,
            OperateCommand.class,
            RecoverCommand.class,
            ViewCommand.class,
            EvidenceCommand.class,
            ReplayCommand.class
        })
public final class Testudo implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log in detail, and show where an error came from.")
    private void setVerbose(boolean verbose) {
        if (verbose) Logs.verbose();
    }

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        FasterTls.prefer();
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command, with the subcommands of every module on the class path. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Testudo());
        for (Subcommand each : ServiceLoader.load(Subcommand.class)) line.addSubcommand(each);
        line.setExecutionExceptionHandler(Testudo::explain);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        boolean expected = failure instanceof TestudoException || failure instanceof IllegalArgumentException;
        PrintWriter err = line.getErr();
        if (expected) {
            err.println("testudo: " + failure.getMessage());
        } else {
            err.println("testudo: unexpected " + failure + " (--verbose shows where; please report it)");
        }
        if (Logs.isVerbose()) failure.printStackTrace(err);
        err.flush();
        return expected ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    /** The version of the jar; a build from a clone has none. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Testudo.class.getPackage().getImplementationVersion();
            return new String[] {"testudo " + (version == null ? "(built from source)" : version)};
        }
    }
}
