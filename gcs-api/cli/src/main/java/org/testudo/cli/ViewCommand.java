package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.ChainCollector;
import org.testudo.gacp.client.ClientListener;
import org.testudo.gacp.client.GroupClient;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.VerifiedChain;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.stack.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Keeps the certified chain of a group's views, and verifies it without the group. */
@Command(
        name = "view",
        description = "Save the certified chain of the group's views, or verify a saved one offline.",
        subcommands = {ViewCommand.Save.class, ViewCommand.Verify.class})
final class ViewCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new TestudoException(
                "view: write 'view save CONFIG FILE --client NAME' or 'view verify FILE --config CONFIG'");
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** Fetches the chain as a client does. */
    @Command(
            name = "save",
            description = {
                "Fetch the certificates of all views from the group, verify them, and write them to a file.",
                "Waits until a quorum of the members has confirmed that the last view is the present one. A file that is"
                        + " there is replaced."
            })
    static final class Save extends ClientCommand {
        private final ChainCollector collector = new ChainCollector();

        @Parameters(index = "1", paramLabel = "FILE", description = "Where to write, such as views.chain.")
        private Path file;

        @ParentCommand
        private ViewCommand parent;

        @Override
        ClientListener listener() {
            return collector;
        }

        @Override
        int run(GroupClient group, GroupConfig config) throws InterruptedException {
            ChainArchive archive = collected(group);
            SavedFile.write(file, archive.encode());
            parent.print(file + ": views 1 to " + archive.certificates().size()
                    + ", verified; the last was confirmed by a quorum as the present view\n");
            return 0;
        }

        private ChainArchive collected(GroupClient group) throws InterruptedException {
            try {
                return collector.archive().get(timeout().toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new TestudoException(e.getCause().getMessage(), e.getCause());
            } catch (TimeoutException e) {
                throw new TestudoException("no quorum has confirmed a view in time: " + group.connected()
                        + " members connected, verified up to view "
                        + group.view().id()
                        + "; see 'testudo status', or give a longer --timeout");
            }
        }
    }

    /** Verifies a file against the genesis of a configuration. */
    @Command(
            name = "verify",
            description = {
                "Verify a saved chain of views against the genesis that a configuration describes. Nothing is asked of the"
                        + " group.",
                "Exit status 0 if the whole chain holds, 1 if not, 2 if a file cannot be used.",
                "What holds proves that the group was in these views, not that the last is the present one."
            })
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "What 'view save' wrote.")
        private Path file;

        @Option(
                names = "--config",
                required = true,
                paramLabel = "CONFIG",
                description = "The group's configuration; the public cards that it names are read.")
        private Path configuration;

        @Option(names = "--json", description = "Print one JSON object a view, and one for the whole.")
        private boolean json;

        @ParentCommand
        private ViewCommand parent;

        @Override
        public Integer call() {
            GroupConfig config = ConfigFile.load(configuration, Map.of()).as("");
            Genesis genesis = GenesisLoader.load(config, Path.of(""));
            ChainArchive archive =
                    SavedFile.read(file, ChainArchive.MAX_BYTES, ChainArchive::decode, "'testudo view save'");
            List<VerifiedChain.Step> steps = archive.verify(genesis, new OfflineVerifier());
            ChainReport report = new ChainReport(file, genesis, steps);
            parent.print(json ? report.json() : report.text());
            return report.holds() ? 0 : 1;
        }
    }
}
