package org.testudo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.wire.MalformedException;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.ReplayedCores;
import org.testudo.stack.recorder.Recording;
import org.testudo.stack.recorder.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has fresh cores do again what a member has recorded. */
@Command(
        name = "replay",
        description = {
            "Replay what a member has recorded (group.recorder.directory) on fresh cores of this version, and compare all that"
                    + " they ask of the outside.",
            "Exit status 0 if every step is equal, 1 if one differs, 2 if a file cannot be used.",
            "A recording that was cut short is replayed as far as it goes."
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The recording.")
    private Path file;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "CONFIG",
            description = "The configuration that the member had.")
    private Path configuration;

    @Option(names = "--trace", description = "Print each step, what came in and what was asked for, without payloads.")
    private boolean trace;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Recording recording = Recording.open(file)) {
            String self = recording.head().self().principal().name();
            GroupConfig config = ConfigFile.load(configuration, Map.of()).as(self);
            ReplayedCores cores = new ReplayedCores(config, GenesisLoader.load(config, Path.of("")));
            Replay.Outcome outcome = cores.replay(recording, line -> {
                if (trace) out.println(line);
            });
            tell(outcome, out);
            return outcome.equal() ? 0 : 1;
        } catch (IOException e) {
            throw new TestudoException("cannot read " + file + ": " + e, e);
        } catch (MalformedException e) {
            throw new TestudoException(file + ": " + e.getMessage() + "; take the file as a member wrote it", e);
        } finally {
            out.flush();
        }
    }

    private void tell(Replay.Outcome outcome, PrintWriter out) {
        if (outcome.difference().isPresent()) {
            out.println(file + " differs at " + outcome.difference().get());
        } else {
            out.println(file + ": " + outcome.steps() + " steps, all equal");
        }
        if (!outcome.ending().isEmpty()) out.println("the recording is not whole: " + outcome.ending());
    }
}
