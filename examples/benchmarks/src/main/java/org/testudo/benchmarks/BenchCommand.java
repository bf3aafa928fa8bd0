package org.testudo.benchmarks;

import org.testudo.cli.Subcommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures groups of members on this machine, each member a process of its own. */
@Command(
        name = "bench",
        description = "Measure groups of members on this machine, each a process of its own.",
        subcommands = {
            AbcastCommand.class,
            ClientCommand.class,
            ClientsCommand.class,
            DetectorCommand.class,
            ExchangeCommand.class,
            FaultsCommand.class,
            HeapCommand.class,
            IdleCommand.class,
            MemberCommand.class,
            PlotCommand.class,
            TransportCommand.class
        })
public final class BenchCommand implements Subcommand, Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
