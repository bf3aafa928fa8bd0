package org.testudo.benchmarks.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testudo.cli.Testudo;
import picocli.CommandLine;

/** Some attacks on real processes: what harms a stock group harms no member over SICP, nor of Testudo (SICP-3, SICP-4). */
@Timeout(240)
class AttackTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Result(int status, List<JsonNode> lines, String errors) {}

    @Test
    void whatSucceedsOnAStockGroupIsBlockedOverSicpAndOnTestudo() throws Exception {
        Result stock =
                attack("--against", "stock-tls", "--only", "source-spoofing", "--must-block", "stock-tls", "--json");
        Result ours = attack("--against", "sicp,testudo", "--only", "source-spoofing,serialization-gadget", "--json");

        assertThat(stock.status).isEqualTo(1);
        assertThat(outcomes(stock)).containsExactly(Map.entry("stock-tls source-spoofing", "succeeded"));
        assertThat(ours.status).as(ours.lines.toString()).isZero();
        assertThat(outcomes(ours))
                .containsEntry("sicp source-spoofing", "blocked")
                .containsEntry("sicp serialization-gadget", "blocked")
                .containsEntry("testudo source-spoofing", "blocked")
                .containsEntry("testudo serialization-gadget", "blocked");
        JsonNode summary = ours.lines.get(ours.lines.size() - 1);
        assertThat(summary.path("type").asText()).isEqualTo("summary");
        assertThat(summary.path("testudo").path("blocked").asInt()).isEqualTo(2);
        assertThat(summary.path("ok").asBoolean()).isTrue();
    }

    private static Map<String, String> outcomes(Result result) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (JsonNode each : result.lines) {
            if (!each.path("type").asText().equals("attack")) continue;
            String what =
                    each.path("stack").asText() + " " + each.path("attack").asText();
            outcomes.put(what, each.path("outcome").asText());
        }
        return outcomes;
    }

    @Test
    void anythingThatSucceedsWhereItMustNotOrCannotBeTriedFailsTheCommand() {
        Verdict fallen = verdict(Stack.SICP, Verdict.Outcome.SUCCEEDED);
        Verdict blocked = verdict(Stack.TESTUDO, Verdict.Outcome.BLOCKED);
        Verdict convicted = verdict(Stack.TESTUDO, Verdict.Outcome.CONVICTED);
        Verdict untried = verdict(Stack.STOCK_TLS, Verdict.Outcome.ERROR);

        assertThat(AttackCommand.withstood(List.of(fallen, blocked, convicted), List.of(Stack.TESTUDO)))
                .isTrue();
        assertThat(AttackCommand.withstood(List.of(fallen, blocked), List.of(Stack.SICP)))
                .isFalse();
        assertThat(AttackCommand.withstood(List.of(blocked, untried), List.of(Stack.TESTUDO)))
                .isFalse();
    }

    @Test
    void unknownAttackAndStackAreNamedWithThoseThereAre() throws Exception {
        assertThat(attack("--only", "magic").errors).contains("'magic'", "forged-leave", "half-open-flood");
        assertThat(attack("--against", "fortress").errors).contains("'fortress'", "stock-tls, sicp, testudo");
    }

    private static Verdict verdict(Stack stack, Verdict.Outcome outcome) {
        return new Verdict("forged-leave", "insider", stack, outcome, "", 1);
    }

    private static Result attack(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("attack"));
        arguments.addAll(List.of(options));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = Testudo.commandLine().setErr(new PrintWriter(err, true));
            int status = command.execute(arguments.toArray(String[]::new));
            List<JsonNode> lines = new ArrayList<>();
            for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("{\"")) lines.add(JSON.readTree(line));
            }
            return new Result(status, lines, err.toString());
        } finally {
            System.setOut(before);
        }
    }
}
