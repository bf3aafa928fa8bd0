package org.testudo.benchmarks.attacks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.api.TestudoException;
import org.testudo.config.GroupConfig;
import org.testudo.gacp.client.ReportClient;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;
import org.testudo.sicp.credentials.KeyFolder;
import org.testudo.sicp.credentials.Passphrase;
import org.testudo.stack.ConfigFile;

/** What an operator does whose member's keys were stolen: the authority revokes them, and the group is told (SICP-11). */
final class Revoking {
    private Revoking() {}

    /** Returns when the revocation is in force. Stock stacks know of none. */
    static void of(String member, Besieged group, KeyFolder keys, Passphrase passphrase) throws InterruptedException {
        CrlFile crl = keys.revoke(keys.authority(passphrase), List.of(member), false);
        GroupConfig config = ConfigFile.load(group.stage().configuration(), Map.of());
        Principal client = new Principal(Principal.Kind.CLIENT, Besieged.CLIENT);
        Credentials own = Credentials.load(
                keys.store(Besieged.CLIENT), keys.authorityCertificate(), passphrase, config.name(), client);
        try (ReportClient alice =
                ReportClient.forCommands(config, new MemberId("alice"), own, Duration.ofSeconds(10))) {
            ReportClient.Outcome outcome = alice.submit(crl.command());
            if (!outcome.taken()) throw new TestudoException("alice does not take the CRL: " + outcome.reason());
        }
        group.require(
                Duration.ofSeconds(15),
                member + " is expelled",
                () -> group.look("alice").excludes(member));
    }
}
