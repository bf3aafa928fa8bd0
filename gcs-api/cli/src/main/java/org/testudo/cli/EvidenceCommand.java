package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.kernel.command.Court;
import org.testudo.kernel.command.Evidence;
import org.testudo.kernel.command.EvidenceArchive;
import org.testudo.kernel.view.ChainArchive;
import org.testudo.kernel.view.Genesis;
import org.testudo.kernel.view.VerifiedChain;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.stack.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Judges evidence against members without the group. */
@Command(
        name = "evidence",
        description = "Judge evidence against a member, as members keep it, offline.",
        subcommands = EvidenceCommand.Verify.class)
final class EvidenceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new TestudoException("evidence: write 'evidence verify FILE --config CONFIG --chain CHAIN'");
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** Verifies a file against the genesis of a configuration and a saved chain of views. */
    @Command(
            name = "verify",
            description = {
                "Judge a file of evidence by a saved chain of views and the genesis that a configuration describes. Nothing is"
                        + " asked of the group.",
                "Exit status 0 if it convicts, 1 if it does not, 2 if a file cannot be used."
            })
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "What a member has kept: attack-detector.evidence.")
        private Path file;

        @Option(
                names = "--config",
                required = true,
                paramLabel = "CONFIG",
                description = "The group's configuration; the public cards that it names are read.")
        private Path configuration;

        @Option(
                names = "--chain",
                required = true,
                paramLabel = "CHAIN",
                description = "What 'view save' wrote; it must reach to the views that the evidence names.")
        private Path chain;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @ParentCommand
        private EvidenceCommand parent;

        @Override
        public Integer call() {
            GroupConfig config = ConfigFile.load(configuration, Map.of()).as("");
            Genesis genesis = GenesisLoader.load(config, Path.of(""));
            Evidence evidence = SavedFile.read(file, EvidenceArchive.MAX_BYTES, EvidenceArchive::decode, "a member")
                    .evidence();
            List<ViewRecord> records = records(genesis);
            Court.Finding finding = new Court(records, new OfflineVerifier()).judge(evidence);
            parent.print(json ? json(evidence, finding) : text(evidence, finding));
            return finding.convicts() ? 0 : 1;
        }

        /** A chain that does not hold proves nothing, and nothing is judged by it. */
        private List<ViewRecord> records(Genesis genesis) {
            ChainArchive archive =
                    SavedFile.read(chain, ChainArchive.MAX_BYTES, ChainArchive::decode, "'testudo view save'");
            List<ViewRecord> records = new ArrayList<>(List.of(genesis.firstView()));
            for (VerifiedChain.Step step : archive.verify(genesis, new OfflineVerifier())) {
                if (!step.holds()) {
                    throw new TestudoException(chain + " does not hold at view " + records.size() + ": "
                            + step.flaw().orElseThrow() + "; take the chain of this group");
                }
                records.add(step.record());
            }
            return records;
        }

        private String text(Evidence evidence, Court.Finding finding) {
            String accused = evidence.accused().name();
            return finding.convicts()
                    ? file + " convicts " + accused + ": " + finding.cause().orElseThrow() + "\n"
                    : file + " does not convict " + accused + ": "
                            + finding.flaw().orElseThrow() + "\n";
        }

        private String json(Evidence evidence, Court.Finding finding) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", file.toString());
            map.put("kind", evidence.getClass().getSimpleName());
            map.put("accused", evidence.accused().name());
            map.put("view", evidence.view());
            map.put("convicts", finding.convicts());
            finding.cause().ifPresent(cause -> map.put("cause", cause));
            finding.flaw().ifPresent(flaw -> map.put("error", flaw));
            return Json.line(map);
        }
    }
}
