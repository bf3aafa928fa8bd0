package org.testudo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.sicp.credentials.GenesisLoader;
import org.testudo.stack.ConfigFile;
import org.testudo.stack.StackAssembly;
import org.testudo.stack.StackXml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a configuration means, before anything starts. */
@Command(
        name = "config",
        description = {
            "Check a group's configuration, or print the JGroups stack that it describes.",
            "A configuration is a file that ends in .yaml, .properties or .xml; system properties (testudo.group.self) and"
                    + " environment variables (TESTUDO_GROUP_SELF) stand before what is in it."
        },
        subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "CONFIG", description = "The group's configuration, such as testudo.yaml.")
    private Path file;

    @Option(
            names = "--as-xml",
            description =
                    "Print the plain JGroups XML of a member's stack, for new JChannel(FILE). Pass phrases stay where"
                            + " they are: in a file or in TESTUDO_PASSPHRASE.")
    private boolean asXml;

    @Option(
            names = "--self",
            defaultValue = "",
            paramLabel = "NAME",
            description = "Which member; otherwise group.self of the configuration says so.")
    private String self;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (file == null || !asXml) {
            throw new TestudoException("config: write 'config check CONFIG' or 'config --as-xml CONFIG'");
        }
        print(spec, StackXml.of(load(file, self)));
        return 0;
    }

    private static GroupConfig load(Path file, String self) {
        return ConfigFile.load(file, self.isEmpty() ? Map.of() : Map.of("group.self", self));
    }

    private static void print(CommandSpec spec, String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** Reads a configuration with all files that it names. */
    @Command(
            name = "check",
            description = {
                "Read a configuration and every file that it names, and print what they say.",
                "Says of which member the credentials are checked and where it would listen; nothing is started.",
                "Exit status 2, with one line that names file, key, value and remedy, if something is wrong."
            })
    static final class Check implements Callable<Integer> {
        @Parameters(paramLabel = "CONFIG", description = "The group's configuration, such as testudo.yaml.")
        private Path file;

        @Option(
                names = "--self",
                defaultValue = "",
                paramLabel = "NAME",
                description =
                        "Which member; otherwise group.self of the configuration says so. Without either, only what is"
                                + " public is checked.")
        private String self;

        @Option(names = "--json", description = "Print one JSON object.")
        private boolean json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            try {
                GroupConfig config = load(file, self);
                ConfigSummary summary = new ConfigSummary(config, GenesisLoader.load(config, Path.of("")));
                if (!config.self().isEmpty()) StackAssembly.of(config).check();
                print(spec, json ? Json.line(summary.toMap(file)) : summary.text(file));
                return 0;
            } catch (TestudoException | IllegalArgumentException e) {
                if (json) print(spec, Json.line(failure(e)));
                throw e;
            }
        }

        private Map<String, Object> failure(RuntimeException e) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("file", file.toString());
            map.put("valid", false);
            map.put("error", e.getMessage());
            return map;
        }
    }
}
