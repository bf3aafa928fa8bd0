package org.testudo.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.testudo.kernel.Samples.ALICE;
import static org.testudo.kernel.Samples.BOB;
import static org.testudo.kernel.Samples.LIFE;
import static org.testudo.kernel.Samples.statement;

import org.junit.jupiter.api.Test;
import org.testudo.api.Principal;
import org.testudo.kernel.HostileBytes;
import org.testudo.kernel.Samples;
import org.testudo.kernel.statement.Claim;
import org.testudo.kernel.statement.StatementHeader;
import org.testudo.kernel.wire.MalformedException;

/** AD-9, AD-10. */
class ContradictionTest {
    private static Claim.SignedBy of(StatementHeader header, String body) {
        return new Claim.SignedBy(
                Principal.of(ALICE),
                header,
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Samples.signature(1));
    }

    private static boolean conflicting(Claim.SignedBy first, Claim.SignedBy second) {
        return new Contradiction(first, second).conflicting();
    }

    @Test
    void twoBodiesUnderOneHeaderConflict() {
        assertThat(conflicting(statement(ALICE, 1, "a"), statement(ALICE, 1, "b")))
                .isTrue();
    }

    @Test
    void oneStatementSentTwiceDoesNotEvenWithAnotherSignature() {
        Claim.SignedBy once = statement(ALICE, 1, "a");
        Claim.SignedBy again = new Claim.SignedBy(once.signer(), once.header(), once.body(), Samples.signature(2));

        assertThat(conflicting(once, once)).isFalse();
        assertThat(conflicting(once, again)).isFalse();
    }

    @Test
    void statementsOfTwoSignersDoNot() {
        assertThat(conflicting(statement(ALICE, 1, "a"), statement(BOB, 1, "b")))
                .isFalse();
    }

    @Test
    void statementsUnderDifferentHeadersDoNot() {
        Claim.SignedBy first = statement(ALICE, 1, "a");

        assertThat(conflicting(first, statement(ALICE, 2, "b"))).isFalse();
        assertThat(conflicting(first, of(new StatementHeader.ViewBound(LIFE, 1, 0, 1, StatementTypes.TEST), "b")))
                .isFalse();
        assertThat(conflicting(first, of(new StatementHeader.ViewBound(LIFE, 0, 1, 1, StatementTypes.TEST), "b")))
                .isFalse();
        assertThat(conflicting(first, of(new StatementHeader.ViewBound(LIFE, 0, 0, 1, StatementTypes.PREPARE), "b")))
                .isFalse();
    }

    @Test
    void statementsThatMayBeRepeatedWithOtherContentDoNot() {
        StatementHeader complaint = new StatementHeader.ViewBound(LIFE, 0, 0, 1, StatementTypes.COMPLAINT);
        StatementHeader reply = new StatementHeader.ViewBound(LIFE, 0, 0, 1, StatementTypes.REPLY);

        assertThat(conflicting(of(complaint, "a"), of(complaint, "b"))).isFalse();
        assertThat(conflicting(of(reply, "a"), of(reply, "b"))).isFalse();
    }

    @Test
    void viewFreeStatementsDoNot() {
        StatementHeader free = new StatementHeader.ViewFree(LIFE, Samples.origin(ALICE), 1, StatementTypes.TEST);

        assertThatThrownBy(() -> conflicting(of(free, "a"), of(free, "b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothStatementsAreToBeVerified() {
        Contradiction evidence = new Contradiction(statement(ALICE, 1, "a"), statement(ALICE, 1, "b"));

        assertThat(evidence.claims()).containsExactly(evidence.first(), evidence.second());
    }

    @Test
    void evidenceHasOneEncodingAndBearsHostileBytes() throws MalformedException {
        Contradiction evidence = new Contradiction(statement(ALICE, 1, "a"), statement(ALICE, 1, "b"));

        HostileBytes.check(evidence, in -> Evidence.read(in, LIFE), Evidence::write);
    }
}
