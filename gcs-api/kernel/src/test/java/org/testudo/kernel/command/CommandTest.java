package org.testudo.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.kernel.Samples.ALICE;
import static org.testudo.kernel.Samples.BOB;
import static org.testudo.kernel.Samples.LIFE;
import static org.testudo.kernel.Samples.statement;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testudo.kernel.HostileBytes;
import org.testudo.kernel.Samples;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.Digest;
import org.testudo.kernel.statement.RevocationList;
import org.testudo.kernel.view.Operators;
import org.testudo.kernel.view.Pardoned;
import org.testudo.kernel.view.ViewRecord;
import org.testudo.kernel.wire.MalformedException;

class CommandTest {
    private static final Alert ALERT = new Alert(
            "suricata",
            "1:9000101",
            "Successful Administrator Privilege Gain",
            "somebody is in",
            Alert.Severity.HIGH,
            Alert.Outcome.SUCCEEDED,
            Alert.Role.ACTOR);

    private static Stream<Command> commands() {
        return Stream.of(
                new Command.ViewKeys(16, List.of(Samples.key(1), Samples.key(2))),
                new Command.Convict(BOB, 1, new Contradiction(statement(BOB, 1, "a"), statement(BOB, 1, "b"))),
                new Command.Accuse(BOB, 1, "mute for 3 s"),
                new Command.Report(BOB, Digest.ZERO, Instant.ofEpochMilli(1_700_000_000_000L), ALERT),
                operate(new Act.Exclude(BOB)),
                operate(new Act.Pin(BOB)),
                operate(new Act.Unpin(BOB)),
                operate(new Act.SetPolicy(Policy.standard(true))),
                operate(new Act.Revoke(new Command.Revoke(RevocationList.NONE, new byte[] {1, 2}))),
                operate(new Act.Pardon(
                        new Pardoned(BOB, Samples.key(2), Digest.ZERO, Instant.ofEpochSecond(1_700_000_000)),
                        new byte[] {1, 2})),
                operate(new Act.Resize(7, 2, List.of(ALICE, BOB))));
    }

