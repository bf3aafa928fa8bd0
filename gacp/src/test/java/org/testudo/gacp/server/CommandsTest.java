package org.testudo.gacp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.gacp.server.TinyGroup.ALICE;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.api.MemberId;
import org.testudo.api.Principal;
import org.testudo.gacp.client.ReportClient;
import org.testudo.kernel.command.Act;
import org.testudo.kernel.command.Approval;
import org.testudo.kernel.command.Command;
import org.testudo.kernel.command.Instruction;
import org.testudo.kernel.command.Policy;
import org.testudo.kernel.notice.InstructionsInForce;
import org.testudo.kernel.notice.RevocationsInForce;
import org.testudo.kernel.statement.Bearer;
import org.testudo.kernel.statement.GroupLife;
import org.testudo.kernel.statement.Revocation;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.sicp.credentials.Authority;
import org.testudo.sicp.credentials.Credentials;
import org.testudo.sicp.credentials.CrlFile;

/** SICP-11, GM-24: what a member takes of the commands that are handed in, on a real port. */
@Timeout(60)
class CommandsTest {
    private final TinyGroup group = new TinyGroup();
    private final Credentials olga = group.operator;
    private final CrlFile crl = crl(group.authority);
    private final Instruction instruction = instruction(1, "carol");

    @AfterEach
    void close() {
        group.close();
    }

    private static CrlFile crl(Authority authority) {
        return authority.revoke(Optional.empty(), List.of(new Revocation(BigInteger.TEN, Optional.empty())));
    }

    private static Instruction instruction(long number, String target) {
        Instant expires = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 600);
        return new Instruction(number, expires, new Act.Exclude(new MemberId(target)));
    }

    private static Approval approval(Instruction instruction, Credentials operator, GroupLife life) {
        Bearer bearer = new Bearer(operator.principal(), operator.statementKey());
        return new Approval(
                operator.principal().name(),
                operator.statementKey(),
                operator.signer()
                        .sign(instruction.header(life, bearer), instruction.body())
                        .orElseThrow());
    }

    private Command.Operate by(Approval... approvals) {
        return new Command.Operate(instruction, List.of(approvals));
    }

    private ReportClient.Outcome submit(Credentials by, Command command) {
        try (ReportClient member = ReportClient.forCommands(group.config(), ALICE, by, Duration.ofSeconds(10))) {
            return member.submit(command);
        }
    }

    @Test
    void clientsAndOperatorsHandCrlsIn() {
        assertThat(submit(group.client("client-1"), crl.command()).taken()).isTrue();
        assertThat(submit(olga, crl.command()).taken()).isTrue();
    }

    @Test
    void clientsAndOperatorsHandInWhatOperatorsApproved() {
        Command command = by(approval(instruction, olga, group.life));

        assertThat(submit(group.client("client-1"), command).taken()).isTrue();
        assertThat(submit(olga, command).taken()).isTrue();
    }

    @Test
    void sensorHandsNothingIn() {
        assertThat(submit(group.sensor, crl.command()).reason()).contains("PERMISSION_DENIED");
    }

    @Test
    void commandThatStandsByNoSignaturesInItIsNotTaken() {
        assertThat(submit(olga, new Command.Retire()).reason()).contains("neither a CRL nor an instruction");
    }

    @Test
    void crlOfAnotherAuthorityOrThatSaysSomethingElseIsNotTaken() {
        Command.Revoke other = new Command.Revoke(new RevocationList(7, List.of()), crl.der());
        Command.Revoke foreign = crl(Authority.create("payments")).command();
        Instruction inAnAct = new Instruction(1, instruction.expires(), new Act.Revoke(other));
        Approval olgas = approval(inAnAct, olga, group.life);

        for (Command bad : List.of(foreign, other, new Command.Operate(inAnAct, List.of(olgas)))) {
            ReportClient.Outcome outcome = submit(group.client("client-1"), bad);

            assertThat(outcome.taken()).isFalse();
            assertThat(outcome.reason()).contains("no CRL that the group's CA signed");
        }
    }

    /** Of another life, of another instruction. */
    @Test
    void approvalThatAnOperatorDidNotGiveForThisInstructionIsNotTaken() {
        Approval elsewhere = approval(instruction, olga, group.genesis.life("another"));
        Approval other = approval(instruction(1, "bob"), olga, group.life);

        for (Approval bad : List.of(elsewhere, other)) {
            assertThat(submit(olga, by(bad)).reason()).contains("approval of olga is not for this instruction");
        }
    }

    /** Whom the genesis does not name, in another's name, twice, nobody. */
    @Test
    void whatTooFewOperatorsApproveIsNotTaken() {
        Approval olgas = approval(instruction, olga, group.life);
        Credentials stranger = group.authority.issue(new Principal(Principal.Kind.OPERATOR, "sam"));
        Approval stolen = new Approval("mallory", olgas.key(), olgas.signature());

        assertThat(submit(olga, by(approval(instruction, stranger, group.life))).reason())
                .contains("sam is no operator of this group");
        assertThat(submit(olga, by(stolen)).reason()).contains("mallory is no operator of this group");
        assertThat(submit(olga, by(olgas, olgas)).reason()).contains("olga approves it twice");
        assertThat(submit(olga, by()).reason()).contains("approved by [], needed are 1 operators");
    }

    /** It has no effect and uses no number up: it could be handed in, in ever other forms, for good. */
    @Test
    void approvalOfARevokedOperatorIsNotTaken() {
        Bearer bearer = new Bearer(olga.principal(), olga.statementKey());
        RevocationList list = new RevocationList(3, List.of(new Revocation(BigInteger.TEN, Optional.of(bearer))));
        group.member(ALICE).announced(0, new RevocationsInForce(9, list));

        assertThat(submit(group.client("client-1"), by(approval(instruction, olga, group.life)))
                        .reason())
                .contains("olga is revoked by CRL 3");
    }

    @Test
    void instructionOutOfTurnOrExpiredIsNotTaken() {
        group.member(ALICE).announced(0, new InstructionsInForce(9, 1, List.of(), Policy.standard(true), List.of()));
        Instruction late = new Instruction(2, Instant.now().minusSeconds(1), new Act.Pin(new MemberId("carol")));

        assertThat(submit(olga, by(approval(instruction, olga, group.life))).reason())
                .contains("it has the number 1, the next instruction has the number 2");
        assertThat(submit(olga, new Command.Operate(late, List.of(approval(late, olga, group.life))))
                        .reason())
                .contains("it expired at");
    }
}
