package org.testudo.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.testudo.config.GroupConfig;
import org.testudo.stack.ConfigFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration that a command works with, read for one principal. */
final class ConfigurationFile {
    @Parameters(
            paramLabel = "CONFIG",
            description = "The group's configuration: a file that ends in .yaml, .properties or .xml.")
    private Path file;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "PKCS#12 file with this principal's keys, instead of the configured one.")
    private Path store;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Its first line is the pass phrase of the store, instead of the configured one.")
    private Path passphraseFile;

    /** The configuration of a member; empty: as the file says. */
    GroupConfig ofMember(String self) {
        return load(self.isEmpty() ? Map.of() : Map.of("group.self", self));
    }

    /** The configuration of a client or sensor. */
    GroupConfig ofOther() {
        return load(Map.of()).as("");
    }

    private GroupConfig load(Map<String, String> overrides) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        if (store != null)
            all.put("group.credentials.store", store.toAbsolutePath().toString());
        if (passphraseFile != null) {
            all.put(
                    "group.credentials.passphrase-file",
                    passphraseFile.toAbsolutePath().toString());
        }
        return ConfigFile.load(file, all);
    }
}