    private static Command.Operate operate(Act act) {
        Instruction instruction = new Instruction(3, Instant.ofEpochMilli(1_700_000_000_000L), act);
        Approval olgas = new Approval("olga", Samples.key(1), Samples.signature(1));
        return new Command.Operate(instruction, List.of(olgas));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasOneEncodingAndBearsHostileBytes(Command command) throws MalformedException {
        HostileBytes.check(
                command,
                in -> {
                    byte[] rest = in.readBytes(10_000);
                    return Command.decode(rest, LIFE);
                },
                (each, out) -> out.writeBytes(each.encode()));
    }

    @Test
    void convictionAndInstructionBringClaims() {
        assertThat(commands().map(each -> each.claims(LIFE).size())).containsExactly(0, 2, 0, 0, 1, 1, 1, 1, 2, 2, 1);
    }

    /** GM-24: an approval is for one life, number, time and act. */
    @Test
    void approvalOfOneInstructionIsNoneOfAnother() {
        Instant then = Instant.ofEpochMilli(1_700_000_000_000L);
        Instruction instruction = new Instruction(3, then, new Act.Exclude(BOB));
        Approval olgas = new Approval("olga", Samples.key(1), Samples.signature(1));

        List<Claim> others = List.of(
                olgas.claim(LIFE, new Instruction(4, then, new Act.Exclude(BOB))),
                olgas.claim(LIFE, new Instruction(3, then.plusMillis(1), new Act.Exclude(BOB))),
                olgas.claim(LIFE, new Instruction(3, then, new Act.Exclude(ALICE))),
                olgas.claim(LIFE, new Instruction(3, then, new Act.Pin(BOB))),
                olgas.claim(Samples.GENESIS.life("another"), instruction));

        assertThat(others).doesNotContain(olgas.claim(LIFE, instruction)).doesNotHaveDuplicates();
    }

    @Test
    void moreApprovalsThanThereCanBeOperatorsAreMalformed() {
        Approval olgas = new Approval("olga", Samples.key(1), Samples.signature(1));
        Instruction instruction = new Instruction(3, Instant.EPOCH, new Act.Exclude(BOB));
        byte[] bytes = new Command.Operate(instruction, Collections.nCopies(Operators.MOST + 1, olgas)).encode();

        assertThatThrownBy(() -> Command.decode(bytes, LIFE)).isInstanceOf(MalformedException.class);
    }

    @Test
    void policyLongerThanAnInstructionMayBringIsMalformed() {
        Policy.Rule rule = new Policy.Rule(
                Optional.of("x".repeat(Alert.MAX_TEXT)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Policy.Effect.LOG);
        int most = Act.MAX_POLICY / Alert.MAX_TEXT + 1;
        Policy policy = new Policy(true, Collections.nCopies(most, rule), Policy.Effect.LOG);
        byte[] bytes = operate(new Act.SetPolicy(policy)).encode();

        assertThatThrownBy(() -> Command.decode(bytes, LIFE)).isInstanceOf(MalformedException.class);
    }

    @Test
    void groupOfMoreSeatsThanAViewHasIsMalformed() {
        for (int seats : new int[] {0, ViewRecord.MAX_SEATS + 1}) {
            byte[] bytes = operate(new Act.Resize(seats, 0, List.of())).encode();
            assertThatThrownBy(() -> Command.decode(bytes, LIFE)).hasMessageContaining(seats + " seats");
        }
    }

    @Test
    void instructionNumberZeroIsMalformed() {
        Instruction zero = new Instruction(0, Instant.EPOCH, new Act.Exclude(BOB));
        byte[] bytes = new Command.Operate(zero, List.of()).encode();

        assertThatThrownBy(() -> Command.decode(bytes, LIFE)).hasMessageContaining("number 0");
    }

    @Test
    void moreKeysThanOneCommandMayBringAreMalformed() {
        byte[] bytes = new Command.ViewKeys(0, Collections.nCopies(Command.MAX_KEYS + 1, Samples.key(1))).encode();

        assertThatThrownBy(() -> Command.decode(bytes, LIFE)).isInstanceOf(MalformedException.class);
    }

    @Test
    void longTextsAreMalformed() {
        byte[] bytes = new Command.Accuse(ALICE, 1, "x".repeat(Alert.MAX_TEXT + 1)).encode();

        assertThatThrownBy(() -> Command.decode(bytes, LIFE)).isInstanceOf(MalformedException.class);
    }

    @Test
    void longBodiesInEvidenceAreMalformed() {
        String body = "x".repeat(Evidence.MAX_BODY + 1);
        Evidence evidence = new Contradiction(statement(BOB, 1, body), statement(BOB, 1, "b"));
        byte[] bytes = new Command.Convict(BOB, 1, evidence).encode();

        assertThatThrownBy(() -> Command.decode(bytes, LIFE)).isInstanceOf(MalformedException.class);
    }

    /** AD-1: severity alone never convicts; an attempt must never evict its victim. */
    @Test
    void theStandardPolicyExcludesOnlyOnASuccessWithTheMemberAsActor() {
        Policy policy = Policy.standard(true);

        for (Alert.Outcome outcome : Alert.Outcome.values()) {
            for (Alert.Role role : Alert.Role.values()) {
                Alert alert = new Alert("suricata", "1", "c", "t", Alert.Severity.CRITICAL, outcome, role);
                boolean guilty = outcome == Alert.Outcome.SUCCEEDED && role == Alert.Role.ACTOR;
                assertThat(policy.effect(alert)).isEqualTo(guilty ? Policy.Effect.EXCLUDE : Policy.Effect.LOG);
            }
        }
    }

    @Test
    void aPolicyHasOneEncodingAndBearsHostileBytes() throws MalformedException {
        HostileBytes.check(Policy.standard(false), Policy::read, Policy::write);
    }
}
