package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.gacp.server.TinyGroup.ALICE;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.Principal;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;

/** SICP-11: what a member takes of the CRLs that are handed in, on a real port. */
@Timeout(60)
class RevocationsTest {
    private final TinyGroup group = new TinyGroup();
    private final Credentials olga = group.operator;
    private final CrlFile crl = crl(group.authority);

    @AfterEach
    void close() {
        group.close();
    }

    private static CrlFile crl(Authority authority) {
        return authority.revoke(Optional.empty(), List.of(new Revocation(BigInteger.TEN, Optional.empty())));
    }

    private ReportClient.Outcome submit(Credentials by, Command.Revoke command) {
        try (ReportClient member = ReportClient.forCrls(group.config(), ALICE, by, Duration.ofSeconds(10))) {
            return member.submit(command);
        }
    }

    @Test
    void clientsAndOperatorsHandCrlsInAndOperatorsApproveThem() {
        assertThat(submit(group.client("client-1"), crl.command()).taken()).isTrue();
        assertThat(submit(olga, crl.approved(olga, group.life)).taken()).isTrue();
    }

    @Test
    void sensorHandsNothingIn() {
        assertThat(submit(group.sensor, crl.command()).reason()).contains("PERMISSION_DENIED");
    }

    @Test
    void crlOfAnotherAuthorityOrThatSaysSomethingElseIsNotTaken() {
        Command.Revoke other = new Command.Revoke(new RevocationList(7, List.of()), crl.der(), Optional.empty());

        for (Command.Revoke bad : List.of(crl(Authority.create("payments")).command(), other)) {
            ReportClient.Outcome outcome = submit(group.client("client-1"), bad);

            assertThat(outcome.taken()).isFalse();
            assertThat(outcome.reason()).contains("no CRL that the group's CA signed");
        }
    }

    /** Of another life, of another CRL, of nobody whom the genesis names, in another's name. */
    @Test
    void wordOfAnOperatorThatItDidNotGiveForThisCrlIsNotTaken() {
        Approval elsewhere =
                crl.approved(olga, group.genesis.life("another")).approval().orElseThrow();
        Approval earlier = crl.approved(olga, group.life).approval().orElseThrow();
        CrlFile next = group.authority.revoke(Optional.of(crl), List.of());
        Credentials stranger = group.authority.issue(new Principal(Principal.Kind.OPERATOR, "sam"));
        Approval strangers = crl.approved(stranger, group.life).approval().orElseThrow();
        Approval stolen = new Approval("mallory", earlier.key(), earlier.signature());

        for (Command.Revoke bad : List.of(
                new Command.Revoke(crl.list(), crl.der(), Optional.of(elsewhere)),
                new Command.Revoke(next.list(), next.der(), Optional.of(earlier)),
                new Command.Revoke(crl.list(), crl.der(), Optional.of(strangers)),
                new Command.Revoke(crl.list(), crl.der(), Optional.of(stolen)))) {
            assertThat(submit(olga, bad).reason()).contains("the operator's word for the CRL is not valid");
        }
    }
}
