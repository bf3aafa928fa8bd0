package org.testudo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Renews certificates. */
@Command(
        name = "renew",
        description = {
            "Renew certificates: NAME.p12, or NAME.keys in PEM, gets a new one, with a new key, and keeps its statement key.",
            "Put it in the place of the old store: a member that runs takes it over by itself. Cards stay as they are."
        })
final class KeysRenew implements Callable<Integer> {
    @Mixin
    private KeysCommand.Folder folder;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Whose.")
    private List<String> names;

    @Override
    public Integer call() {
        KeyFolder keys = folder.keys();
        Passphrase passphrase = folder.passphrase();
        Authority authority = folder.authority(keys, passphrase);
        for (String each : names) {
            Credentials fresh = keys.renew(authority, each, passphrase);
            folder.out()
                    .println("renewed " + keys.store(each) + ", valid until "
                            + fresh.certificate().getNotAfter().toInstant());
        }
        return 0;
    }
}
