package org.testudo.cli;

import java.util.concurrent.Callable;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes an intermediate authority. */
@Command(
        name = "intermediate",
        description = {
            "Make an intermediate authority, NAME-ca.p12: with --issuer NAME it issues in the place of the group's CA,",
            "whose key may then be kept offline. CRLs are signed by the group's CA alone."
        })
final class KeysIntermediate implements Callable<Integer> {
    @Mixin
    private KeysCommand.Folder folder;

    @Parameters(paramLabel = "NAME", description = "What to call it.")
    private String name;

    @Override
    public Integer call() {
        KeyFolder keys = folder.keys();
        Passphrase passphrase = folder.passphrase();
        keys.intermediate(folder.authority(keys, passphrase), name, passphrase);
        folder.out().println("made " + keys.intermediateStore(name));
        return 0;
    }
}
