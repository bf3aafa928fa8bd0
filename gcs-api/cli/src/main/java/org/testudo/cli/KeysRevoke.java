package org.testudo.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Revokes certificates: makes the group's next CRL. */
@Command(
        name = "revoke",
        description = {
            "Revoke the certificates whose cards are given: make or extend group-ca.crl. It is in force once the group has",
            "ordered it: hand it in with testudo revoke."
        })
final class KeysRevoke implements Callable<Integer> {
    @Mixin
    private KeysCommand.Folder folder;

    @Option(
            names = "--certificate-only",
            description =
                    "Not the statement key: nobody is excluded; sessions that a card of it has opened end. For a certificate that was renewed; of NAME all"
                            + " but the latest. The CRL needs an operator's word.")
    private boolean certificateOnly;

    @Parameters(arity = "1..*", paramLabel = "CARD", description = "Whose: the card, NAME or NAME.pem in the folder.")
    private List<String> cards;

    @Override
    public Integer call() {
        KeyFolder keys = folder.keys();
        Passphrase passphrase = folder.passphrase();
        CrlFile crl = keys.revoke(folder.authority(keys, passphrase), cards, certificateOnly);
        folder.out().println("made " + keys.crl() + ", " + crl.list() + "; hand it in with testudo revoke");
        return 0;
    }
}
