package org.testudo.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testudo.cli.demo.Execution;

class LedgerTest {
    @TempDir
    private Path folder;

    private final Ledger ledger = new Ledger();

    @Test
    void partsOfTheOrderAreJoinedInTheirPlaces() throws Exception {
        ledger.add(file("killed", line(1, 0, "a"), line(2, 0, "b"), "{\"slot\":3,\"posi"));
        ledger.add(file("restarted", line(2, 0, "b"), line(2, 1, "c"), line(10, 0, "d")));
        ledger.add(folder.resolve("killed-before-it-served"));

        assertThat(ledger.contradictions()).isEmpty();
        assertThat(ledger.executions().stream().map(Execution::slot)).containsExactly(1L, 2L, 2L, 10L);
    }

    /** AB-8: what led to the state others have written down, or the replay finds that it is missing. */
    @Test
    void oneThatWasGivenAStateGoesOnBehindIt() throws Exception {
        ledger.add(file("all", line(1, 0, "a"), line(2, 0, "b"), line(3, 0, "c")));
        ledger.add(file("given", line(1, 0, "a"), "{\"state\":\"given\"}", line(3, 0, "c")));

        assertThat(ledger.contradictions()).isEmpty();
        assertThat(ledger.executions()).hasSize(3);
    }

    @Test
    void twoThatWroteDifferentThingsInOnePlaceContradict() throws Exception {
        ledger.add(file("one", line(1, 0, "a")));
        ledger.add(file("other", line(1, 0, "b")));

        assertThat(ledger.contradictions()).singleElement().asString().contains("other", "slot 1");
    }

    @Test
    void brokenLineInTheMidstIsAnError() throws Exception {
        Path file = file("broken", "{\"slot\":3,\"posi", line(4, 0, "a"));

        assertThatThrownBy(() -> ledger.add(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("broken line");
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private static String line(long slot, int position, String operation) throws IOException {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "slot",
                        slot,
                        "position",
                        position,
                        "origin",
                        "client:c",
                        "number",
                        2,
                        "operation",
                        operation.getBytes(StandardCharsets.UTF_8),
                        "result",
                        new byte[0]));
    }
}
