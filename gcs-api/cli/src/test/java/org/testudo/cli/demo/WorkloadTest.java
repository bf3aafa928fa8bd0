package org.testudo.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.testudo.api.TestudoException;
import org.testudo.cli.kv.KeyValueOperation.Put;

class WorkloadTest {
    @Test
    void theShippedWorkloadHasAtLeastTwoThousandOperationsOfSeveralClients() throws Exception {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Workload.class.getResourceAsStream("workload.txt"), StandardCharsets.UTF_8))) {
            Workload workload = Workload.read(in, "workload.txt");

            assertThat(workload.steps()).hasSizeGreaterThanOrEqualTo(2000);
            assertThat(workload.clients()).hasSizeGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void readsPutsAndGets() throws Exception {
        Workload workload = read("# comment\n\n1 c1 put k v\n2 c2 get k\n");

        assertThat(workload.steps().get(0).operation()).isEqualTo(new Put("1", "k", "v"));
        assertThat(workload.clients()).containsExactly("c1", "c2");
    }

    @Test
    void namesTheLineThatIsWrong() {
        refuses("1 c1 put k v\n1 c1 get k\n", "line 2: id 1 stands twice");
        refuses("1 c1 put k v\n2 c2 put k v\n", "line 2: key k is written by c1 and c2");
        refuses("1 c1 delete k\n", "line 1: write ID CLIENT");
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(TestudoException.class)
                .hasMessageContaining(message);
    }

    private static Workload read(String text) throws Exception {
        return Workload.read(new BufferedReader(new StringReader(text)), "test");
    }
}
