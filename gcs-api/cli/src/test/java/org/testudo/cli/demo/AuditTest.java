package org.testudo.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.cli.demo.Audit.Acknowledged;
import org.testudo.cli.demo.Audit.Testimony;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.cli.kv.KeyValueOperation.Get;
import org.testudo.cli.kv.KeyValueOperation.Put;
import org.testudo.cli.kv.KeyValueService;

/** Every kind of damage that the demonstration must report is done here on purpose. */
class AuditTest {
    private static final List<KeyValueOperation> ORDER =
            List.of(new Put("1", "a", "x"), new Get("2", "a"), new Put("3", "a", "y"), new Put("4", "b", "z"));

    @Test
    void runWithoutDamageIsClean() {
        assertThat(Audit.of(told(ORDER), List.of(witness("alice", ORDER), witness("bob", ORDER)))
                        .clean())
                .isTrue();
    }

    @Test
    void answerThatTheReplayDoesNotGiveIsWrong() {
        List<Acknowledged> told = told(ORDER);
        told.set(1, new Acknowledged("c1", ORDER.get(1), told.get(3).answer()));

        assertThat(Audit.of(told, List.of(witness("alice", ORDER))).wrongReplies())
                .isEqualTo(1);
    }

    @Test
    void acknowledgedOperationThatOneMemberLacksIsLost() {
        List<KeyValueOperation> shorter = ORDER.subList(0, 3);

        Audit audit = Audit.of(told(ORDER), List.of(witness("alice", ORDER), witness("bob", shorter)));

        assertThat(audit.lost()).isEqualTo(1);
        assertThat(audit.divergentStates()).isEqualTo(1);
        assertThat(audit.findings()).anyMatch(finding -> finding.contains("bob"));
    }

    @Test
    void operationThatWasExecutedTwiceIsDuplicated() {
        List<KeyValueOperation> twice = new ArrayList<>(ORDER);
        twice.add(ORDER.get(3));

        assertThat(Audit.of(told(ORDER), List.of(witness("alice", twice))).duplicated())
                .isEqualTo(1);
    }

    @Test
    void stateThatDoesNotFollowFromTheHistoryIsDivergent() {
        Testimony liar = new Testimony("bob", witness("bob", ORDER).history(), "00");

        assertThat(Audit.of(told(ORDER), List.of(witness("alice", ORDER), liar)).divergentStates())
                .isEqualTo(1);
    }

    @Test
    void unacknowledgedOperationMayOrMayNotHaveBeenExecuted() {
        List<Acknowledged> told = told(ORDER).subList(0, 2);

        assertThat(Audit.of(told, List.of(witness("alice", ORDER))).clean()).isTrue();
    }

    private static List<Acknowledged> told(List<KeyValueOperation> order) {
        KeyValueService service = new KeyValueService();
        List<Acknowledged> told = new ArrayList<>();
        for (KeyValueOperation each : order) {
            told.add(new Acknowledged("c1", each, service.apply(each).encode()));
        }
        return told;
    }

    private static Testimony witness(String member, List<KeyValueOperation> order) {
        KeyValueService service = new KeyValueService();
        List<Execution> history = new ArrayList<>();
        for (KeyValueOperation each : order) {
            byte[] result = service.apply(each).encode();
            history.add(new Execution(history.size() + 1, 0, "c1", history.size() + 1, each.encode(), result));
        }
        return new Testimony(member, history, HexFormat.of().formatHex(service.digest()));
    }
}
