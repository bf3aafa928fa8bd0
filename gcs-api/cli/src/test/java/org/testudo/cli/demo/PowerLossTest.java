package org.testudo.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.testudo.cli.kv.KeyValueAnswer;
import org.testudo.cli.kv.KeyValueOperation;
import org.testudo.gacp.client.GroupClient;

/**
 * AB-9: real processes with journals are all killed at once, and go on with everything that was acknowledged: from the state of
 * their last checkpoint, which their journals hold, and the slots after it.
 */
class PowerLossTest {
    private static final int OPERATIONS = 20;
    private static final long PATIENCE = 90_000;

    @Test
    void nothingAcknowledgedIsLostWhenAllAreKilled() throws Exception {
        try (Stage stage = Stage.at(null)) {
            String settings = "  ordering: {journal: file, journal-path: disk, checkpoint-interval: 8}\n";
            stage.start(new Cast(Stage.MEMBERS, List.of(), List.of(), List.of("shop"), Premises.loopback(), settings));
            stage.awaitService();
            GroupClient client = stage.openClient("shop");
            for (int i = 0; i < OPERATIONS; i++)
                client.invoke(new KeyValueOperation.Put("p" + i, "key" + i, "v" + i).encode())
                        .get();

            long killed = System.nanoTime();
            for (String each : Stage.MEMBERS) stage.member(each).kill();
            for (String each : Stage.MEMBERS) stage.startMember(each);
            boolean back = stage.observations()
                    .await(
                            Stage.MEMBERS,
                            event -> event.nanos() > killed && event.type().equals("view") && event.number("id") >= 1,
                            PATIENCE);

            assertThat(back)
                    .as("all are in service again; logs:\n%s", tails(stage))
                    .isTrue();
            for (int i = 0; i < OPERATIONS; i++) assertThat(get(client, i)).isEqualTo("v" + i);
            client.invoke(new KeyValueOperation.Put("last", "key0", "changed").encode())
                    .get();
            assertThat(get(client, 0)).isEqualTo("changed");
            for (String each : Stage.MEMBERS) {
                assertThat(log(stage, each))
                        .contains("replayed-to=", "state-restored=")
                        .doesNotContain("\n\tat ", "halts");
            }
            assertThat(stage.settle(Stage.MEMBERS, OPERATIONS)).isTrue();
        }
    }

    private static String get(GroupClient client, int key) throws Exception {
        byte[] answer = client.invoke(new KeyValueOperation.Get("g" + key, "key" + key).encode())
                .get();
        return KeyValueAnswer.decode(answer).value().orElse("nothing");
    }

    private static String log(Stage stage, String member) throws IOException {
        return Files.readString(stage.directory().resolve("logs").resolve(member + ".log"), StandardCharsets.UTF_8);
    }

    private static String tails(Stage stage) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String each : Stage.MEMBERS) {
            try (Stream<String> lines = log(stage, each).lines()) {
                List<String> last = lines.toList();
                all.append(each).append(":\n");
                last.subList(Math.max(0, last.size() - 25), last.size())
                        .forEach(line -> all.append(line).append('\n'));
            }
        }
        return all.toString();
    }
}
