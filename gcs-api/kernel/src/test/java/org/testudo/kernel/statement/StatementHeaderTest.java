package org.testudo.kernel.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.testudo.kernel.Samples.ALICE;
import static org.testudo.kernel.Samples.BOB;
import static org.testudo.kernel.Samples.GENESIS;
import static org.testudo.kernel.Samples.LIFE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.kernel.Samples;

/** G-3. */
class StatementHeaderTest {
    private static final byte[] BODY = {1, 2, 3};

    @Test
    void everyPartOfAStatementIsCoveredByItsSignature() {
        Origin alice = Samples.origin(ALICE);
        List<ByteBuffer> statements = new ArrayList<>();
        for (StatementHeader header : List.of(
                new StatementHeader.ViewBound(LIFE, 1, 2, 3, 4),
                new StatementHeader.ViewBound(GENESIS.life("second"), 1, 2, 3, 4),
                new StatementHeader.ViewBound(LIFE, 2, 2, 3, 4),
                new StatementHeader.ViewBound(LIFE, 1, 3, 3, 4),
                new StatementHeader.ViewBound(LIFE, 1, 2, 4, 4),
                new StatementHeader.ViewBound(LIFE, 1, 2, 3, 5),
                new StatementHeader.ViewFree(LIFE, alice, 1, 4),
                new StatementHeader.ViewFree(LIFE, Samples.origin(BOB), 1, 4),
                new StatementHeader.ViewFree(LIFE, new Origin(alice.principal(), alice.key(), 2), 1, 4),
                new StatementHeader.ViewFree(LIFE, alice, 2, 4),
                new StatementHeader.ViewFree(LIFE, alice, 1, 5))) {
            statements.add(ByteBuffer.wrap(header.statement(BODY)));
        }
        statements.add(ByteBuffer.wrap(new StatementHeader.ViewBound(LIFE, 1, 2, 3, 4).statement(new byte[] {1, 2})));

        assertThat(statements).doesNotHaveDuplicates();
    }
}
