package org.testudo.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.testudo.cli.Testudo;
import picocli.CommandLine;

/** GM-5: the chain of a group of real processes is fetched, kept, and proved without them. */
class ViewSaveTest {
    @Test
    void chainOfARunningGroupIsSavedAndProvedWhenTheGroupIsGone() throws Exception {
        try (Stage stage = Stage.at(null)) {
            stage.start(List.of("shop"), List.of());
            stage.awaitService();
            String configuration = stage.directory().resolve("testudo.yaml").toString();
            Path chain = stage.directory().resolve("views.chain");

            String saved = run("view", "save", configuration, chain.toString(), "--client", "shop");
            stage.stopMembers();
            String proved = run("view", "verify", chain.toString(), "--config", configuration, "--json");

            assertThat(saved).contains("verified; the last was confirmed by a quorum as the present view");
            assertThat(proved.lines().map(ViewSaveTest::reason)).anyMatch(reason -> reason.startsWith("formed by "));
            assertThat(Files.list(stage.directory()).map(Path::toString)).noneMatch(name -> name.endsWith(".part"));
        }
    }

    private static String reason(String line) {
        try {
            return new ObjectMapper().readTree(line).path("reason").asText();
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    private static String run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Testudo.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        assertThat(command.execute(arguments)).as(err.toString()).isZero();
        return out.toString();
    }
}
